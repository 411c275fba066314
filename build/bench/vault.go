package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The benchmarks of package vault. Argon2id is not in any of them. Those of a
// rotation have the number of records behind their name.
const (
	sealBenchmark   = "BenchmarkSealInMemory"
	writeBenchmark  = "BenchmarkPlainBadgerWrite"
	rotateBenchmark = "BenchmarkRotation"
	readBenchmark   = "BenchmarkPlainBadgerRead"
	unlockBenchmark = "BenchmarkUnlock"
	fsyncBenchmark  = "BenchmarkFsyncs"
	saveBenchmark   = "BenchmarkSaves"
)

// The sizes of the vaults whose key is rotated, in records of 512 bytes. The
// other benchmarks use the smaller one.
const (
	fewRecords  = "10000"
	manyRecords = "100000"
)

const (
	atMostOfSum  = 3.0  // a rotation, of cryptography and bulk write
	atMostGrowth = 12.0 // ten times the records
)

// measureVault runs the vault's own benchmarks in turn, and KeePassXC.
func measureVault(s settings) (table, error) {
	binary := filepath.Join(s.folder, "vault.test")
	if said, err := exec.Command("go", "test", "-c", "-o", binary, "./backend/vault").CombinedOutput(); err != nil {
		return table{}, fmt.Errorf("build the vault's benchmarks: %w: %s", err, said)
	}
	found := medians{}
	for range s.runs {
		if err := found.benchmark(binary); err != nil {
			return table{}, err
		}
	}
	t := table{
		title:   fmt.Sprintf("The vault, records of 512 bytes, key derivation apart, medians of %d in turn", s.runs),
		columns: []string{"Work", "Records", "ms", "Ratio", "Beside"},
	}
	for _, count := range []string{fewRecords, manyRecords} {
		t.addRotation(found, count)
	}
	t.gates = append(t.gates, gate{
		"rotating ten times the records",
		ratio(found.of(rotateBenchmark, manyRecords), found.of(rotateBenchmark, fewRecords)), atMostGrowth,
	})
	t.addKeePassXC(s, found.of(unlockBenchmark, "")+found.of(rotateBenchmark, fewRecords))
	t.addPair(found, readBenchmark, "plain Badger: open, read every value", unlockBenchmark, "vault: unlock, every file verified")
	t.addPair(found, fsyncBenchmark, "100 appends of as many bytes, each fsynced", saveBenchmark, "vault: 100 durable saves")
	return t, nil
}

// addRotation compares a rotation with the least that it has to do.
func (t *table) addRotation(found medians, count string) {
	sealed, written, rotated := found.of(sealBenchmark, count), found.of(writeBenchmark, count), found.of(rotateBenchmark, count)
	sum := ratio(rotated, sealed+written)
	t.rows = append(t.rows,
		[]string{"open and seal each once in memory, one after the other", count, milliseconds(sealed), "", ""},
		[]string{"plain Badger: bulk write, closed and fsynced", count, milliseconds(written), "", ""},
		[]string{"vault: rotate the key", count, milliseconds(rotated), fmt.Sprintf("%.2f", sum), "the sum of both"},
	)
	t.gates = append(t.gates, gate{"rotating " + count + " records beside the sum", sum, atMostOfSum})
}

// addKeePassXC compares with KeePassXC's command line, which opens a database,
// changes its key and writes it. Without the program the row says so.
func (t *table) addKeePassXC(s settings, vault time.Duration) {
	took, err := changeKeePassXC(s)
	if err != nil {
		t.rows = append(t.rows, []string{"KeePassXC: not measured, " + err.Error(), fewRecords, "", "", ""})
		return
	}
	t.rows = append(t.rows,
		[]string{"KeePassXC: open, change the key, save; one entry's time subtracted", fewRecords, milliseconds(took), "", ""},
		[]string{"vault: unlock and rotate the key", fewRecords, milliseconds(vault), fmt.Sprintf("%.2f", ratio(vault, took)), "KeePassXC"},
	)
}

func (t *table) addPair(found medians, floor, floorWork, benchmark, work string) {
	least, took := found.of(floor, ""), found.of(benchmark, "")
	t.rows = append(t.rows,
		[]string{floorWork, fewRecords, milliseconds(least), "", ""},
		[]string{work, fewRecords, milliseconds(took), fmt.Sprintf("%.2f", ratio(took, least)), "the row above"},
	)
}

// medians hold what each benchmark took, in the order of the runs.
type medians map[string][]time.Duration

// of is the median of a benchmark; count is empty for those of one size.
func (m medians) of(name, count string) time.Duration {
	if count != "" {
		name += "/" + count
	}
	return median(m[name])
}

// benchmark runs each benchmark once and adds what it took.
func (m medians) benchmark(binary string) error {
	names := []string{
		sealBenchmark, writeBenchmark, rotateBenchmark, readBenchmark, unlockBenchmark, fsyncBenchmark, saveBenchmark,
	}
	pattern := "^(" + strings.Join(names, "|") + ")$"
	out, err := exec.Command(binary, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", "1x").Output()
	if err != nil {
		return fmt.Errorf("run the vault's benchmarks: %w: %s", err, out)
	}
	if err := m.read(out); err != nil {
		return err
	}
	for _, name := range names {
		if len(m[name]) == 0 && len(m[name+"/"+fewRecords]) == 0 {
			return fmt.Errorf("%s reported nothing", name)
		}
	}
	return nil
}

// read takes the times from what the benchmarks printed.
func (m medians) read(out []byte) error {
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[3] != "ns/op" {
			continue
		}
		took, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return fmt.Errorf("read %q: %w", lines.Text(), err)
		}
		name, _, _ := strings.Cut(fields[0], "-") // the number of processors
		m[name] = append(m[name], time.Duration(took))
	}
	return nil
}
