package localpg

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// The configuration files in the data directory. postgresql.conf only
// includes the other two, so that settings of the operator outlive ours.
const (
	mainConf  = "postgresql.conf"
	ourConf   = "diemnong.conf"
	localConf = "local.conf"
)

const mainConfText = `# Made by Diemnong.
include_if_exists '` + ourConf + `'   # written anew at each start: do not edit
include_if_exists '` + localConf + `'      # yours: what stands there wins
`

// setting is one line of the configuration and the reason for it.
type setting struct{ name, value, why string }

// settings gives the configuration for this machine.
func (c *Cluster) settings(ramMB int) []setting {
	quoted := "'" + strings.ReplaceAll(c.socket, "'", "''") + "'"
	s := []setting{
		{"listen_addresses", "''", "no TCP: only who can enter the socket's folder can connect"},
		{"unix_socket_directories", quoted, "short, and private to the cluster's account"},
		{"unix_socket_permissions", "0700", "the folder protects it already; this says it twice"},
		{"port", fmt.Sprint(port), "only part of the socket's name"},
		{"max_connections", fmt.Sprint(c.opts.MaxConnections), "one service and a few commands"},
		{"shared_buffers", mb(ramMB/8, 128, 1024), "the index in memory answers most reads, so the system keeps the rest"},
		{"effective_cache_size", mb(ramMB/2, 512, 65536), "what the system caches for us, so that indexes look as cheap as they are"},
		{"maintenance_work_mem", mb(ramMB/16, 64, 512), "index builds after a large import"},
		{"work_mem", "'32MB'", "statistics group millions of rows; few connections do so at once"},
		{"max_wal_size", "'4GB'", "an import of a million complaints without a checkpoint every few seconds"},
		{"min_wal_size", "'128MB'", "a small city stays small on disk"},
		{"checkpoint_timeout", "'15min'", "fewer full-page images; recovery still takes seconds"},
		{"wal_compression", c.walCompression(), "imports write full pages; compressing them is cheaper than writing them"},
		{"random_page_cost", "1.1", "solid-state disks"},
		{"jit", "off", "compiling a query takes longer than running it here"},
		{"timezone", "'UTC'", "the service names the city's zone itself, whatever the machine's is"},
		{"log_timezone", "'UTC'", "as above"},
		{"log_checkpoints", "off", "nobody rotates this log while the server runs, so it holds faults only"},
		{"log_line_prefix", "'%m [%p] '", "time and process"},
	}
	if smallShm() {
		s = append(s, setting{"dynamic_shared_memory_type", "sysv", "/dev/shm is too small for parallel queries, as in many containers"})
	}
	if c.opts.Unsafe {
		s = append(s,
			setting{"fsync", "off", "a test's data may be lost"},
			setting{"synchronous_commit", "off", "as above"},
			setting{"full_page_writes", "off", "as above"},
			setting{"autovacuum", "off", "it would take one of two cores from the tests"})
	}
	return s
}

func (c *Cluster) walCompression() string {
	if c.bin.lz4 {
		return "lz4"
	}
	return "on"
}

// mb bounds a number of megabytes and writes it as PostgreSQL reads it.
func mb(n, low, high int) string { return fmt.Sprintf("'%dMB'", min(max(n, low), high)) }

// writeConf writes both files that are ours.
func (c *Cluster) writeConf() error {
	var b strings.Builder
	b.WriteString("# Written by Diemnong at each start. Put your own settings into " + localConf + ".\n")
	for _, s := range c.settings(memoryMB()) {
		fmt.Fprintf(&b, "%s = %s  # %s\n", s.name, s.value, s.why)
	}
	if err := c.writeData(ourConf, b.String()); err != nil {
		return err
	}
	return c.writeData(mainConf, mainConfText)
}

// writeData replaces a file of the data directory in one step.
func (c *Cluster) writeData(name, text string) error {
	f, err := os.CreateTemp(c.home.data(), name+".*")
	if err != nil {
		return accessError(c.home.data(), err)
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = c.user.own(f)
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.home.data(), name))
	}
	if err != nil {
		os.Remove(f.Name())
		return diskError(fmt.Errorf("write %s: %w", name, err))
	}
	return nil
}

// memoryMB gives the machine's memory; a guess where it is not known.
func memoryMB() int {
	const unknown = 2048
	var info syscall.Sysinfo_t
	if err := syscall.Sysinfo(&info); err != nil {
		return unknown
	}
	return int(uint64(info.Totalram) * uint64(info.Unit) >> 20)
}

// smallShm says whether /dev/shm holds less than parallel queries may ask
// for. Containers give it 64 MB unless told otherwise.
func smallShm() bool {
	var fs syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &fs); err != nil {
		return true
	}
	return fs.Blocks*uint64(fs.Bsize) < 256<<20
}
