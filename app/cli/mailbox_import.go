package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
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
	importAsked
	passphraseFile string
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
			o.importAsked.flags(f)
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
	return o.carryOut(document.Good, document.Bad, func(withoutBad bool) error {
		_, err := bench.Mailboxes.Apply(c.ctx, d.ID, preview, withoutBad)
		return err
	}, func(imported bool) error {
		document.Imported = imported
		return c.out.result(document, func(p *printer) { document.print(p, d) })
	})
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

func (d importDocument) print(p *printer, to deployment.Deployment) {
	for _, problem := range d.Problems {
		p.problem(problem.Line, problem.Column, problem.Message)
	}
	p.problemsEnd(len(d.Problems), d.ProblemCount-len(d.Problems))
	p.labelled(0, "Mailboxes", d.Mailboxes.text())
	if d.Aliases != (effectsDocument{}) {
		p.labelled(0, "Aliases", d.Aliases.text())
	}
	p.importEnd(d.Rows, d.Bad, d.Imported, to)
}
