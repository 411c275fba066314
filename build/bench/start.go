package main

import (
	"errors"
	"fmt"
	"os"

	"patchbay/build/bench/start"
)

const (
	atMostOfBlank = 1.5
	mostMebibytes = 30.0

	mebibyte = 1 << 20
)

// measureStart opens the window on a locked vault, beside a blank one.
func measureStart(s settings) (table, error) {
	if s.binary == "" {
		return table{}, errors.New("there is no installed binary: make build")
	}
	binary, err := os.Stat(s.binary)
	if err != nil {
		return table{}, err
	}
	blank, patchbay, err := start.Measure(start.Options{Patchbay: s.binary, Folder: s.folder, Runs: s.runs})
	if err != nil {
		return table{}, err
	}
	t := table{
		title:   fmt.Sprintf("Start to the page painted, on a display in memory, medians of %d in turn", s.runs),
		columns: []string{"Program", "ms", "x blank", "PSS MiB", "peak RSS MiB (sum)"},
	}
	for _, f := range []start.Figures{blank, patchbay} {
		t.rows = append(t.rows, []string{
			f.Program, milliseconds(f.Painted), fmt.Sprintf("%.2f", ratio(f.Painted, blank.Painted)),
			mebibytes(f.PSS), mebibytes(f.PeakRSS),
		})
	}
	t.gates = []gate{
		{"patchbay beside a blank window", ratio(patchbay.Painted, blank.Painted), atMostOfBlank},
		{"size of the installed binary in MiB", float64(binary.Size()) / mebibyte, mostMebibytes},
	}
	return t, nil
}

func mebibytes(bytes int64) string { return fmt.Sprintf("%.0f", float64(bytes)/mebibyte) }
