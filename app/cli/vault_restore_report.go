package cli

import (
	"strconv"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// restoreDocument is the answer of "vault restore": what the backup holds, what
// changes, and whether that was done.
type restoreDocument struct {
	File        backupFileDocument   `json:"file"`
	Operators   []backupOperator     `json:"operators"`
	Compared    bool                 `json:"compared"`
	Differences []differenceDocument `json:"differences"`
	Replaces    bool                 `json:"replaces"`
	Refused     *fault.Fault         `json:"refused,omitempty"`
	Restored    bool                 `json:"restored"`
	Kept        string               `json:"kept,omitempty"` // the folder that was there before
}

type backupOperator struct {
	Name  string        `json:"name"`
	Email string        `json:"email"`
	Role  operator.Role `json:"role"`
}

// differenceDocument counts the records of one kind that a restore changes.
type differenceDocument struct {
	Kind      string   `json:"kind"`
	ComesBack int      `json:"comesBack"` // only in the backup
	IsLost    int      `json:"isLost"`    // only in the vault of now
	Differs   int      `json:"differs"`
	Same      int      `json:"same"`
	Names     []string `json:"names"` // of what changes, where it has names
}

func restoreDocumentOf(
	c *call, bench *workbench.Workbench, backup *operator.Backup, report operator.BackupReport,
) restoreDocument {
	document := restoreDocument{
		File: backupFileDocumentOf(report.File), Operators: make([]backupOperator, len(report.Operators)),
		Compared: report.Compared, Differences: make([]differenceDocument, len(report.Differences)),
		Replaces: report.Replaces, Refused: report.Refused,
	}
	for i, o := range report.Operators {
		document.Operators[i] = backupOperator{o.Name, o.Email, o.Role}
	}
	for i, d := range report.Differences {
		document.Differences[i] = differenceDocument{
			Kind: d.Kind, ComesBack: len(d.ComesBack), IsLost: len(d.IsLost), Differs: len(d.Differs), Same: d.Same,
			Names: bench.DifferenceNames(c.ctx, backup, d),
		}
	}
	return document
}

func (d restoreDocument) print(p *printer) {
	p.line("The backup of %s opens and is whole: %d records and %d secrets.",
		d.File.At.Format(time.RFC3339), d.File.Records, d.File.Secrets)
	names := make([]string, len(d.Operators))
	for i, o := range d.Operators {
		names[i] = o.Name + " (" + string(o.Role) + ")"
	}
	p.line("Operators:  %s", strings.Join(names, ", "))
	if d.Replaces && !d.File.SameVault {
		p.line("It is the backup of another vault than the one that is there.")
	}
	if d.Compared {
		d.printDifferences(p)
	}
	switch {
	case d.Restored:
		p.line("It is restored. The vault opens with the passwords of the backup.")
		if d.Kept != "" {
			p.line("What was there before is kept in %s", d.Kept)
		}
	case d.Refused != nil:
		p.line("It cannot be restored here: %s.", d.Refused.Message)
		if d.Refused.Hint != "" {
			p.line("Next: %s.", d.Refused.Hint)
		}
	default:
		p.line("Nothing was changed.")
		p.line("Next: the same command %s.", next(d.Replaces))
	}
}

func next(replaces bool) string {
	if replaces {
		return "with --replace instead of --dry-run"
	}
	return "without --dry-run"
}

func (d restoreDocument) printDifferences(p *printer) {
	p.line("")
	rows := make([][]string, len(d.Differences))
	for i, one := range d.Differences {
		rows[i] = []string{
			one.Kind, strconv.Itoa(one.ComesBack), strconv.Itoa(one.IsLost), strconv.Itoa(one.Differs),
			strconv.Itoa(one.Same), strings.Join(one.Names, ", "),
		}
	}
	p.table([]string{"KIND", "COMES BACK", "IS LOST", "DIFFERS", "SAME", "NAMES"}, rows)
	p.line("")
}

// damageDocument is one record that does not open where it should.
type damageDocument struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Where   string `json:"where"`
	Problem string `json:"problem"`
}

func damageDocuments(c *call, bench *workbench.Workbench, damaged []vault.RecordDamage) []damageDocument {
	documents := make([]damageDocument, len(damaged))
	for i, d := range damaged {
		documents[i] = damageDocument{
			Kind: d.Kind, ID: d.ID, Name: bench.RecordName(c.ctx, d.Kind, d.ID, nil),
			Where: d.Where, Problem: d.Problem,
		}
	}
	return documents
}
