package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/diemnong/diemnong"
)

// Free space that we ask for, in megabytes.
const (
	minFreeNew   = 512 // a new cluster takes 60, the demonstration city 300
	minFreeStart = 32  // two segments of the log, so that recovery can end
)

// needSpace refuses when the folder's disk has less than mb megabytes left.
func needSpace(dir string, mb int) error {
	free, ok := freeMB(dir)
	if !ok || free >= mb {
		return nil
	}
	e := diemnong.Errorf(diemnong.Unavailable,
		"The disk of %s is full: %d MB are free, and the database needs at least %d MB to start.", dir, free, mb)
	e.Hint = "Free some space, or choose a data folder on another disk with DIEMNONG_DATA_DIR."
	return e
}

func freeMB(dir string) (int, bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return int(st.Bavail * uint64(st.Bsize) >> 20), true
}

// diskError turns a write that failed for want of space into an error for
// people; others it hands back.
func diskError(err error) error {
	if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return err
	}
	e := diemnong.Errorf(diemnong.Unavailable, "The disk of the data folder is full.")
	e.Hint = "Free some space, then start again; nothing that was stored is lost."
	e.Err = err
	return e
}

// accessError says what is wrong with a folder that cannot be used.
func accessError(dir string, err error) error {
	code, why := diemnong.Forbidden, ""
	switch {
	case errors.Is(err, fs.ErrPermission):
		why = fmt.Sprintf("the user %s may not write there", userName(os.Geteuid()))
	case errors.Is(err, syscall.EROFS):
		why = "its file system is read-only"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		code, why = diemnong.Invalid, "there is a file of that name in the way"
	case errors.Is(err, syscall.ELOOP):
		code, why = diemnong.Invalid, "a link stands where a file of the database belongs"
	default:
		return diskError(err)
	}
	e := diemnong.Errorf(code, "The data folder %s cannot be used: %s.", dir, why)
	e.Hint = "Mend that, or choose another data folder with DIEMNONG_DATA_DIR."
	e.Err = err
	return e
}

// failure is something PostgreSQL says, and what it means for people.
type failure struct {
	says, message, hint string
}

var failures = []failure{
	{
		"No space left on device", "The disk is full.",
		"Free some space, then start again; nothing that was stored is lost.",
	},
	{
		"could not resize shared memory", "There is too little shared memory for PostgreSQL.",
		"In a container give it more, for instance with --shm-size=256m.",
	},
	{
		"invalid locale name", "The locale C.UTF-8 is missing on this machine.",
		"Install it: package libc-bin on Debian, glibc-minimal-langpack on Fedora.",
	},
	{
		"could not look up effective user ID", "The user that runs Diemnong has no name on this machine, and PostgreSQL wants one.",
		"Add an entry for it to /etc/passwd, or name a database of your own in DIEMNONG_DATABASE_URL.",
	},
	{
		"could not create shared memory segment", "The system gives PostgreSQL no shared memory.",
		"Raise the limits kernel.shmmax and kernel.shmall, or the memory of the container.",
	},
	{
		"Cannot allocate memory", "There is too little memory to start PostgreSQL.",
		"Stop something else, or lower shared_buffers in local.conf in the database's data directory.",
	},
	{
		"database files are incompatible with server", "The database was made by another build of PostgreSQL.",
		"Use the version that made it; docs/operations.md tells how to upgrade.",
	},
	{
		"could not locate a valid checkpoint record", "The database is damaged: PostgreSQL finds no point to recover from.",
		"Restore a backup; docs/operations.md tells how.",
	},
	{
		"configuration file", "PostgreSQL does not accept its configuration.",
		"Mend local.conf in the database's data directory.",
	},
}

// explain turns a failure of one of PostgreSQL's programs into one sentence,
// with the last lines of its output where the cause is not a known one.
func explain(what, dir, output string, cause error) error {
	cause = fmt.Errorf("%w: %s", cause, lastLines(output, 20))
	if free, ok := freeMB(dir); ok && free < 1 {
		output += "No space left on device" // it could not even write that down
	}
	for _, f := range failures {
		if strings.Contains(output, f.says) {
			e := diemnong.Errorf(diemnong.Unavailable, "Cannot %s: %s", what, f.message)
			e.Hint, e.Err = f.hint, cause
			return e
		}
	}
	e := diemnong.Errorf(diemnong.Unavailable, "Cannot %s. PostgreSQL says:\n%s", what, lastLines(output, 8))
	e.Err = cause
	return e
}

// lastLines gives the last n lines that are not blank.
func lastLines(s string, n int) string {
	var lines []string
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
