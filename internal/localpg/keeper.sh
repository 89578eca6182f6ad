# Stops a cluster some time after its last user left, however that one left.
# Arguments: the cluster's home, seconds to linger, folder of the socket.
home=$1 linger=$2 socket=$3
cd "$home" || exit 0
signal() {
	pid=$(head -n 1 data/postmaster.pid 2>/dev/null) || return
	[ "$(readlink "/proc/$pid/cwd")" = "$home/data" ] && kill "$1" "$pid" # the file may be a dead server's
}
exec 5<start.lock 6<use.lock 7<server.lock 8<>keeper.lock
flock -n 8 || exit 0 # there is a keeper already
while :; do
	# Wait for a moment without users, give it up at once, and see later
	# whether it lasts: the lock on use.lock alone must never be held while
	# waiting for start.lock.
	flock -x 6
	flock -u 6
	sleep "$linger"
	flock -x 5
	if flock -n -x 6; then
		signal -INT
		flock -w 30 -x 7 || signal -QUIT
		rmdir "$socket" 2>/dev/null
		exit 0
	fi
	flock -u 5
done
