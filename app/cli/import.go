package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/notify"
)

// importAsked is what a command that imports a file was asked for.
type importAsked struct{ dryRun, withoutBad bool }

func (o *importAsked) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would change, and change nothing")
	f.BoolVar(&o.withoutBad, "without-bad", false, "keep the good rows although others are bad")
}

// carryOut applies a preview with that many good and bad rows, unless that was not
// asked for, and shows what became of it.
func (o importAsked) carryOut(good, bad int, apply func(withoutBad bool) error, show func(imported bool) error) error {
	if bad > 0 && (!o.withoutBad || good == 0) {
		if err := show(false); err != nil {
			return err
		}
		return importRefused(apply(false))
	}
	if !o.dryRun {
		if err := apply(o.withoutBad); err != nil {
			return err
		}
	}
	return show(!o.dryRun)
}

// importRefused leaves out the bad rows, which are printed already.
func importRefused(err error) error {
	f := fault.Of(err)
	if f == nil || f.Code != mailbox.CodeImportBadRows && f.Code != notify.CodeImportBadRows {
		return err
	}
	return fault.New(f.Kind, f.Code, f.Message).
		WithHint("correct these rows and read the file again, or leave them out with --without-bad")
}

// effectsDocument counts what the good rows do.
type effectsDocument struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

func (e effectsDocument) text() string {
	return fmt.Sprintf("%d new, %d changed, %d unchanged", e.New, e.Changed, e.Unchanged)
}

// problem prints what is wrong with a cell, or with a row when there is no column.
func (p *printer) problem(line int, column, message string) {
	head := fmt.Sprintf("line %d: ", line)
	if column != "" {
		head += column + " "
	}
	p.hanging(head, message)
}

// problemsEnd ends the printed problems, of which there are as many more.
func (p *printer) problemsEnd(printed, more int) {
	if more > 0 {
		p.line("and %d more", more)
	}
	if printed > 0 {
		p.line("")
	}
}

// importEnd says where the good rows are kept, if they are.
func (p *printer) importEnd(rows, bad int, imported bool, to deployment.Deployment) {
	if bad > 0 {
		p.labelled(0, "Bad rows", fmt.Sprintf("%d of %d", bad, rows))
	}
	switch {
	case !imported:
		p.line("Nothing was changed.")
	case bad > 0:
		p.line("They are kept in %s, without the bad rows.", to.Name)
	default:
		p.line("They are kept in %s.", to.Name)
	}
}
