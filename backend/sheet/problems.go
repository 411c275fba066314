package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/fault"
)

// The bounds of what a report lists; its counts are exact.
const (
	MaxSamples     = 100
	maxProblems    = 1000
	maxRowProblems = 20 // of one row
)

// Problem is what is wrong with one cell, or with a whole row when Column is "".
// Line is that of the file on which the row begins; About is what the row is
// about, "" when it cannot be read.
type Problem struct {
	Line                   int
	Column, About, Message string
}

// Problems collects what is wrong with the rows of a file.
type Problems struct {
	count  int
	listed []Problem
}

// Blame notes what is wrong with a row, which is bad from now on. About is asked
// for when the problem is listed only.
func (p *Problems) Blame(row *Row, column, message string, about func() string) {
	row.Bad = true
	if p.count++; row.problems >= maxRowProblems || len(p.listed) >= MaxRows {
		return
	}
	row.problems++
	p.listed = append(p.listed, Problem{Line: row.Line, Column: column, About: about(), Message: message})
}

// Count is how many there are, also of those that are not listed.
func (p *Problems) Count() int { return p.count }

// First returns the first 1,000 by line.
func (p *Problems) First() []Problem {
	slices.SortStableFunc(p.listed, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return p.listed[:min(len(p.listed), maxProblems)]
}

// FaultBadRows refuses to import a file while so many of its rows are bad; told
// are the first problems.
func (c Codes) FaultBadRows(bad, rows int, told []Problem) *fault.Fault {
	f := fault.New(fault.Invalid, c.BadRows, fmt.Sprintf("%d of %d rows cannot be imported", bad, rows)).
		WithHint("correct these rows and read the file again, or import the others without them")
	for _, p := range told[:min(len(told), MaxTold)] {
		f = f.WithField(fmt.Sprintf("line %d", p.Line), strings.TrimSpace(p.Column+" "+p.Message))
	}
	return f
}
