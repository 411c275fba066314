package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/proof"
)

// checkedDocument is the answer of "notify template check".
type checkedDocument struct {
	Errors   int               `json:"errors"`
	Warnings int               `json:"warnings"`
	Problems []problemDocument `json:"problems"` // at most 256
}

// problemDocument is one thing that is wrong with a template.
type problemDocument struct {
	Field       string          `json:"field"` // "subject", "html" or "text"
	Line        int             `json:"line"`  // from 1; 0 is no single place
	Column      int             `json:"column"`
	Severity    render.Severity `json:"severity"`
	Code        string          `json:"code"`
	Message     string          `json:"message"`
	Placeholder string          `json:"placeholder,omitempty"`
}

func problemDocuments(problems []render.Problem) []problemDocument {
	documents := make([]problemDocument, len(problems))
	for i, p := range problems {
		documents[i] = problemDocument{
			Field: p.Field, Line: p.Line, Column: p.Column, Severity: p.Severity, Code: p.Code, Message: p.Message,
			Placeholder: p.Placeholder,
		}
	}
	return documents
}

// place says where a problem is: "html:3:12".
func (d problemDocument) place() string {
	if d.Line == 0 {
		return d.Field
	}
	return fmt.Sprintf("%s:%d:%d", d.Field, d.Line, d.Column)
}

// noteProblems tells of a template's problems beside the result.
func (c *call) noteProblems(problems []render.Problem) {
	for _, d := range problemDocuments(problems) {
		c.out.note("patchbay: %s: %s: %s", d.place(), d.Severity, d.Message)
	}
}

func notifyTemplateCheckCommand() command {
	var from, kind string
	return command{
		name:  "notify template check",
		short: "say what is wrong with a template, without a vault",
		long: "Each problem is told with its part, line and column. A template with errors has exit status 3; warnings stop " +
			"nothing. The places are those of the document's values.",
		examples: []string{
			"patchbay notify template check --from formal.json",
			"patchbay notify template check --from reset.json --kind password-reset --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&from, "from", "", "`FILE` with the document; - is standard input")
			f.StringVar(&kind, "kind", string(render.Notification), "what it is for: notification or password-reset")
		},
		run: func(c *call) error {
			usage := func(message string) error { return usageError{message: message, command: "notify template check"} }
			switch {
			case from == "":
				return usage("notify template check needs --from FILE")
			case kind != string(render.Notification) && kind != string(render.PasswordReset):
				return usage("--kind is notification or password-reset")
			}
			t, err := c.readTemplate(from)
			if err != nil {
				return err
			}
			return c.checkTemplate(render.Kind(kind), t.Template)
		},
	}
}

func (c *call) checkTemplate(kind render.Kind, t render.Template) error {
	_, problems := render.Parse(kind, t)
	document := checkedDocument{Problems: problemDocuments(problems)}
	for _, p := range problems {
		if p.Severity == render.Error {
			document.Errors++
		} else {
			document.Warnings++
		}
	}
	if err := c.out.result(document, document.print); err != nil {
		return err
	}
	if document.Errors > 0 {
		return fault.New(fault.Invalid, notify.CodeTemplateInvalid, "the template has errors").
			WithHint("correct them and check it again")
	}
	return nil
}

func (d checkedDocument) print(p *printer) {
	for _, problem := range d.Problems {
		mark := p.style.marks[proof.Failed]
		if problem.Severity == render.Warning {
			mark = p.style.marks[proof.Warned]
		}
		p.hanging(fmt.Sprintf("%s %s ", mark, problem.place()), problem.Message)
	}
	if len(d.Problems) == 0 {
		p.line("Nothing is wrong with the template.")
		return
	}
	p.line("")
	p.line("%s, %s.", count(d.Errors, "error", "errors"), count(d.Warnings, "warning", "warnings"))
}
