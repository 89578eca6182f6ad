package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"

	"github.com/diemnong/diemnong"
)

// account is the operating system's account that runs the cluster. PostgreSQL
// refuses to run as root, so for root it is another one.
type account struct {
	name     string
	uid, gid int
	other    bool // not the account of this process: we are root and step down
}

// currentAccount is the account of this process.
func currentAccount() account {
	a := account{uid: os.Geteuid(), gid: os.Getegid()}
	a.name = userName(a.uid)
	return a
}

// userName gives an account's name, or its number where it has none.
func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return "number " + strconv.Itoa(uid)
}

// systemAccount looks up the account that runs clusters for root, and makes
// it when it is missing.
func systemAccount(ctx context.Context, name string) (account, error) {
	u, err := user.Lookup(name)
	var unknown user.UnknownUserError
	if errors.As(err, &unknown) {
		if err := addSystemAccount(ctx, name); err != nil {
			return account{}, err
		}
		u, err = user.Lookup(name)
	}
	if err != nil {
		return account{}, fmt.Errorf("look up the account %s: %w", name, err)
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err := errors.Join(err1, err2); err != nil {
		return account{}, fmt.Errorf("account %s: %w", name, err)
	}
	return account{name: name, uid: uid, gid: gid, other: true}, nil
}

// addSystemAccount makes an account that nobody can log in to.
func addSystemAccount(ctx context.Context, name string) error {
	program, err := exec.LookPath("useradd")
	if err != nil {
		program = "/usr/sbin/useradd" // a plain "su" leaves that folder out of PATH
	}
	cmd := exec.CommandContext(ctx, program, "--system", "--user-group", "--no-create-home",
		"--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "--comment", "Diemnong database", name)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	if _, lookup := user.Lookup(name); lookup == nil {
		return nil // another process made it between our look and our try
	}
	e := diemnong.Errorf(diemnong.Unavailable,
		"PostgreSQL does not run as root, and the account %q for it could not be made.", name)
	e.Hint = "Make it with: useradd --system " + name + " — or start diemnong as an ordinary user."
	e.Err = fmt.Errorf("useradd: %w: %s", err, strings.TrimSpace(string(out)))
	return e
}

// attr makes a child run as the account, in a session of its own, so that a
// Ctrl-C meant for us does not reach it.
func (a account) attr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true}
	if a.other {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return attr
}

// canReach says whether the account can enter a folder. The kernel decides,
// not a reading of mode bits: there are access lists and odd file systems.
func (a account) canReach(ctx context.Context, dir string) bool {
	if !a.other {
		return true
	}
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", "exit 0")
	cmd.SysProcAttr = a.attr()
	cmd.Dir = dir // entered after the change of account
	return cmd.Run() == nil
}

// own gives an open file to the account.
func (a account) own(f *os.File) error {
	if !a.other {
		return nil
	}
	err := f.Chown(a.uid, a.gid)
	if err == nil {
		return nil
	}
	e := diemnong.Errorf(diemnong.Forbidden, "%s cannot be given to the user %s, who runs the database.", f.Name(), a.name)
	e.Hint = "Its file system may know no owners: choose a data folder on a local disk with DIEMNONG_DATA_DIR."
	e.Err = err
	return e
}
