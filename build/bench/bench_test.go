package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTableSaysWhichGatesHold(t *testing.T) {
	figures := table{
		title:   "Title",
		columns: []string{"Program", "ms"},
		rows:    [][]string{{"floor", "8.8"}, {"patchbay", "12.1"}},
		gates:   []gate{{"beside the floor", 2, 2}, {"beside swaks", 0.61, 0.6}},
	}
	var out bytes.Buffer
	if figures.print(&out) {
		t.Error("a missed gate was taken for one that holds")
	}
	want := strings.Join([]string{
		"", "Title", "", "Program   ms", "floor     8.8", "patchbay  12.1", "",
		"gate holds   beside the floor: 2.00, at most 2.00",
		"gate MISSED  beside swaks: 0.61, at most 0.60", "",
	}, "\n")
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	figures.gates = figures.gates[:1]
	if !figures.print(&out) {
		t.Error("a gate that holds was taken for a missed one")
	}
}

// played is set in the children that the contest starts: this test itself.
const played = "PATCHBAY_BENCH_PLAYED"

func TestContestTakesTurns(t *testing.T) {
	if name := os.Getenv(played); name != "" {
		record(t, os.Getenv(played+"_FILE"), name)
		return
	}
	turns := t.TempDir() + "/turns"
	player := func(name string) contestant {
		return contestant{
			name: name, argv: []string{os.Args[0], "-test.run=^TestContestTakesTurns$"},
			env: []string{played + "=" + name, played + "_FILE=" + turns},
		}
	}
	found, err := contest([]contestant{player("a"), player("b")}, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range found {
		if f.wall <= 0 || f.cpu <= 0 {
			t.Errorf("contestant %d was not measured: %+v", i, f)
		}
	}
	got, err := os.ReadFile(turns)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("ababab", string(got)); diff != "" { // the first round warms up
		t.Error(diff)
	}
}

func record(t *testing.T, name, turn string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // a lost write shows in the turns
	if _, err := f.WriteString(turn); err != nil {
		t.Fatal(err)
	}
}

func TestContestStopsAtAFailure(t *testing.T) {
	_, err := contest([]contestant{{name: "loser", argv: []string{os.Args[0], "-no-such-flag"}}}, 1)
	if err == nil || !strings.Contains(err.Error(), "loser") {
		t.Errorf("got %v", err)
	}
}

func TestVaultReadsBenchmarks(t *testing.T) {
	found := medians{}
	for _, out := range []string{
		"goos: linux\nBenchmarkRotation/10000-2 \t 1\t 300 ns/op\nBenchmarkUnlock \t 1\t 70 ns/op\n",
		"BenchmarkRotation/10000-2 1 100 ns/op 5 B/op\nPASS\n",
		"BenchmarkRotation/10000-2 1 200.5 ns/op\n",
	} {
		if err := found.read([]byte(out)); err != nil {
			t.Fatal(err)
		}
	}
	if rotated, unlocked := found.of(rotateBenchmark, fewRecords), found.of(unlockBenchmark, ""); rotated != 200 || unlocked != 70 {
		t.Errorf("%d and %d in %v", rotated, unlocked, found)
	}
	if err := found.read([]byte("BenchmarkUnlock 1 many ns/op")); err == nil {
		t.Error("words were taken for a time")
	}
}

func TestEntriesHaveTheirSize(t *testing.T) {
	seen := map[string]bool{}
	for _, entry := range entries(3).Entries {
		size := 0
		for _, field := range entry.Strings {
			size += len(field.Value)
		}
		if size != entrySize || seen[entry.UUID] {
			t.Errorf("an entry of %d bytes: %+v", size, entry)
		}
		seen[entry.UUID] = true
	}
}

func TestMedian(t *testing.T) {
	if got := median([]time.Duration{9, 1, 5}); got != 5 {
		t.Errorf("got %d", got)
	}
}

func TestRunIsWhatPatchbayReports(t *testing.T) {
	got, err := runOf([]byte(`{"proofs":[{}],"total":1,"passed":1,"durationMs":1250}`))
	if err != nil || got != 1250*time.Millisecond {
		t.Errorf("got %v, %v", got, err)
	}
	for _, output := range []string{`{"total":2,"failed":1,"durationMs":1}`, `{"total":2,"untried":1}`, `{}`, "none"} {
		if got, err := runOf([]byte(output)); err == nil {
			t.Errorf("%s: took %v", output, got)
		}
	}
}

func TestBenchmarksMayReportFiguresOfTheirOwn(t *testing.T) {
	for _, line := range []string{
		"BenchmarkMails-2 \t 2\t 232000000 ns/op\t 48000000 B/op\t 180003 allocs/op\n",
		"BenchmarkMails \t 2\t 232000000 ns/op\t 23.20 µs/mail\t 12.0 MB/s\t 48000000 B/op\t 180003 allocs/op\n",
	} {
		found := benchmarkLine.FindStringSubmatch(line)
		if found == nil || found[1] != "Mails" {
			t.Fatalf("%q: %q", line, found)
		}
		if diff := cmp.Diff(perRun{232e6, 48e6, 180003}, readPerRun(found[2:]), cmp.AllowUnexported(perRun{})); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
	}
}

func TestRunsTakeTurns(t *testing.T) {
	turns := ""
	run := func(name string) func() error {
		return func() error { turns += name; return nil }
	}
	took, err := inTurn(2, run("a"), run("b"))
	if err != nil || len(took) != 2 {
		t.Fatal(took, err)
	}
	if diff := cmp.Diff("ababab", turns); diff != "" { // the first round warms up
		t.Error(diff)
	}
	lost := errors.New("lost")
	if _, err := inTurn(1, func() error { return lost }); !errors.Is(err, lost) {
		t.Errorf("got %v", err)
	}
}
