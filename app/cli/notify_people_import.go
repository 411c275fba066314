package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
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
		People:   effectsDocument{New: r.New, Changed: r.Changed, Unchanged: r.Unchanged},
		Problems: make([]peopleProblemDocument, len(r.Problems)), ProblemCount: r.ProblemCount,
	}
	for i, p := range r.Problems {
		d.Problems[i] = peopleProblemDocument(p)
	}
	return d
}

// peopleImport is what "notify people import" was asked for.
type peopleImport struct{ dryRun, withoutBad bool }

func notifyPeopleImportCommand() command {
	var o peopleImport
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
			f.BoolVar(&o.dryRun, "dry-run", false, "say what would change, and change nothing")
			f.BoolVar(&o.withoutBad, "without-bad", false, "keep the good rows although others are bad")
		},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.run(c, bench, d)
			})
		},
	}
}

func (o peopleImport) run(c *call, bench *workbench.Workbench, d deployment.Deployment) error {
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
	if document.Bad > 0 && (!o.withoutBad || document.Good == 0) {
		if err := c.showPeopleImport(document, d); err != nil {
			return err
		}
		_, err := bench.Notifications.ApplyImport(c.ctx, d.ID, preview, false)
		return peopleImportRefused(err)
	}
	if !o.dryRun {
		if _, err := bench.Notifications.ApplyImport(c.ctx, d.ID, preview, o.withoutBad); err != nil {
			return err
		}
		document.Imported = true
	}
	return c.showPeopleImport(document, d)
}

// peopleImportRefused leaves out the bad rows, which are printed already.
func peopleImportRefused(err error) error {
	f := fault.Of(err)
	if f == nil || f.Code != notify.CodeImportBadRows {
		return err
	}
	return fault.New(f.Kind, f.Code, f.Message).
		WithHint("correct these rows and read the file again, or leave them out with --without-bad")
}

func (c *call) showPeopleImport(document peopleImportDocument, d deployment.Deployment) error {
	return c.out.result(document, func(p *printer) { document.print(p, d) })
}

func (d peopleImportDocument) print(p *printer, to deployment.Deployment) {
	for _, problem := range d.Problems {
		head := fmt.Sprintf("line %d: ", problem.Line)
		if problem.Column != "" {
			head += problem.Column + " "
		}
		p.hanging(head, problem.Message)
	}
	if more := d.ProblemCount - len(d.Problems); more > 0 {
		p.line("and %d more", more)
	}
	if len(d.Problems) > 0 {
		p.line("")
	}
	p.labelled(0, "Encoding", d.Encoding)
	p.labelled(0, "People", d.People.text())
	if d.Unusable > 0 {
		p.labelled(0, "No address", fmt.Sprintf("%d of %d; see them with: patchbay notify people list --unusable", d.Unusable, d.Good))
	}
	if d.Bad > 0 {
		p.labelled(0, "Bad rows", fmt.Sprintf("%d of %d", d.Bad, d.Rows))
	}
	switch {
	case !d.Imported:
		p.line("Nothing was changed.")
	case d.Bad > 0:
		p.line("They are kept in %s, without the bad rows.", to.Name)
	default:
		p.line("They are kept in %s.", to.Name)
	}
}
