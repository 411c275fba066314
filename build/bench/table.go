package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// table is what a section found.
type table struct {
	title   string
	columns []string
	rows    [][]string
	gates   []gate
}

// gate is a ratio that must not be exceeded.
type gate struct {
	name        string
	ratio, most float64
}

func (g gate) holds() bool { return g.ratio <= g.most }

// print writes the table and its gates, and reports whether all of them hold.
func (t table) print(w io.Writer) bool {
	fmt.Fprintf(w, "\n%s\n\n", t.title)
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, strings.Join(t.columns, "\t"))
	for _, row := range t.rows {
		fmt.Fprintln(columns, strings.Join(row, "\t"))
	}
	_ = columns.Flush()
	fmt.Fprintln(w)
	all := true
	for _, g := range t.gates {
		verdict := "holds"
		if !g.holds() {
			verdict, all = "MISSED", false
		}
		fmt.Fprintf(w, "gate %-6s  %s: %.2f, at most %.2f\n", verdict, g.name, g.ratio, g.most)
	}
	return all
}
