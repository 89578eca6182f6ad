package localpg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/diemnong/diemnong"
)

// home is the folder of one cluster, without symbolic links in its path:
// locks, server log and, in "data", what PostgreSQL calls its data directory.
// It belongs to the cluster's account and has mode 0700.
type home string

const (
	homeName = "postgres"   // the home in the data folder, or a link to it
	dataName = "data"       // complete as soon as it exists
	initName = "data.init"  // an initdb under way, or the rest of one
	logName  = "server.log" // what the server says on standard error
)

func (h home) path(name string) string { return filepath.Join(string(h), name) }
func (h home) data() string            { return h.path(dataName) }

// hash is a short name for the home: socket folders are told apart by it.
func (h home) hash() string { return shortHash(string(h)) }

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:5])
}

// openFile opens a file of the home and gives it to the cluster's account.
// It never follows a link: root works in a folder that belongs to another.
func (h home) openFile(name string, flag int, user account) (*os.File, error) {
	f, err := os.OpenFile(h.path(name), flag|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, accessError(string(h), err)
	}
	if err := user.own(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// hasData says whether the data directory is there.
func (h home) hasData() bool {
	_, err := os.Lstat(h.data())
	return err == nil
}

// sync makes a rename in the home outlive a power cut.
func (h home) sync() error {
	f, err := os.Open(string(h))
	if err != nil {
		return accessError(string(h), err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return diskError(fmt.Errorf("sync %s: %w", h, err))
	}
	return nil
}

// wipe removes the data, of a test cluster only. The locks stay: others may
// hold them.
func (h home) wipe() error {
	return errors.Join(os.RemoveAll(h.data()), os.RemoveAll(h.path(initName)))
}

// locateHome finds or makes the cluster's home and says which account runs it.
// An existing cluster is run by the account that owns it, so that root and
// that account can take turns.
func locateHome(ctx context.Context, o Options) (home, account, error) {
	dir, err := makeDataDir(o.DataDir)
	if err != nil {
		return "", account{}, err
	}
	link := filepath.Join(dir, homeName)
	real, err := filepath.EvalSymlinks(link)
	if err == nil {
		return existingHome(ctx, o, real)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", account{}, accessError(dir, err)
	}
	user := currentAccount()
	if user.uid == 0 {
		if user, err = systemAccount(ctx, o.OSUser); err != nil {
			return "", account{}, err
		}
	}
	place := link
	if target, err := os.Readlink(link); err == nil {
		place = target // a link to a home that is gone: make it there again
	} else if !user.canReach(ctx, dir) && !letThrough(ctx, user, dir) {
		if place, err = placeElsewhere(o, user, dir, link); err != nil {
			return "", account{}, err
		}
	}
	h, err := makeHome(place, user)
	return h, user, err
}

// makeDataDir makes the data folder and gives its path without links.
func makeDataDir(dir string) (string, error) {
	if dir == "" {
		return "", diemnong.InvalidValue("DIEMNONG_DATA_DIR", "", "The data folder has no name.", "Give a path, such as ./var.")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("data folder %s: %w", dir, err)
	}
	if err := os.MkdirAll(abs, 0o755); err != nil {
		return "", accessError(abs, err)
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return "", accessError(abs, err)
	}
	return abs, nil
}

// existingHome takes over a home made before, by its owner's account.
func existingHome(ctx context.Context, o Options, dir string) (home, account, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return "", account{}, accessError(dir, err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() {
		e := diemnong.Errorf(diemnong.Invalid, "%s is not a folder, but the database's folder belongs there.", dir)
		e.Hint = "Move it away, or choose another data folder with DIEMNONG_DATA_DIR."
		return "", account{}, e
	}
	user := currentAccount()
	owner := int(st.Uid)
	switch {
	case user.uid == owner && owner != 0:
		return home(dir), user, nil
	case user.uid != 0:
		e := diemnong.Errorf(diemnong.Forbidden, "The database in %s belongs to the user %s.", dir, userName(owner))
		e.Hint = fmt.Sprintf("Run diemnong as %s or as root, or choose another data folder with DIEMNONG_DATA_DIR.", userName(owner))
		return "", account{}, e
	case owner != 0:
		user = account{name: userName(owner), uid: owner, gid: int(st.Gid), other: true}
		if !user.canReach(ctx, dir) {
			return "", account{}, unreachable(dir, user)
		}
		return home(dir), user, nil
	}
	// Owned by root: made a moment ago and not given away, or restored from
	// an archive without owners. Only an empty one is safe to take.
	if user, err = systemAccount(ctx, o.OSUser); err != nil {
		return "", account{}, err
	}
	if !user.canReach(ctx, filepath.Dir(dir)) {
		return "", account{}, unreachable(dir, user)
	}
	if _, err := os.Stat(filepath.Join(dir, dataName)); err == nil {
		e := diemnong.Errorf(diemnong.Forbidden, "The database in %s belongs to root, and PostgreSQL does not run as root.", dir)
		e.Hint = fmt.Sprintf("Give it to the database's account with: chown -R %s: %s", user.name, dir)
		return "", account{}, e
	}
	h, err := makeHome(dir, user)
	return h, user, err
}

// letThrough opens a closed data folder for passing through, so that the
// cluster can live in it. Only an empty one: in others, such as a home folder,
// there may be files that only the closed folder protects.
func letThrough(ctx context.Context, user account, dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		return false
	}
	info, err := os.Stat(dir)
	if err != nil {
		return false
	}
	const enter = 0o001 // not to be read: names stay unknown to others
	if err := os.Chmod(dir, info.Mode().Perm()|enter); err != nil {
		return false
	}
	if user.canReach(ctx, dir) {
		return true
	}
	_ = os.Chmod(dir, info.Mode().Perm()) // a folder above is closed too, so it did not help
	return false
}

func unreachable(dir string, user account) error {
	e := diemnong.Errorf(diemnong.Forbidden, "The user %s, who runs the database, cannot reach %s.", user.name, dir)
	e.Hint = "Open the folders above for it (chmod a+x), or choose another data folder with DIEMNONG_DATA_DIR."
	return e
}

// placeElsewhere leaves in the data folder a link to a home that the account
// can reach. It refuses only when that one cannot be reached either.
func placeElsewhere(o Options, user account, dir, link string) (string, error) {
	if _, err := os.Stat(o.FallbackDir); errors.Is(err, fs.ErrNotExist) {
		err := os.MkdirAll(o.FallbackDir, 0o755)
		if err == nil {
			err = os.Chmod(o.FallbackDir, 0o755) // whatever the umask took away
		}
		if err != nil {
			return "", accessError(o.FallbackDir, err)
		}
	}
	if !user.canReach(context.Background(), o.FallbackDir) {
		return "", unreachable(dir, user)
	}
	place := filepath.Join(o.FallbackDir, shortHash(dir))
	what := "is placed in"
	if _, err := os.Stat(filepath.Join(place, dataName)); err == nil {
		what = "is the one found in" // the data folder was removed, the database was not
	}
	if err := os.Symlink(place, link); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", accessError(dir, err)
	}
	msg := fmt.Sprintf("The user %s cannot reach %s, so the database %s %s.", user.name, dir, what, place)
	o.Log.Warn(msg)
	o.Progress(msg)
	return place, nil
}

// makeHome makes the home and gives it to the account.
func makeHome(place string, user account) (home, error) {
	if err := os.MkdirAll(place, 0o700); err != nil {
		return "", accessError(place, err)
	}
	f, err := os.OpenFile(place, os.O_RDONLY|syscall.O_DIRECTORY, 0)
	if err != nil {
		return "", accessError(place, err)
	}
	defer f.Close()
	if err := f.Chmod(0o700); err != nil {
		return "", accessError(place, err)
	}
	if err := user.own(f); err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(place)
	if err != nil {
		return "", accessError(place, err)
	}
	return home(real), nil
}
