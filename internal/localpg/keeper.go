package localpg

import (
	_ "embed"
	"fmt"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// keeperScript is a shell script and not Go: the process that starts it is a
// test binary, which has no command of ours to run again.
//
//go:embed keeper.sh
var keeperScript string

// startKeeper starts the process that stops the cluster some time after its
// last user left. A second one ends at once when there is one already. It
// needs start.lock, so that none is just about to end.
func (c *Cluster) startKeeper() error {
	linger := strconv.Itoa(max(1, int(c.opts.Linger/time.Second)))
	cmd := exec.Command("/bin/sh", "-c", keeperScript, "diemnong-keeper", string(c.home), linger, c.socket)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // our own account: as root it may remove the socket's folder
	cmd.Env = serverEnv()
	cmd.Dir = "/"
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the keeper of the test database: %w", err)
	}
	go cmd.Wait() // reaps it; how it ends does not concern us
	return nil
}
