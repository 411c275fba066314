package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// judged is a full list of checks beside the library that judges signatures
// alone: the two benchmarks of a package.
type judged struct {
	what, folder  string
	list, library string // names of benchmarks, without "Benchmark"
	peer          string
	times         string // of a benchmark in one run, as for -benchtime
}

func judgedAnswers() []judged {
	return []judged{
		{"one ID token", "./backend/protocol/oidc", "Checklist", "Verify", "go-oidc Verify", "100x"},
		{"one SAML response", "./backend/protocol/saml/response", "Checklist", "SignaturesAlone", "goxmldsig Validate", "100x"},
	}
}

// measureSignIn compares what a person waits for after the answer has come: all
// checks, and the library's own work on the same answer.
func measureSignIn(s settings) (table, error) {
	t := table{
		title:   fmt.Sprintf("All checks of one answer beside the signature alone, medians of %d in turn", s.runs),
		columns: []string{"Answer", "Program", "µs", "x library", "kB", "allocations"},
	}
	for _, j := range judgedAnswers() {
		found, err := j.measure(s.runs)
		if err != nil {
			return table{}, err
		}
		library := found[j.library]
		for _, each := range []struct{ program, name string }{{j.peer, j.library}, {"patchbay, all checks", j.list}} {
			f := found[each.name]
			t.rows = append(t.rows, []string{
				j.what, each.program, fmt.Sprintf("%.0f", f.ns/1e3), fmt.Sprintf("%.2f", f.ns/library.ns),
				fmt.Sprintf("%.0f", f.bytes/1e3), fmt.Sprintf("%.0f", f.allocs),
			})
		}
	}
	return t, nil
}

// perRun are the medians of one benchmark, for each run of what it measures.
type perRun struct{ ns, bytes, allocs float64 }

// benchmarkLine is one line of go test -bench -benchmem. A benchmark may report
// figures of its own between.
var benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op(?:\s+[\d.]+ \S+)*?\s+(\d+) B/op\s+(\d+) allocs/op`)

// measure runs the two in turn: a run of go test has each of them once.
func (j judged) measure(runs int) (map[string]perRun, error) {
	all := map[string][]perRun{}
	pattern := fmt.Sprintf("^Benchmark(%s|%s)$", j.list, j.library)
	for range runs {
		output, err := exec.Command("go", "test", "-run", "^$", "-bench", pattern, "-benchmem", "-benchtime", j.times, j.folder).Output()
		if err != nil {
			var failed *exec.ExitError
			if errors.As(err, &failed) {
				output = append(output, failed.Stderr...)
			}
			return nil, fmt.Errorf("%s: %w\n%s", j.folder, err, bytes.TrimSpace(output))
		}
		for _, line := range benchmarkLine.FindAllStringSubmatch(string(output), -1) {
			all[line[1]] = append(all[line[1]], readPerRun(line[2:]))
		}
	}
	found := map[string]perRun{}
	for _, name := range []string{j.list, j.library} {
		if len(all[name]) < runs {
			return nil, fmt.Errorf("%s has no benchmark %s", strings.TrimPrefix(j.folder, "./"), name)
		}
		found[name] = perRun{
			ns:     middle(all[name], func(p perRun) float64 { return p.ns }),
			bytes:  middle(all[name], func(p perRun) float64 { return p.bytes }),
			allocs: middle(all[name], func(p perRun) float64 { return p.allocs }),
		}
	}
	return found, nil
}

func readPerRun(texts []string) perRun {
	var values [3]float64
	for i := range values {
		values[i], _ = strconv.ParseFloat(texts[i], 64) // digits, as the expression says
	}
	return perRun{values[0], values[1], values[2]}
}

func middle(all []perRun, of func(perRun) float64) float64 {
	values := make([]float64, len(all))
	for i, each := range all {
		values[i] = of(each)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
