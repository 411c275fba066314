package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

// smtpProof is what "smtp prove" was asked for.
type smtpProof struct {
	source    smtpSource
	level, to string
	mailbox   string // that a round trip reads from
	remove    bool   // the message, when it has arrived
	wait      int    // for the message, in seconds
}

func smtpProveCommand() command {
	var o smtpProof
	return command{
		name:  "smtp prove",
		short: "prove that the outgoing mail server works, and say why it does not",
		long: "With --from the document is proved without a vault, and nothing is kept. A proof that failed " +
			"has exit status 7.",
		examples: []string{
			"patchbay smtp prove",
			"patchbay smtp prove --level send --to ada@example.com",
			"patchbay smtp prove --level roundtrip --mailbox desk@example.com --remove",
			"patchbay smtp prove --from smtp.json --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&o.level, "level", string(smtp.LevelSignIn), "how far to go: connect, signin, envelope, send or roundtrip")
			f.StringVar(&o.to, "to", "", "`ADDRESS` of the recipient; default: the operator's, with --from the sender's")
			o.bindRoundTrip(f)
			o.source.bindRun(f, "`FILE` with a document to prove instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			level, err := parseLevel(o.level)
			if err != nil {
				return err
			}
			if err := o.checkRoundTrip(level); err != nil {
				return err
			}
			if o.source.from != "" {
				return o.proveDocument(c, level)
			}
			if o.source.secretFile != "" {
				return usageError{message: "--secret-file needs --from", command: "smtp prove"}
			}
			return o.proveKept(c, level)
		},
	}
}

// parseLevel makes a word that is no level a mistake of usage.
func parseLevel(text string) (smtp.Level, error) {
	level, err := smtp.ParseLevel(text)
	if f := fault.Of(err); err != nil && f.Kind == fault.Invalid {
		return "", usageError{message: f.Message, command: "smtp prove"}
	}
	return level, err
}

// proveDocument needs no vault.
func (o smtpProof) proveDocument(c *call, level smtp.Level) error {
	request, done, err := o.source.request(c)
	if err != nil {
		return err
	}
	defer done()
	request.Level, request.To = level, o.to
	return c.showProof(smtp.Prove(c.ctx, request))
}

func (o smtpProof) proveKept(c *call, level smtp.Level) error {
	return c.withServer(func(bench *workbench.Workbench, server outgoing.Server) error {
		to, err := recipient(bench, o.to)
		if err != nil {
			return err
		}
		request := outgoing.ProofRequest{Draft: server.Draft(), Level: level, To: to, Observe: c.observe}
		report, err := o.prove(c, bench, server.DeploymentID, request)
		if err != nil {
			return err
		}
		return c.showProof(report)
	})
}

// observe shows each step as it ends.
func (c *call) observe(p proof.Progress) {
	if p.Running && !c.out.global.events {
		return
	}
	_ = c.out.event("step", p, func(out *printer) { out.step(p.Step) }) // a lost line is no reason to stop
}

// showProof writes the report; its steps have been shown already.
func (c *call) showProof(report proof.Report) error {
	if err := c.out.result(report, func(p *printer) { p.verdict(report) }); err != nil {
		return err
	}
	if report.Verdict == proof.Failed {
		return errProofFailed
	}
	return nil
}

// step writes one step: mark, name, duration, and what there is to tell.
func (p *printer) step(s proof.Step) {
	mark := p.style.marks[s.Verdict]
	if s.Title != "" {
		p.check(mark, s)
		return
	}
	if s.Verdict == proof.Skipped {
		p.line("%s %s", mark, s.Name)
		return
	}
	head := fmt.Sprintf("%s %-12s %8s  ", mark, s.Name, duration(s.DurationMs))
	p.hanging(head, s.Detail)
}

// check writes one check of a list, and the two values it compared where they
// are not the same.
func (p *printer) check(mark string, s proof.Step) {
	head := fmt.Sprintf("%s %-4s ", mark, s.Name)
	text := s.Title
	if s.Detail != "" {
		text += ": " + s.Detail
	}
	p.hanging(head, text)
	if s.Verdict == proof.Failed || s.Verdict == proof.Warned {
		p.labelled(7, "Expected", s.Expected)
		p.labelled(7, "Received", s.Received)
		p.labelled(7, "Where", s.Where)
	}
}

// verdict writes what a person does next: what was found, and what the proof
// does not show.
func (p *printer) verdict(report proof.Report) {
	for _, step := range report.Steps {
		if step.Finding != nil {
			p.finding(step.Name, *step.Finding)
		}
		for _, also := range step.Also {
			p.finding(step.Name, also)
		}
	}
	for _, step := range report.Steps {
		if step.Arrival != nil {
			p.arrival(*step.Arrival)
		}
	}
	p.mailboxFound(report)
	p.person(report.Identity)
	p.line("")
	if report.Unsaved != "" {
		p.line("This proof could not be stored: %s.", report.Unsaved)
	}
	tail := fmt.Sprintf("at level %s in %s", report.Level, duration(report.DurationMs))
	switch report.Verdict {
	case proof.Failed:
		p.line("%s failed %s.", report.Target, tail)
		return
	case proof.Warned:
		p.line("%s is proved %s, with warnings.", report.Target, tail)
	default:
		p.line("%s is proved %s.", report.Target, tail)
	}
	for _, line := range wrap(strings.TrimSpace(report.Shows+" "+report.Leaves), p.style.width) {
		p.line("%s", line)
	}
}

// inProse tells what an alternative sets, field by field; one that is more than that
// as the document it is.
func inProse(patch []byte) string {
	var set map[string]any
	if json.Unmarshal(patch, &set) != nil || len(set) == 0 {
		return ""
	}
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		switch value := set[name].(type) {
		case string, float64, bool:
			fields = append(fields, fmt.Sprintf("%s %v", name, value))
		default:
			return " " + string(patch)
		}
	}
	return ": " + strings.Join(fields, ", ")
}

func (p *printer) finding(step string, f proof.Finding) {
	p.line("")
	p.line("%s: %s", step, f.Code)
	p.labelled(2, "Why", f.Cause)
	p.labelled(2, "What to do", f.Remedy)
	if f.Remote != nil {
		p.labelled(2, "Server said", remoteText(f.Remote))
	}
	p.labelled(2, "Look at", strings.Join(f.Fields, ", "))
	if f.Alternative != nil {
		p.labelled(2, "This works", f.Alternative.Label+inProse(f.Alternative.Patch))
	}
}
