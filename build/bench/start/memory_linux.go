package start

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// memory adds up the memory of a process and all its descendants, in bytes. One
// that ends meanwhile counts for nothing.
func memory(root int) (pss, peak int64, err error) {
	parents, err := parents()
	if err != nil {
		return 0, 0, err
	}
	for pid := range parents {
		if !descends(pid, root, parents) {
			continue
		}
		pss += kibibytes(pid, "smaps_rollup", "Pss:")
		peak += kibibytes(pid, "status", "VmHWM:")
	}
	if pss == 0 {
		return 0, 0, fmt.Errorf("process %d has no memory to be read", root)
	}
	return pss << 10, peak << 10, nil
}

// parents maps every process of this machine to its parent.
func parents() (map[int]int, error) {
	names, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	found := map[int]int{}
	for _, name := range names {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		// The name of the program stands in brackets, and may hold anything.
		_, rest, _ := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" "))
		fields := strings.Fields(string(rest))
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if len(fields) > 1 {
			found[pid], _ = strconv.Atoi(fields[1])
		}
	}
	return found, nil
}

func descends(pid, root int, parents map[int]int) bool {
	for pid > 1 {
		if pid == root {
			return true
		}
		pid = parents[pid]
	}
	return false
}

// kibibytes reads one line of a process's file, such as "Pss:   123 kB".
func kibibytes(pid int, file, name string) int64 {
	content, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), file))
	if err != nil {
		return 0
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) > 1 && fields[0] == name {
			value, _ := strconv.ParseInt(fields[1], 10, 64)
			return value
		}
	}
	return 0
}
