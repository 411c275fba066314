package notify

import "patchbay/backend/sheet"

// ImportReport says what an import would do. Rows are those without the heading
// and without empty ones.
type ImportReport struct {
	Encoding        string   // that the file was read in
	Columns         []string // the attributes of the file, in its order
	Rows, Good, Bad int
	sheet.Effects   // of the good rows
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
	Effect   sheet.Effect
}

// reporter collects what is wrong.
type reporter struct{ sheet.Problems }

// blame notes what is wrong with a row.
func (r *reporter) blame(row *importRow, column, message string) {
	r.Blame(&row.Row, column, message, func() string {
		if row.Unread {
			return ""
		}
		return sheet.Shortened(row.person.Shown())
	})
}

// of counts what the rows do.
func (r *reporter) of(reader *rowReader, encoding, identifier string) ImportReport {
	out := ImportReport{Encoding: encoding, Columns: reader.columns, Rows: len(reader.rows), ProblemCount: r.Count()}
	for _, row := range reader.rows {
		if row.Bad {
			out.Bad++
			continue
		}
		out.Add(row.Effect)
		address, unusable := addressOf(row.person, identifier)
		if unusable.By != "" {
			out.Unusable++
		}
		if len(out.Samples) < sheet.MaxSamples {
			out.Samples = append(out.Samples, ImportSample{
				Line: row.Line, Person: row.person, Address: address, Unusable: unusable.Text, Effect: row.Effect,
			})
		}
	}
	out.Good = out.Rows - out.Bad
	for _, p := range r.First() {
		out.Problems = append(out.Problems, ImportProblem{Line: p.Line, Column: p.Column, Person: p.About, Message: p.Message})
	}
	return out
}
