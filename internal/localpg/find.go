package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
)

// minMajor is the oldest PostgreSQL that we support; Debian 12 has it.
const minMajor = 15

// binaries is one installed PostgreSQL server.
type binaries struct {
	dir     string
	major   int
	postgis bool // the files of the extension are there, as far as we can see
	lz4     bool // built with LZ4, which compresses the log faster than PostgreSQL's own way
}

func (b binaries) tool(name string) string { return filepath.Join(b.dir, name) }

// usualBinDirs lists where distributions put the server: Debian, Red Hat,
// source builds, then what pg_config and PATH say.
func usualBinDirs() []string {
	var dirs []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin"} {
		found, _ := filepath.Glob(pattern) // fails for a malformed pattern only
		dirs = append(dirs, found...)
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	return append(dirs, filepath.SplitList(os.Getenv("PATH"))...)
}

// findBinaries lists the servers in dirs, newest first.
func findBinaries(ctx context.Context, dirs []string) []binaries {
	var found []binaries
	seen := map[string]bool{}
	for _, dir := range dirs {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || seen[real] {
			continue
		}
		seen[real] = true
		if b, ok := inspectBinaries(ctx, real); ok {
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(a, b binaries) int { return b.major - a.major })
	return found
}

// inspectBinaries asks a server which version it is.
func inspectBinaries(ctx context.Context, dir string) (binaries, bool) {
	b := binaries{dir: dir, postgis: true}
	if _, err := os.Stat(b.tool("initdb")); err != nil {
		return b, false
	}
	out, err := exec.CommandContext(ctx, b.tool("postgres"), "--version").Output()
	if err != nil {
		return b, false
	}
	if b.major = parseMajor(string(out)); b.major == 0 {
		return b, false
	}
	// Without pg_config we cannot see; CREATE EXTENSION will tell.
	if out, err := exec.CommandContext(ctx, b.tool("pg_config"), "--sharedir", "--configure").Output(); err == nil {
		share, configure, _ := strings.Cut(string(out), "\n")
		_, err := os.Stat(filepath.Join(share, "extension", "postgis.control"))
		b.postgis = err == nil
		b.lz4 = strings.Contains(configure, "--with-lz4")
	}
	return b, true
}

// parseMajor reads "postgres (PostgreSQL) 15.18 (Debian …)"; 0 when it cannot.
func parseMajor(version string) int {
	_, rest, ok := strings.Cut(version, "(PostgreSQL) ")
	if !ok {
		return 0
	}
	digits := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(rest)
	}
	n, _ := strconv.Atoi(rest[:digits])
	return n
}

// chooseBinaries picks the server for the home: the one that made its data,
// or for a new cluster the newest that has PostGIS.
func chooseBinaries(ctx context.Context, dirs []string, h home) (binaries, error) {
	found := findBinaries(ctx, dirs)
	made, err := dataMajor(h)
	if err != nil {
		return binaries{}, err
	}
	if made != 0 {
		return matchingBinaries(found, made, h)
	}
	found = slices.DeleteFunc(found, func(b binaries) bool { return b.major < minMajor })
	if len(found) == 0 {
		return binaries{}, installAdvice(diemnong.Errorf(diemnong.Unavailable,
			"PostgreSQL %d or newer was not found on this machine.", minMajor), minMajor)
	}
	for _, b := range found {
		if b.postgis {
			return b, nil
		}
	}
	return binaries{}, postgisMissing(found[0].major)
}

// dataMajor gives the version that made the home's data, 0 when there is none.
func dataMajor(h home) (int, error) {
	text, err := os.ReadFile(filepath.Join(h.data(), "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, accessError(h.data(), err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("read %s/PG_VERSION: %w", h.data(), err)
	}
	return major, nil
}

func matchingBinaries(found []binaries, major int, h home) (binaries, error) {
	var have []string
	for _, b := range found {
		if b.major == major {
			if !b.postgis {
				return binaries{}, postgisMissing(major)
			}
			return b, nil
		}
		have = append(have, strconv.Itoa(b.major))
	}
	where := "no version is"
	if len(have) > 0 {
		where = strings.Join(have, ", ") + " is"
	}
	e := diemnong.Errorf(diemnong.Conflict,
		"The database in %s was made by PostgreSQL %d, but here %s installed.", h, major, where)
	e.Hint = fmt.Sprintf("Install postgresql-%d and postgresql-%d-postgis-3 again, or move the data to the new version "+
		"as docs/operations.md says under \"Upgrading PostgreSQL\".", major, major)
	return binaries{}, e
}

func postgisMissing(major int) error {
	return installAdvice(diemnong.Errorf(diemnong.Unavailable, "PostgreSQL %d is installed without PostGIS.", major), major)
}

// installAdvice says which packages to install.
func installAdvice(e *diemnong.Error, major int) error {
	e.Hint = fmt.Sprintf("Install both with: apt-get install postgresql-%d postgresql-%d-postgis-3 — "+
		"or name a database of your own in DIEMNONG_DATABASE_URL.", major, major)
	return e
}
