package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// origin says where and of what the figures are.
func origin() string {
	commit, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	return fmt.Sprintf("Measured %s at commit %s on %s, %d cores, %s.",
		time.Now().UTC().Format(time.DateOnly), strings.TrimSpace(string(commit)), processor(), runtime.NumCPU(), runtime.Version())
}

func processor() string {
	if name, ok := procField("/proc/cpuinfo", "model name"); ok {
		return name
	}
	return runtime.GOARCH
}

// procField reads the first line "name: value" of a file of the kernel.
func procField(file, name string) (value string, ok bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", false
	}
	for l := range strings.Lines(string(text)) {
		if n, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(n) == name {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// residentMemory is that of a process in bytes; 0 where the kernel does not say.
func residentMemory(pid int) float64 {
	var kB float64
	text, _ := procField(fmt.Sprintf("/proc/%d/status", pid), "VmRSS")
	_, _ = fmt.Sscan(text, &kB) // 0 for an empty text
	return kB * 1024
}

// loadAverage is that of the last minute; 0 where the kernel does not say.
func loadAverage() float64 {
	var load float64
	text, _ := os.ReadFile("/proc/loadavg")
	_, _ = fmt.Sscan(string(text), &load)
	return load
}

// cpuTime is the processor's time that this process has taken.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// sizeOf is the size of all files in a folder.
func sizeOf(dir string) (bytes float64) {
	files, _ := filepath.Glob(filepath.Join(dir, "*")) // the pattern is right
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			bytes += float64(info.Size())
		}
	}
	return bytes
}
