// Command bench compares whole processes side by side, in one run: Patchbay
// with the tools people would use instead, and with a program that does the
// least the work needs.
//
// Absolute times differ from machine to machine and from hour to hour, so that
// contestants take turns and only ratios are judged. A missed gate is exit
// status 1.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

// section is one table of figures. To add one, write a function of this shape
// and list it in sections. Tables of one subject have the same name.
type section struct {
	name    string
	measure func(settings) (table, error)
}

func sections() []section {
	return []section{
		{"api", measureAPI},
		{"smtp", measureSMTP},
		{"mailboxes", measureMailboxes},
		{"notify", measureRendering},
		{"notify", measureMailing},
		{"signin", measureSignIn},
		{"start", measureStart},
		{"vault", measureVault},
	}
}

// settings are the flags.
type settings struct {
	runs   int
	binary string // of Patchbay, as it is installed; "" when there is none
	folder string // temporary
}

// minRuns is the least number of runs that a median is taken from.
const minRuns = 7

var errMissed = errors.New("a gate was missed")

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	s := settings{}
	flag.IntVar(&s.runs, "runs", 9, "runs of each contestant, at least 7")
	flag.StringVar(&s.binary, "patchbay", "build/bin/patchbay", "the installed binary, measured beside a fresh headless build")
	only := flag.String("only", "", "sections to run, by comma; default: all")
	flag.Parse()
	s.runs = max(s.runs, minRuns)
	if _, err := os.Stat(s.binary); err != nil {
		s.binary = ""
	}
	if s.folder, err = os.MkdirTemp("", "patchbay-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(s.folder)) }()
	missed := false
	for _, section := range sections() {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), section.name) {
			continue
		}
		t, err := section.measure(s)
		if err != nil {
			return fmt.Errorf("%s: %w", section.name, err)
		}
		if !t.print(os.Stdout) {
			missed = true
		}
	}
	if missed {
		return errMissed
	}
	return nil
}
