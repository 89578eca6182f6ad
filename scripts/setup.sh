#!/usr/bin/env bash
# Checks what Diemnong needs on this machine, and installs from the
# distribution's packages what is missing.
#
#   scripts/setup.sh build   compilers only: Go, C, Node
#   scripts/setup.sh run     and PostgreSQL with PostGIS, unless DIEMNONG_DATABASE_URL is set
#   scripts/setup.sh test    and what the tests use: PostgreSQL, PgBouncer, Chromium, GDAL
#   scripts/setup.sh check   says what is there and what is missing; installs nothing
set -euo pipefail
cd "$(dirname "$0")/.."

node_min=20.19.0
postgres_min=15

fail() {
	printf 'setup: %s\n' "$*" >&2
	exit 1
}
say() { printf 'setup: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
# at_least A B: version A is B or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# --- What is there -----------------------------------------------------------

go_min() { sed -n 's/^go //p' go.mod; }

# Without the toolchain line of another go.mod, and without a download.
go_version() { (cd / && GOTOOLCHAIN=local GOFLAGS='' go env GOVERSION 2>/dev/null | sed 's/^go//; s/ .*//'); }

c_compiler() {
	local name
	for name in "${CC:-}" cc gcc clang; do
		if [ -n "$name" ] && have "${name%% *}"; then
			echo "$name"
			return
		fi
	done
	return 1
}

# The newest PostgreSQL server that has PostGIS.
postgres_dir() {
	local dir share version found=''
	for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin "$(pg_config --bindir 2>/dev/null || true)" | sort -V); do
		[ -x "$dir/postgres" ] && [ -x "$dir/initdb" ] || continue
		version=$("$dir/postgres" --version | sed 's/.*(PostgreSQL) //; s/[^0-9].*//')
		[ "${version:-0}" -ge "$postgres_min" ] || continue
		share=$("$dir/pg_config" --sharedir 2>/dev/null || true)
		[ -z "$share" ] || [ -e "$share/extension/postgis.control" ] || continue
		found=$dir
	done
	[ -n "$found" ] && echo "$found"
}

find_chromium() {
	local name
	for name in chromium chromium-browser google-chrome google-chrome-stable; do
		if have "$name"; then
			command -v "$name"
			return
		fi
	done
	return 1
}

# --- What only a person can install ------------------------------------------

check_compilers() {
	local version
	have go || fail "Go $(go_min) or newer is needed: get it from https://go.dev/dl/ and put its bin folder on PATH."
	version=$(go_version)
	at_least "${version:-0}" "$(go_min)" ||
		fail "Go $(go_min) or newer is needed, and this is $version: get it from https://go.dev/dl/."
	c_compiler >/dev/null || fail "A C compiler is needed for the H3 library: install one with apt-get install gcc libc6-dev."
	have node || fail "Node.js $node_min or newer is needed to build the map page: get it from https://nodejs.org/."
	version=$(node --version | sed 's/^v//')
	at_least "$version" "$node_min" ||
		fail "Node.js $node_min or newer is needed, and this is $version: get it from https://nodejs.org/."
	have npm || fail "npm is needed to build the map page, and this Node.js has none: get both from https://nodejs.org/."
}

# --- What the distribution has -----------------------------------------------

# Runs a command as root.
as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif ! have sudo; then
		fail "$missing must be installed, which only root may do, and there is no sudo: run as root: apt-get install $missing"
	elif [ ! -t 0 ] && ! sudo -n true 2>/dev/null; then
		fail "$missing must be installed, and sudo asks for a password that nobody is there to type: run first: sudo apt-get install $missing"
	else
		sudo "$@"
	fi
}

apt_get() {
	# Waits for another installation instead of failing, and asks nothing.
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"
}

# The newest PostgreSQL that the distribution offers with PostGIS.
postgres_packages() {
	local major
	for major in 19 18 17 16 15; do
		if apt-cache show "postgresql-$major-postgis-3" >/dev/null 2>&1; then
			echo "postgresql-$major postgresql-$major-postgis-3"
			return
		fi
	done
	echo "postgresql-15 postgresql-15-postgis-3" # no package lists yet
}

