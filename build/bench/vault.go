package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// The benchmarks of the vault that stand beside each other. Argon2id is not in
// any of them.
const (
	unlockBenchmark = "BenchmarkUnlock10000"
	badgerBenchmark = "BenchmarkPlainBadgerRead10000"
	rotateBenchmark = "BenchmarkRotate10000"
)

// measureVault runs the vault's own benchmarks, in turn.
func measureVault(s settings) (table, error) {
	names := []string{badgerBenchmark, unlockBenchmark, rotateBenchmark}
	found := map[string][]time.Duration{}
	for range s.runs {
		if err := benchmark(names, found); err != nil {
			return table{}, err
		}
	}
	t := table{
		title:   fmt.Sprintf("A vault of 10,000 records of 1 KiB, key derivation apart, medians of %d in turn", s.runs),
		columns: []string{"Work", "ms", "x plain Badger"},
	}
	badger := median(found[badgerBenchmark])
	for i, work := range []string{"plain Badger: open and read", "vault: unlock", "vault: rotate the key"} {
		took := median(found[names[i]])
		t.rows = append(t.rows, []string{work, milliseconds(took), fmt.Sprintf("%.2f", ratio(took, badger))})
	}
	return t, nil
}

// benchmark runs each benchmark once and adds what it took.
func benchmark(names []string, found map[string][]time.Duration) error {
	pattern := "^(" + strings.Join(names, "|") + ")$"
	out, err := exec.Command("go", "test", "-run", "^$", "-bench", pattern, "-benchtime", "1x", "./backend/vault").Output()
	if err != nil {
		return fmt.Errorf("run the vault's benchmarks: %w", err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[3] != "ns/op" {
			continue
		}
		took, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return fmt.Errorf("read %q: %w", lines.Text(), err)
		}
		name, _, _ := strings.Cut(fields[0], "-")
		found[name] = append(found[name], time.Duration(took))
	}
	for _, name := range names {
		if len(found[name]) == 0 {
			return fmt.Errorf("%s reported nothing", name)
		}
	}
	return nil
}
