package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// watchEvery lies between two looks at a process's memory; between the last and
// its end it may still have grown.
const watchEvery = 10 * time.Millisecond

// watch looks at a process's largest memory until it is asked for it, in bytes.
// What the kernel tells of an ended process would not do: that is never less
// than what this process held when it started the other.
func watch(pid int) (peak func() int64) {
	stop, found := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		var largest int64
		for {
			select {
			case <-tick.C:
				largest = max(largest, peakOf(pid))
			case <-stop:
				found <- largest
				return
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-found
	}
}

// peakOf reads the high-water mark of proc(5), 0 when the process is gone.
func peakOf(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, found := bytes.Cut(status, []byte("VmHWM:"))
	words := bytes.Fields(rest[:min(len(rest), 64)])
	if !found || len(words) == 0 {
		return 0
	}
	kibibytes, _ := strconv.ParseInt(string(words[0]), 10, 64)
	return kibibytes * 1024
}