# Debian makes and starts a system-wide server with the package. We do not use
# that one, so it is not made; one that is there already stays.
no_main_cluster=/etc/postgresql-common/createcluster.d/diemnong-setup.conf
forbid_main_cluster() {
	as_root mkdir -p "${no_main_cluster%/*}"
	trap allow_main_cluster EXIT
	echo 'create_main_cluster = false' | as_root tee "$no_main_cluster" >/dev/null
}
allow_main_cluster() {
	if [ -e "$no_main_cluster" ]; then as_root rm -f "$no_main_cluster"; fi
}

# What to install: PostgreSQL if $1 is yes, and the packages in $2.
package_names() {
	local names=$2
	if [ "$1" = yes ]; then names="$(postgres_packages) $names"; fi
	echo "${names% }"
}

install_packages() {
	missing=$(package_names "$1" "$2")
	if ! have apt-get; then
		fail "this system has no apt-get: install in its own way what Debian calls $missing, then run this again."
	fi
	say "installing $missing; this takes a minute or two …"
	as_root true
	apt_get update -o APT::Update::Error-Mode=any ||
		say "the package lists could not be refreshed; trying with those that are here"
	missing=$(package_names "$1" "$2") # the lists may know more now
	if [ "$1" = yes ]; then forbid_main_cluster; fi
	# shellcheck disable=SC2086 # package names, to be split
	apt_get install --no-install-recommends $missing ||
		fail "could not install $missing: apt-get says why above. Without a network, use a mirror or an image that has them."
}

# What the tests start themselves must not also run as a service of the system.
stop_pgbouncer() {
	if have systemctl; then as_root systemctl disable --now pgbouncer.service >/dev/null 2>&1 || true; fi
}

have_pgbouncer() { have pgbouncer || [ -x /usr/sbin/pgbouncer ]; }

ensure_packages() { # PostgreSQL? Chromium? GDAL? PgBouncer?
	local postgres=no others=''
	if [ "$1" = yes ] && ! postgres_dir >/dev/null; then postgres=yes; fi
	if [ "$2" = yes ] && ! find_chromium >/dev/null; then others+="chromium "; fi
	if [ "$3" = yes ] && ! have ogr2ogr; then others+="gdal-bin "; fi
	if [ "$4" = yes ] && ! have_pgbouncer; then others+="pgbouncer "; fi
	if [ "$postgres$others" != no ]; then install_packages "$postgres" "$others"; fi
	case $others in *pgbouncer*) stop_pgbouncer ;; esac
	if [ "$1" = yes ] && ! postgres_dir >/dev/null; then
		fail "PostgreSQL $postgres_min or newer with PostGIS 3 is still missing after the installation."
	fi
}

# --- make doctor -------------------------------------------------------------

line() { printf '%-12s %s\n' "$1" "$2"; }
report() {
	line Go "$(go_version || true) (needs $(go_min))"
	line 'C compiler' "$(c_compiler || echo missing)"
	line Node.js "$(node --version 2>/dev/null || echo missing) (needs $node_min)"
	line npm "$(npm --version 2>/dev/null || echo missing)"
	line PostgreSQL "$(postgres_dir || echo "missing, or without PostGIS (needs $postgres_min)")"
	line Chromium "$(find_chromium || echo 'missing (browser tests)')"
	line PgBouncer "$(have_pgbouncer && echo found || echo 'missing (tests of poolers)')"
	line GDAL "$(command -v ogr2ogr || echo 'missing (interoperability tests)')"
	check_compilers
}

case "${1:-}" in
build) check_compilers ;;
run)
	check_compilers
	if [ -z "${DIEMNONG_DATABASE_URL:-}" ]; then ensure_packages yes no no no; fi
	;;
test)
	check_compilers
	ensure_packages yes yes yes yes
	;;
check) report ;;
*) fail "say what for: build, run, test or check." ;;
esac
