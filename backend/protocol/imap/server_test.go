package imap_test

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

const (
	user     = "ops@example.com"
	password = "hunter2-canary=x"
)

// behaviour describes a server that does everything right but for what is set.
type behaviour struct {
	implicit *tls.Config
	startTLS *tls.Config // offered when set
	greeting string
	caps     string // default: what the test of each mechanism needs
	clear    string // capabilities before STARTTLS, default caps
	// replies by verb, instead of the right answer; TAG stands for the tag.
	replies map[string]string
	// signIn plays AUTHENTICATE and LOGIN instead of accepting everything.
	signIn func(p *script.Peer, tag, line string)
	list   []string // untagged lines of LIST
}

const goodCapabilities = "IMAP4rev1 SASL-IR LITERAL+ ID IDLE UIDPLUS MOVE SPECIAL-USE LIST-EXTENDED AUTH=PLAIN"

func (b behaviour) play(p *script.Peer) {
	if b.implicit != nil && !p.StartTLS(b.implicit) {
		return
	}
	if b.greeting == "" {
		b.greeting = "* OK ready"
	}
	p.Send(b.greeting)
	for {
		line, ok := p.Next()
		if !ok {
			return
		}
		tag, command, _ := strings.Cut(line, " ")
		verb, rest, _ := strings.Cut(command, " ")
		if answer, ok := b.replies[verb]; ok {
			p.Send(strings.ReplaceAll(answer, "TAG", tag))
			continue
		}
		if !b.answer(p, tag, verb, rest) {
			return
		}
	}
}

func (b behaviour) answer(p *script.Peer, tag, verb, rest string) bool {
	switch verb {
	case "CAPABILITY":
		p.Send("* CAPABILITY "+b.capabilities(p), tag+" OK done")
	case "STARTTLS":
		p.Send(tag + " OK begin")
		return p.StartTLS(b.startTLS)
	case "LOGIN", "AUTHENTICATE":
		b.letIn(p, tag, verb+" "+rest)
	case "ID":
		p.Send(`* ID ("name" "Scripted")`, tag+" OK done")
	case "LIST":
		p.Send(append(b.folders(), tag+" OK done")...)
	case "STATUS":
		name, _, _ := strings.Cut(rest, " (")
		p.Send("* STATUS "+name+" (MESSAGES 5 UNSEEN 2)", tag+" OK done")
	case "EXAMINE":
		p.Send("* FLAGS (\\Seen)", "* 5 EXISTS", "* OK [UIDVALIDITY 1] x", tag+" OK [READ-ONLY] done")
	case "LOGOUT":
		p.Send("* BYE bye", tag+" OK done")
		return false
	default:
		p.Send(tag + " BAD unknown")
	}
	return true
}

func (b behaviour) letIn(p *script.Peer, tag, line string) {
	if b.signIn != nil {
		b.signIn(p, tag, line)
		return
	}
	p.Send(tag + " OK [CAPABILITY " + b.capabilities(p) + "] welcome")
}

func (b behaviour) capabilities(p *script.Peer) string {
	caps := b.caps
	if caps == "" {
		caps = goodCapabilities
	}
	if !p.Secured && b.startTLS != nil {
		if b.clear != "" {
			caps = b.clear
		}
		caps += " STARTTLS"
	}
	return caps
}

func (b behaviour) folders() []string {
	if b.list != nil {
		return b.list
	}
	return []string{
		`* LIST (\HasNoChildren) "/" INBOX`, `* LIST (\HasNoChildren \Sent) "/" "Sent Items"`,
		`* LIST (\Noselect) "/" Public`, `* LIST () NIL "&XfJT0ZAB-"`,
	}
}

// settings are right for a server; tests make them wrong.
func settings(s *script.Server, security account.Security, a script.Authority) imap.Settings {
	set := imap.Settings{Mailbox: user}
	set.Host, set.Port, set.Security = "127.0.0.1", s.Port(), security
	set.InsecureAllowPlainPassword = security == account.SecurityNone
	set.CAPEM, set.TimeoutSeconds = a.PEM, 5
	return set
}

func secrets() account.Secrets {
	return account.Secrets{Password: secret.FromString(password)}
}

// prove runs a proof, which must show the password nowhere.
func prove(t *testing.T, set imap.Settings) proof.Report {
	t.Helper()
	report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: secrets()})
	if doc := golden.JSON(t, report); leaks(doc) {
		t.Errorf("the report holds the password: %s", doc)
	}
	return report
}

// proveClear proves against a server without TLS.
func proveClear(t *testing.T, b behaviour) proof.Report {
	t.Helper()
	return prove(t, settings(script.Serve(t, b.play), account.SecurityNone, script.Authority{}))
}

// summary is what most tests compare: steps and verdicts in one line each.
func summary(r proof.Report) []string {
	var lines []string
	for _, step := range r.Steps {
		line := step.Name + " " + string(step.Verdict)
		if step.Finding != nil {
			line += " " + step.Finding.Code
		}
		lines = append(lines, line)
	}
	return lines
}

func stepOf(t *testing.T, report proof.Report, name string) proof.Step {
	t.Helper()
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no step %s: %q", name, summary(report))
	}
	return report.Steps[i]
}

func findingAt(t *testing.T, report proof.Report, name string) proof.Finding {
	t.Helper()
	step := stepOf(t, report, name)
	if step.Finding == nil {
		t.Fatalf("no finding at %s: %s", name, golden.JSON(t, report))
	}
	return *step.Finding
}
