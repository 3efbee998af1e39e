package main

import (
	"os"
	"runtime"
	"syscall"
)

// maxRSS is the most memory that a process held at a time, in bytes.
func maxRSS(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // which counts bytes, where others count kilobytes
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
