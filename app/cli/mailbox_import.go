package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/sealedfile"
	"patchbay/backend/workbench"
)

// envPassphrase holds the passphrase of a sealed file.
const envPassphrase = "PATCHBAY_PASSPHRASE"

// importDocument is the answer of "mailbox import".
type importDocument struct {
	Columns      []string                `json:"columns"`
	Rows         int                     `json:"rows"`
	Good         int                     `json:"good"`
	Bad          int                     `json:"bad"`
	Mailboxes    effectsDocument         `json:"mailboxes"`
	Aliases      effectsDocument         `json:"aliases"`
	Problems     []importProblemDocument `json:"problems"` // the first 1,000
	ProblemCount int                     `json:"problemCount"`
	Imported     bool                    `json:"imported"` // false with --dry-run, and while rows are bad
}

type effectsDocument struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

type importProblemDocument struct {
	Line    int    `json:"line"`
	Column  string `json:"column,omitempty"`
	Mailbox string `json:"mailbox,omitempty"`
	Message string `json:"message"`
}

func importDocumentOf(r mailbox.ImportReport) importDocument {
	d := importDocument{
		Columns: r.Columns, Rows: r.Rows, Good: r.Good, Bad: r.Bad,
		Mailboxes: effectsDocument(r.Mailboxes), Aliases: effectsDocument(r.Aliases),
		Problems: make([]importProblemDocument, len(r.Problems)), ProblemCount: r.ProblemCount,
	}
	for i, p := range r.Problems {
		d.Problems[i] = importProblemDocument(p)
	}
	return d
}

// mailboxImport is what "mailbox import" was asked for.
type mailboxImport struct {
	dryRun, withoutBad bool
	passphraseFile     string
}

func mailboxImportCommand() command {
	var o mailboxImport
	return command{
		name: "mailbox import", args: "FILE", min: 1, max: 1,
		short: "keep the mailboxes and aliases of a CSV file",
		long: "The first row names the columns, as the fields of the document. Mailboxes of the same address are changed: " +
			"a column that the file does not have stays, and so does a password that is empty. Either all rows are kept or, " +
			"while one is bad, none. A sealed file is opened with the passphrase of --passphrase-file, PATCHBAY_PASSPHRASE, " +
			"or a prompt.",
		examples: []string{
			"patchbay mailbox import mailboxes.csv --dry-run",
			"patchbay mailbox import mailboxes.csv.age --passphrase-file FILE",
		},
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&o.dryRun, "dry-run", false, "say what would change, and change nothing")
			f.BoolVar(&o.withoutBad, "without-bad", false, "keep the good rows although others are bad")
			f.StringVar(&o.passphraseFile, "passphrase-file", "", "`FILE` with the passphrase of a sealed file")
		},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.run(c, bench, d)
			})
		},
	}
}

func (o mailboxImport) run(c *call, bench *workbench.Workbench, d deployment.Deployment) error {
	content, err := o.read(c)
	if err != nil {
		return err
	}
	defer clear(content)
	preview, err := bench.Mailboxes.Preview(c.ctx, d.ID, content)
	if err != nil {
		return err
	}
	defer preview.Discard()
	document := importDocumentOf(preview.Report())
	if document.Bad > 0 && (!o.withoutBad || document.Good == 0) {
		if err := c.showImport(document, d); err != nil {
			return err
		}
		_, err := bench.Mailboxes.Apply(c.ctx, d.ID, preview, false)
		return importRefused(err)
	}
	if !o.dryRun {
		if _, err := bench.Mailboxes.Apply(c.ctx, d.ID, preview, o.withoutBad); err != nil {
			return err
		}
		document.Imported = true
	}
	return c.showImport(document, d)
}

// importRefused leaves out the bad rows, which are printed already.
func importRefused(err error) error {
	f := fault.Of(err)
	if f == nil || f.Code != mailbox.CodeImportBadRows {
		return err
	}
	return fault.New(f.Kind, f.Code, f.Message).
		WithHint("correct these rows and read the file again, or leave them out with --without-bad")
}

// read reads the file, and opens it when it is sealed.
func (o mailboxImport) read(c *call) ([]byte, error) {
	content, err := c.readUpTo(c.args[0], sealedfile.MaxSize)
	if err != nil || !sealedfile.Is(content) {
		return content, err
	}
	passphrase, err := c.secret(passphraseSource(o.passphraseFile))
	if err != nil {
		return nil, err
	}
	defer passphrase.Wipe()
	return sealedfile.Open(content, passphrase)
}

func passphraseSource(file string) source {
	return source{flag: "--passphrase-file", file: file, env: envPassphrase, prompt: "Passphrase of the file: "}
}

func (c *call) showImport(document importDocument, d deployment.Deployment) error {
	return c.out.result(document, func(p *printer) { document.print(p, d) })
}

func (d importDocument) print(p *printer, to deployment.Deployment) {
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
	p.labelled(0, "Mailboxes", d.Mailboxes.text())
	if d.Aliases != (effectsDocument{}) {
		p.labelled(0, "Aliases", d.Aliases.text())
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

func (e effectsDocument) text() string {
	return fmt.Sprintf("%d new, %d changed, %d unchanged", e.New, e.Changed, e.Unchanged)
}
