package mailbox

import (
	"patchbay/backend/protocol/account"
	"patchbay/backend/sheet"
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
type Effects = sheet.Effects

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
	Effect              sheet.Effect
}

// Imported is what an import did. Aliases are those that were made or changed.
type Imported struct {
	New, Changed, Unchanged int // mailboxes
	Aliases                 int
	LeftOut                 int // bad rows
}

// reporter collects what is wrong.
type reporter struct{ sheet.Problems }

// blame notes what is wrong with a row.
func (r *reporter) blame(row *importRow, column, message string) {
	r.Blame(&row.Row, column, message, func() string {
		// In a row that has slipped, a password may stand where the address belongs.
		if _, err := account.ParseAddress(row.address()); err != nil {
			return ""
		}
		return row.address()
	})
}

// of counts what the rows do.
func (r *reporter) of(header csvHeader, rows []*importRow) ImportReport {
	out := ImportReport{Columns: header.names(), Rows: len(rows), ProblemCount: r.Count()}
	for _, row := range rows {
		switch {
		case row.Bad:
			out.Bad++
		case row.isAlias:
			out.Aliases.Add(row.Effect)
		default:
			out.Mailboxes.Add(row.Effect)
			if s := row.draft.Settings; len(out.Samples) < sheet.MaxSamples {
				out.Samples = append(out.Samples, ImportSample{
					Line: row.Line, Mailbox: s.Mailbox, Host: s.Host, Name: s.Name,
					Aliases: row.aliases, Password: row.password, Effect: row.Effect,
				})
			}
		}
	}
	out.Good = out.Rows - out.Bad
	for _, p := range r.First() {
		out.Problems = append(out.Problems, ImportProblem{Line: p.Line, Column: p.Column, Mailbox: p.About, Message: p.Message})
	}
	return out
}
