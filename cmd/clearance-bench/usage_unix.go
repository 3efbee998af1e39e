//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// cpuTime is what this process has had of the processors, on all its threads: those of the garbage collector are among them.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the most memory that a process held at a time, in bytes.
func peakMemory(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return inBytes(u)
}

// ownPeak is the same of this process, until now.
func ownPeak() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return inBytes(&u)
}

func inBytes(u *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" { // which counts bytes, where others count kilobytes
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10
}
