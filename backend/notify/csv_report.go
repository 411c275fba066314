package notify

import (
	"cmp"
	"slices"
)

// The bounds of what a report lists; its counts are exact.
const (
	maxProblems    = 1000
	maxSamples     = 100
	maxRowProblems = 20 // of one row
)

// Effect is what importing a row does.
type Effect string

// The effects of a good row.
const (
	EffectNew       Effect = "new"
	EffectChanged   Effect = "changed"
	EffectUnchanged Effect = "unchanged"
)

// ImportReport says what an import would do. Rows are those without the heading
// and without empty ones.
type ImportReport struct {
	Encoding        string   // that the file was read in
	Columns         []string // the attributes of the file, in its order
	Rows, Good, Bad int
	// New, Changed and Unchanged count what the good rows do.
	New, Changed, Unchanged int
	// Unusable are the good rows without a usable address.
	Unusable int
	// Problems are the first 1,000 by line; ProblemCount counts all of them.
	Problems     []ImportProblem
	ProblemCount int
	// Samples are the first 100 good rows.
	Samples []ImportSample
}

// ImportProblem is what is wrong with one cell, or with a whole row when Column
// is "". Line is that of the file on which the row begins, from 1.
type ImportProblem struct {
	Line    int
	Column  string
	Person  string // of that row, "" when it cannot be read
	Message string
}

// ImportSample is a good row.
type ImportSample struct {
	Line     int
	Person   Person
	Address  string // that the identifier finds, "" for none
	Unusable string // why there is none
	Effect   Effect
}

// reporter collects what is wrong.
type reporter struct {
	problems []ImportProblem
	count    int
}

// blame notes what is wrong with a row.
func (r *reporter) blame(row *importRow, column, message string) {
	row.bad = true
	if r.count++; row.problems >= maxRowProblems || len(r.problems) >= maxCSVRows {
		return
	}
	row.problems++
	shown := ""
	if !row.unread {
		shown = shortened(row.person.Shown())
	}
	r.problems = append(r.problems, ImportProblem{Line: row.line, Column: column, Person: shown, Message: message})
}

// of counts what the rows do.
func (r *reporter) of(reader *rowReader, encoding, identifier string) ImportReport {
	out := ImportReport{Encoding: encoding, Columns: reader.columns, Rows: len(reader.rows), ProblemCount: r.count}
	for _, row := range reader.rows {
		if row.bad {
			out.Bad++
			continue
		}
		switch row.effect {
		case EffectNew:
			out.New++
		case EffectChanged:
			out.Changed++
		default:
			out.Unchanged++
		}
		address, unusable := addressOf(row.person, identifier)
		if unusable.By != "" {
			out.Unusable++
		}
		if len(out.Samples) < maxSamples {
			out.Samples = append(out.Samples, ImportSample{
				Line: row.line, Person: row.person, Address: address, Unusable: unusable.Text, Effect: row.effect,
			})
		}
	}
	out.Good = out.Rows - out.Bad
	slices.SortStableFunc(r.problems, func(a, b ImportProblem) int { return cmp.Compare(a.Line, b.Line) })
	out.Problems = r.problems[:min(len(r.problems), maxProblems)]
	return out
}
