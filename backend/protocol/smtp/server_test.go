package smtp_test

import (
	"cmp"
	"crypto/tls"
	"strings"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

const (
	user     = "ops@example.com"
	password = "hunter2-canary=ä"
)

// behaviour describes a server that does everything right but for what is set.
type behaviour struct {
	implicit *tls.Config
	startTLS *tls.Config // offered when set
	greeting string
	caps     []string          // default: AUTH PLAIN LOGIN
	clear    []string          // capabilities before STARTTLS, default caps
	replies  map[string]string // by verb, instead of the right answer
	auth     func(p *script.Peer, line string)
}

func (b behaviour) play(p *script.Peer) {
	b.playWith(p, func(string) (string, bool) { return "", false })
}

// playWith asks judge first, which answers a line or leaves it.
func (b behaviour) playWith(p *script.Peer, judge func(line string) (string, bool)) {
	if b.implicit != nil && !p.StartTLS(b.implicit) {
		return
	}
	if b.greeting == "" {
		b.greeting = "220 mail.test ESMTP"
	}
	p.Send(b.greeting)
	for {
		line := p.Line()
		if line == "" {
			return
		}
		if answer, ok := judge(line); ok {
			p.Send(answer)
			continue
		}
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if answer, ok := b.replies[verb]; ok {
			p.Send(answer)
			continue
		}
		if !b.answer(p, verb, line) {
			return
		}
	}
}

func (b behaviour) answer(p *script.Peer, verb, line string) bool {
	switch verb {
	case "EHLO":
		p.Send(b.ehlo(p)...)
	case "STARTTLS":
		p.Send("220 go ahead")
		return p.StartTLS(b.startTLS)
	case "AUTH":
		b.signIn(p, line)
	case "DATA":
		p.Send("354 go ahead")
		for l, ok := p.Next(); ok && l != "."; l, ok = p.Next() {
		}
		p.Send(cmp.Or(b.replies["BODY"], "250 2.0.0 queued as 1"))
	case "QUIT":
		p.Send("221 bye")
		return false
	default:
		p.Send("250 2.0.0 ok")
	}
	return true
}

func (b behaviour) ehlo(p *script.Peer) []string {
	caps := b.caps
	if caps == nil {
		caps = []string{"AUTH PLAIN LOGIN"}
	}
	if !p.Secured && b.startTLS != nil {
		if b.clear != nil {
			caps = b.clear
		}
		caps = append([]string{"STARTTLS"}, caps...)
	}
	lines := []string{"250-mail.test"}
	for _, c := range caps {
		lines = append(lines, "250-"+c)
	}
	return append(lines, "250 HELP")
}

func (b behaviour) signIn(p *script.Peer, line string) {
	switch {
	case b.auth != nil:
		b.auth(p, line)
	case strings.HasPrefix(line, "AUTH LOGIN"):
		p.Send("334 VXNlcm5hbWU6")
		p.Line()
		p.Send("334 UGFzc3dvcmQ6")
		p.Line()
		p.Send("235 2.7.0 welcome")
	default:
		p.Send("235 2.7.0 welcome")
	}
}

// settings are right for a server; tests make them wrong.
func settings(s *script.Server, security smtp.Security, a script.Authority) smtp.Settings {
	return smtp.Settings{
		Host: "127.0.0.1", Port: s.Port(), Security: security,
		Auth: smtp.SignInPassword, User: user, From: user, CAPEM: a.PEM, TimeoutSeconds: 20,
	}
}

func secrets() smtp.Secrets {
	return smtp.Secrets{Password: secret.FromString(password)}
}
