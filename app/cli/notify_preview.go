package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/workbench"
)

// previewDocument is a template filled in.
type previewDocument struct {
	Subject  string            `json:"subject"`
	Text     string            `json:"text"`
	HTML     string            `json:"html"`
	Problems []problemDocument `json:"problems"` // of the template, and of what it was filled in with
	Out      string            `json:"out,omitempty"`
}

// previewing is what a preview was asked for.
type previewing struct {
	command         string
	kind            render.Kind
	template, from  string
	sample, person  string
	action, message string
	part, mode, out string
	replace         bool
}

func notifyPreviewCommand() command {
	o := previewing{command: "notify preview", kind: render.Notification}
	return command{
		name:  "notify preview",
		short: "show the mail that comes of a template",
		long: "It is filled in with an invented person and message, with another --sample, or with a person of the " +
			"deployment. With --from, unless --person is given, no vault is needed. Nothing is kept and nothing is sent. " +
			"The HTML is as it is mailed; with --mode as the pages show it, images included and links without effect.",
		examples: []string{
			"patchbay notify preview",
			`patchbay notify preview --template Formal --person ada --action "Approve transaction"`,
			"patchbay notify preview --from formal.json --sample 'right to left' --out mail.html --mode dark",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&o.template, "template", "", "`NAME` of a kept template; default: the default one")
			f.StringVar(&o.person, "person", "", "fill it in with this person: `WHO` is a user name, address or ID")
			f.StringVar(&o.action, "action", "", "with --person: `NAME` of the action")
			f.StringVar(&o.message, "message", "", "with --person: `TEXT` of the message")
			o.bind(f)
		},
		run: func(c *call) error {
			if err := o.check(); err != nil {
				return err
			}
			switch {
			case o.sample == "help":
				return showSamples(c)
			case o.from != "" && o.person == "":
				return o.previewFile(c)
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.previewKept(c, bench, d)
			})
		},
	}
}

// bind declares what a preview of every kind has.
func (o *previewing) bind(f *pflag.FlagSet) {
	f.StringVar(&o.from, "from", "", "`FILE` with a document to preview instead of what is kept; - is standard input")
	f.StringVar(&o.sample, "sample", "", "`NAME` of the invented values; \"help\" shows them all")
	f.StringVar(&o.part, "part", "", "show only this part: subject, text or html")
	f.StringVar(&o.mode, "mode", "", "show the HTML as the pages do: light, dark or narrow")
	f.StringVar(&o.out, "out", "", "write the part, by default the HTML, to this `FILE`")
	f.BoolVar(&o.replace, "replace", false, "with --out: replace a file that is there")
}

func (o *previewing) check() error {
	usage := func(message string) error { return usageError{message: message, command: o.command} }
	switch {
	case o.from != "" && o.template != "":
		return usage("--from and --template exclude each other")
	case o.sample != "" && o.person != "":
		return usage("--sample and --person exclude each other")
	case o.person == "" && (o.action != "" || o.message != ""):
		return usage("--action and --message need --person")
	case o.part != "" && o.part != "subject" && o.part != "text" && o.part != "html":
		return usage("--part is subject, text or html")
	case o.mode != "" && o.mode != render.Light && o.mode != render.Dark && o.mode != render.Narrow:
		return usage("--mode is light, dark or narrow")
	}
	return nil
}

// previewFile needs no vault.
func (o *previewing) previewFile(c *call) error {
	t, err := c.readTemplate(o.from)
	if err != nil {
		return err
	}
	return o.previewSample(c, t.Template)
}

// previewSample fills a template in with invented values.
func (o *previewing) previewSample(c *call, t render.Template) error {
	samples := render.Samples()
	chosen := samples[0]
	if o.sample != "" {
		found := false
		for _, s := range samples {
			if strings.EqualFold(s.Name, o.sample) {
				chosen, found = s, true
			}
		}
		if !found {
			return usageError{message: fmt.Sprintf("there is no sample %q; --sample help shows them all", o.sample), command: o.command}
		}
	}
	tree, problems := render.Parse(o.kind, t)
	if tree == nil {
		return o.show(c, nil, problems)
	}
	mail, missing := tree.Render(chosen.Values)
	return o.show(c, &mail, append(problems, missing...))
}

func showSamples(c *call) error {
	samples := render.Samples()
	names := make([]string, len(samples))
	for i, s := range samples {
		names[i] = s.Name
	}
	return c.out.result(names, func(p *printer) {
		for _, name := range names {
			p.line("%s", name)
		}
	})
}

func (o *previewing) previewKept(c *call, bench *workbench.Workbench, d deployment.Deployment) error {
	t, err := o.chosen(c, bench, d)
	if err != nil {
		return err
	}
	if o.person == "" {
		return o.previewSample(c, t.Template)
	}
	who, err := c.findPerson(bench, d, o.person)
	if err != nil {
		return err
	}
	mail, problems, err := bench.Notifications.Preview(c.ctx, d.ID, notify.Draft{
		Template: t.Template, Action: o.action, Person: who.ID, Message: o.message,
	})
	if err != nil {
		return err
	}
	if mail.Subject == "" && mail.HTML == "" && mail.Text == "" {
		return o.show(c, nil, problems)
	}
	return o.show(c, &mail, problems)
}

func (o *previewing) chosen(c *call, bench *workbench.Workbench, d deployment.Deployment) (notify.Template, error) {
	if o.from != "" {
		return c.readTemplate(o.from)
	}
	return c.findTemplate(bench, d, o.template)
}

// show writes a mail; nil is one of a template that cannot be read at all.
func (o *previewing) show(c *call, mail *render.Mail, problems []render.Problem) error {
	if mail == nil {
		c.noteProblems(problems)
		return fault.New(fault.Invalid, notify.CodeTemplateInvalid, "no mail can be made of this template")
	}
	document := previewDocument{Subject: mail.Subject, Text: mail.Text, HTML: mail.HTML, Problems: problemDocuments(problems)}
	if o.mode != "" {
		document.HTML = render.Preview(*mail, o.mode)
	}
	if o.out != "" {
		path, err := o.write(document)
		if err != nil {
			return err
		}
		document.Out = path
	}
	if c.out.human() {
		c.noteProblems(problems)
	}
	return c.out.result(document, func(p *printer) { o.print(p, document) })
}

// write writes a part to the file of --out.
func (o *previewing) write(d previewDocument) (path string, err error) {
	if path, err = filepath.Abs(o.out); err != nil {
		return "", err
	}
	return path, writeNew(path, []byte(d.part(cmp.Or(o.part, "html"))+"\n"), o.replace)
}

func (d previewDocument) part(name string) string {
	switch name {
	case "subject":
		return d.Subject
	case "html":
		return d.HTML
	}
	return d.Text
}

func (o *previewing) print(p *printer, d previewDocument) {
	switch {
	case d.Out != "":
		p.line("Written to %s.", d.Out)
	case o.part != "":
		p.lines(d.part(o.part))
	default:
		p.line("Subject: %s", d.Subject)
		p.line("")
		p.lines(d.Text)
	}
}
