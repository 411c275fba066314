package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/notify"
	"patchbay/backend/workbench"
)

// maxPeopleFile bounds a file of people, in bytes. One more than what an import
// reads, so that it says itself what is too large.
const maxPeopleFile = 32<<20 + 1

// peopleImportDocument is the answer of "notify people import".
type peopleImportDocument struct {
	Encoding     string                  `json:"encoding"` // that the file was read in
	Columns      []string                `json:"columns"`
	Rows         int                     `json:"rows"`
	Good         int                     `json:"good"`
	Bad          int                     `json:"bad"`
	People       effectsDocument         `json:"people"`
	Unusable     int                     `json:"unusable"` // good rows without a usable address
	Problems     []peopleProblemDocument `json:"problems"` // the first 1,000
	ProblemCount int                     `json:"problemCount"`
	Imported     bool                    `json:"imported"` // false with --dry-run, and while rows are bad
}

type peopleProblemDocument struct {
	Line    int    `json:"line"`
	Column  string `json:"column,omitempty"`
	Person  string `json:"person,omitempty"`
	Message string `json:"message"`
}

func peopleImportDocumentOf(r notify.ImportReport) peopleImportDocument {
	d := peopleImportDocument{
		Encoding: r.Encoding, Columns: r.Columns, Rows: r.Rows, Good: r.Good, Bad: r.Bad, Unusable: r.Unusable,
		People:   effectsDocument(r.Effects),
		Problems: make([]peopleProblemDocument, len(r.Problems)), ProblemCount: r.ProblemCount,
	}
	for i, p := range r.Problems {
		d.Problems[i] = peopleProblemDocument(p)
	}
	return d
}

func notifyPeopleImportCommand() command {
	var o importAsked
	return command{
		name: "notify people import", args: "FILE", min: 1, max: 1,
		short: "keep the people of a CSV file",
		long: "The first row names the columns: name, userName, email, and any other attribute. A row changes the person " +
			"with its user name, or else with its e-mail address; a column that the file does not have stays as it is. " +
			"Comma, semicolon and tab separate; UTF-8, UTF-16 and Windows-1252 are read. Either all rows are kept or, while " +
			"one is bad, none.",
		examples: []string{
			"patchbay notify people import people.csv --dry-run",
			"patchbay notify people import people.csv --without-bad",
		},
		flags: func(f *pflag.FlagSet) {
			o.flags(f)
		},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.importPeople(c, bench, d)
			})
		},
	}
}

func (o importAsked) importPeople(c *call, bench *workbench.Workbench, d deployment.Deployment) error {
	content, err := c.readUpTo(c.args[0], maxPeopleFile)
	if err != nil {
		return err
	}
	preview, err := bench.Notifications.PreviewImport(c.ctx, d.ID, content)
	if err != nil {
		return err
	}
	defer preview.Discard()
	document := peopleImportDocumentOf(preview.Report())
	return o.carryOut(document.Good, document.Bad, func(withoutBad bool) error {
		_, err := bench.Notifications.ApplyImport(c.ctx, d.ID, preview, withoutBad)
		return err
	}, func(imported bool) error {
		document.Imported = imported
		return c.out.result(document, func(p *printer) { document.print(p, d) })
	})
}

func (d peopleImportDocument) print(p *printer, to deployment.Deployment) {
	for _, problem := range d.Problems {
		p.problem(problem.Line, problem.Column, problem.Message)
	}
	p.problemsEnd(len(d.Problems), d.ProblemCount-len(d.Problems))
	p.labelled(0, "Encoding", d.Encoding)
	p.labelled(0, "People", d.People.text())
	if d.Unusable > 0 {
		p.labelled(0, "No address", fmt.Sprintf("%d of %d; see them with: patchbay notify people list --unusable", d.Unusable, d.Good))
	}
	p.importEnd(d.Rows, d.Bad, d.Imported, to)
}
