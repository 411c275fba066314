package mailbox

import (
	"cmp"
	"slices"

	"patchbay/backend/protocol/account"
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

// ImportReport says what an import would do. Rows are those of mailboxes and of
// aliases together, without the heading and without empty ones.
type ImportReport struct {
	Columns         []string // of the file, as the document names them
	Rows, Good, Bad int
	// Mailboxes and Aliases count what the good rows do.
	Mailboxes, Aliases Effects
	// Problems are the first 1,000 by line; ProblemCount counts all of them.
	Problems     []ImportProblem
	ProblemCount int
	// Samples are the first 100 good mailboxes.
	Samples []ImportSample
}

// Effects counts by effect.
type Effects struct{ New, Changed, Unchanged int }

func (e *Effects) add(effect Effect) {
	switch effect {
	case EffectNew:
		e.New++
	case EffectChanged:
		e.Changed++
	default:
		e.Unchanged++
	}
}

// ImportProblem is what is wrong with one cell, or with a whole row when Column
// is "". Line is that of the file on which the row begins, from 1.
type ImportProblem struct {
	Line    int
	Column  string
	Mailbox string // of that row, "" when it cannot be read
	Message string
}

// ImportSample is a good row, without its secrets.
type ImportSample struct {
	Line                int
	Mailbox, Host, Name string
	Aliases             int  // rows of aliases that the file has for it
	Password            bool // one is given
	Effect              Effect
}

// Imported is what an import did. Aliases are those that were made or changed.
type Imported struct {
	New, Changed, Unchanged int // mailboxes
	Aliases                 int
	LeftOut                 int // bad rows
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
	// In a row that has slipped, a password may stand where the address belongs.
	if _, err := account.ParseAddress(row.address()); err == nil {
		shown = row.address()
	}
	r.problems = append(r.problems, ImportProblem{Line: row.line, Column: column, Mailbox: shown, Message: message})
}

// of counts what the rows do.
func (r *reporter) of(header csvHeader, rows []*importRow) ImportReport {
	out := ImportReport{Columns: header.names(), Rows: len(rows), ProblemCount: r.count}
	for _, row := range rows {
		switch {
		case row.bad:
			out.Bad++
		case row.isAlias:
			out.Aliases.add(row.effect)
		default:
			out.Mailboxes.add(row.effect)
			if s := row.draft.Settings; len(out.Samples) < maxSamples {
				out.Samples = append(out.Samples, ImportSample{
					Line: row.line, Mailbox: s.Mailbox, Host: s.Host, Name: s.Name,
					Aliases: row.aliases, Password: row.password, Effect: row.effect,
				})
			}
		}
	}
	out.Good = out.Rows - out.Bad
	slices.SortStableFunc(r.problems, func(a, b ImportProblem) int { return cmp.Compare(a.Line, b.Line) })
	out.Problems = r.problems[:min(len(r.problems), maxProblems)]
	return out
}
