package localpg_test

import (
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/internal/localpg"
)

func sprint(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func TestMissingPostgreSQLSaysWhatToInstall(t *testing.T) {
	err := openFails(t, localpg.Options{DataDir: dataDir(t), BinDirs: []string{t.TempDir()}})
	wantError(t, err, diemnong.Unavailable, "PostgreSQL 15 or newer was not found",
		"apt-get install postgresql-15 postgresql-15-postgis-3", "DIEMNONG_DATABASE_URL")
}

// fakePostgres makes a folder of programs that claim to be a version.
func fakePostgres(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	scripts := map[string]string{
		"postgres":  "echo 'postgres (PostgreSQL) " + version + "'",
		"initdb":    "exit 1",
		"pg_config": "echo " + dir + "; echo --with-nothing",
	}
	for name, text := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestMissingPostGISSaysWhatToInstall(t *testing.T) {
	err := openFails(t, localpg.Options{DataDir: dataDir(t), BinDirs: []string{fakePostgres(t, "17.2")}})
	wantError(t, err, diemnong.Unavailable, "PostgreSQL 17 is installed without PostGIS", "postgresql-17-postgis-3")
}

func TestDataOfAnotherVersionIsRefused(t *testing.T) {
	dir := madeDir(t)
	o := localpg.Options{DataDir: dir, Unsafe: false}
	if err := os.WriteFile(filepath.Join(dir, "postgres/data/PG_VERSION"), []byte("14\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.BinDirs = []string{fakePostgres(t, "17.2"), fakePostgres(t, "16.1 (Debian 16.1-1)")}
	wantError(t, openFails(t, o), diemnong.Conflict,
		"was made by PostgreSQL 14, but here 17, 16 is installed", "postgresql-14-postgis-3", "Upgrading PostgreSQL")
}

func TestAFailedStartShowsTheLog(t *testing.T) {
	dir := madeDir(t)
	o := localpg.Options{DataDir: dir}
	writeLocalConf(t, dir, "no_such_setting = 1\n")
	wantError(t, openFails(t, o), diemnong.Unavailable, "Cannot start the database", "local.conf")
	writeLocalConf(t, dir, "archive_mode = on\nwal_level = minimal\n")
	wantError(t, openFails(t, o), diemnong.Unavailable, "PostgreSQL says:", "WAL archival cannot be enabled")
}

func TestAFileInTheWayIsRefused(t *testing.T) {
	dir := dataDir(t)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, openFails(t, localpg.Options{DataDir: file}), diemnong.Invalid, "a file of that name")
	if err := os.WriteFile(filepath.Join(dir, "postgres"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, openFails(t, localpg.Options{DataDir: dir}), diemnong.Invalid, "is not a folder")
}

func TestASocketFolderOfAnotherIsRefused(t *testing.T) {
	dir, runtime := madeDir(t), dataDir(t)
	o := localpg.Options{DataDir: dir, RuntimeDir: runtime, Unsafe: true}
	c := open(t, o)
	socket := filepath.Dir(socketOf(c))
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(t.TempDir(), socket); err != nil {
		t.Fatal(err)
	}
	wantError(t, openFails(t, o), diemnong.Forbidden, "is not a private folder", "Remove it")
}

func TestALinkInThePlaceOfALockIsNotFollowed(t *testing.T) {
	dir := madeDir(t)
	o := localpg.Options{DataDir: dir, Unsafe: true}
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(dir, "postgres/start.lock")
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(t.TempDir(), "victim"), lock); err != nil {
		t.Fatal(err)
	}
	wantError(t, openFails(t, o), diemnong.Invalid, "a link stands")
}

func TestAFullDiskIsRefusedBeforehand(t *testing.T) {
	dir := mountSmall(t, "40m")
	err := openFails(t, localpg.Options{DataDir: dir})
	wantError(t, err, diemnong.Unavailable, "is full", "needs at least 512 MB")
}

// mountSmall mounts a small file system, which only root can.
func mountSmall(t *testing.T, size string) string {
	t.Helper()
	dir := dataDir(t)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=0755,size="+size); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir
}

func TestADiskThatIsFullAtTheStart(t *testing.T) {
	dir := mountSmall(t, "600m")
	o := localpg.Options{DataDir: dir}
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	fill := filepath.Join(dir, "fill")
	if err := osexec.Command("fallocate", "-l", "510m", fill).Run(); err != nil {
		t.Skipf("cannot fill the disk: %v", err)
	}
	wantError(t, openFails(t, o), diemnong.Unavailable, "is full", "Free some space")
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	open(t, o)
}

func TestRootPlacesTheDatabaseWhereItsUserCanReachIt(t *testing.T) {
	needRoot(t)
	closed := dataDir(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	var told []string
	o := localpg.Options{
		DataDir: filepath.Join(closed, "var"), FallbackDir: filepath.Join(dataDir(t), "lib"), Unsafe: true,
		Progress: func(s string) { told = append(told, s) },
	}
	c := open(t, o)
	exec(t, c.URL(), "create table kept as select 'still here' as x")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(told, "\n"), "cannot reach") {
		t.Errorf("nobody was told where the database is: %q", told)
	}
	if got := query(t, open(t, o).URL(), "select x from kept"); got != "still here" {
		t.Errorf("second start: %q", got)
	}
	o.DataDir, o.FallbackDir = filepath.Join(closed, "var2"), filepath.Join(closed, "lib2")
	wantError(t, openFails(t, o), diemnong.Forbidden, "cannot reach", "chmod a+x")
}

func TestRootOpensAnEmptyDataFolderForItsUser(t *testing.T) {
	needRoot(t)
	dir := filepath.Join(dataDir(t), "var")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if info, err := os.Lstat(filepath.Join(dir, "postgres")); err != nil || !info.IsDir() {
		t.Errorf("the database is not in the data folder: %v, %v", info, err)
	}
}

func TestAnotherUserIsRefused(t *testing.T) {
	needRoot(t)
	dir := madeDir(t)
	open(t, localpg.Options{DataDir: dir, Unsafe: true})
	wantRefusal(t, asNobody(t, dir), "forbidden: The database in", "belongs to the user diemnong")
	closed := dataDir(t)
	wantRefusal(t, asNobody(t, filepath.Join(closed, "var")), "forbidden: The data folder", "may not write there")
}

// asNobody opens the cluster of a data folder in a process of another user.
func asNobody(t *testing.T, dir string) string {
	t.Helper()
	const nobody = 65534
	binary := filepath.Join(dataDir(t), "test")
	text, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(binary, text, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := osexec.Command(binary)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), holdVar+"="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.Output()
	if err == nil {
		t.Fatal("another user could open the cluster")
	}
	return string(out)
}

func wantRefusal(t *testing.T, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("refusal %q does not say %q", got, part)
		}
	}
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root runs the database as another user")
	}
}
