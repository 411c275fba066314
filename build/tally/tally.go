package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An event is one line of `go test -json`, as described by `go doc test2json`.
type event struct {
	Action     string
	Package    string
	ImportPath string // in place of Package, while building
	Test       string
	Output     string
}

// A count says how the tests ended. A package that fails without a failed
// test, because it does not build or its process dies, counts as one failure.
type count struct{ passed, failed, skipped int }

// A reader keeps what a test has written until it is known how it ended.
type reader struct {
	out     io.Writer
	written map[string]*strings.Builder // by package and test
	broken  map[string]bool             // packages with a failed test
	count   count
}

// tally reads events to the end and writes what a person wants to see of them.
// A line that is no event is passed on as it is.
func tally(in io.Reader, out io.Writer) (count, error) {
	r := reader{out: out, written: map[string]*strings.Builder{}, broken: map[string]bool{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			r.line(line)
		}
		if errors.Is(err, io.EOF) {
			return r.count, nil
		}
		if err != nil {
			return r.count, fmt.Errorf("read the events: %w", err)
		}
	}
}

func (r *reader) line(line string) {
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil || e.Action == "" {
		fmt.Fprint(r.out, line)
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		if !strings.HasPrefix(e.Output, "=== ") { // RUN, PAUSE, CONT say nothing new
			r.keep(key, e.Output)
		}
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "fail", "skip":
		r.end(e, key)
	}
}

func (r *reader) keep(key, output string) {
	if r.written[key] == nil {
		r.written[key] = &strings.Builder{}
	}
	r.written[key].WriteString(output)
}

func (r *reader) end(e event, key string) {
	written := r.written[key]
	delete(r.written, key)
	if written == nil {
		written = &strings.Builder{}
	}
	if e.Test == "" {
		r.endPackage(e, written.String())
		return
	}
	switch e.Action {
	case "pass":
		r.count.passed++
	case "skip":
		r.count.skipped++
		fmt.Fprint(r.out, written)
	case "fail":
		r.count.failed++
		r.broken[e.Package] = true
		fmt.Fprint(r.out, written)
	}
}

// endPackage shows a package's closing line, or, when it fails, all it wrote.
func (r *reader) endPackage(e event, written string) {
	if e.Action == "fail" {
		if !r.broken[e.Package] {
			r.count.failed++
		}
		r.unfinished(e.Package)
		fmt.Fprint(r.out, written)
		return
	}
	for line := range strings.Lines(written) {
		if strings.HasPrefix(line, "ok") {
			fmt.Fprint(r.out, line)
		}
	}
}

// unfinished shows what the tests had written that a panic cut short.
func (r *reader) unfinished(pkg string) {
	for key, written := range r.written {
		if strings.HasPrefix(key, pkg+" ") {
			fmt.Fprint(r.out, written)
			delete(r.written, key)
		}
	}
}
