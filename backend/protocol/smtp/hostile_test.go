package smtp_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// most is what a hostile server may cost: everything that is allocated during
// the proof counts, not only what is held at once.
const most = 32 << 20

// flood sends chunk until the client has had enough.
func flood(p *script.Peer, chunk []byte) {
	for {
		if _, err := p.Conn.Write(chunk); err != nil {
			return
		}
	}
}

func TestHostileServersCostLittle(t *testing.T) {
	line := bytes.Repeat([]byte("a"), 64<<10)
	lines := bytes.Repeat([]byte("220-x\r\n"), 8<<10)
	capability := bytes.Repeat([]byte("250-X-CAPABILITY-THAT-NOBODY-KNOWS\r\n"), 1<<10)
	empty := bytes.Repeat([]byte("\r\n"), 32<<10)
	tests := []struct {
		name   string
		script func(*script.Peer)
		step   string
		reason string
	}{
		{"endless banner", func(p *script.Peer) { flood(p, line) }, "greeting", "line_too_long"},
		{"endless banner of lines", func(p *script.Peer) { flood(p, lines) }, "greeting", "reply_too_long"},
		{"empty lines", func(p *script.Peer) { flood(p, empty) }, "greeting", "not_smtp"},
		{"a million capabilities", func(p *script.Peer) { p.Send("220 x"); p.Line(); flood(p, capability) }, "ehlo", "reply_too_long"},
		{"a capability without end", func(p *script.Peer) { p.Send("220 x"); p.Line(); p.Send("250-x"); flood(p, line) }, "ehlo", "line_too_long"},
		{"long lines", func(p *script.Peer) { flood(p, append(append([]byte("220-"), line[:60<<10]...), "\r\n"...)) }, "greeting", "reply_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.script)
			set := settings(s, smtp.SecurityNone, script.Authority{})
			set.InsecureAllowPlainPassword = true
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets()})
			runtime.ReadMemStats(&after)
			if cost := after.TotalAlloc - before.TotalAlloc; cost > most {
				t.Errorf("it cost %d MiB", cost>>20)
			}
			f := findingAt(t, report, tt.step)
			if f.Code != smtp.CodeProtocolViolation || f.Reason != tt.reason {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			size := 0
			for _, l := range report.Transcript {
				size += len(l.Text)
			}
			if size > proof.MaxTranscript {
				t.Errorf("a transcript of %d bytes", size)
			}
		})
	}
}

// TestSlowServerMeetsTheDeadline sends a byte whenever the client has had time
// to read the last one; the deadline of a step does not move.
func TestSlowServerMeetsTheDeadline(t *testing.T) {
	s := script.Serve(t, func(p *script.Peer) {
		if p.Number > 1 {
			return
		}
		for {
			if _, err := p.Conn.Write([]byte("2")); err != nil {
				return
			}
			runtime.Gosched()
		}
	})
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.Auth, set.TimeoutSeconds = smtp.SignInNone, 1
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Level: smtp.LevelConnect})
	if f := findingAt(t, report, "greeting"); f.Code != "net.timeout" && f.Reason != "line_too_long" {
		t.Errorf("got %s (%s)", f.Code, f.Reason)
	}
}

func TestHostileChallenges(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	challenge := func(format string) func(*script.Peer, string) {
		return func(p *script.Peer, line string) {
			nonce := nonceOf(line)
			p.Send("334 " + base64.StdEncoding.EncodeToString(fmt.Appendf(nil, format, nonce)))
			p.Line()
			p.Send("501 cancelled")
		}
	}
	tests := []struct {
		name, caps string
		auth       func(*script.Peer, string)
		reason     string
	}{
		{"2^31 iterations", "AUTH SCRAM-SHA-256", challenge("r=%sx,s=c2FsdA==,i=2147483648"), "scram_iterations"},
		{"no iterations", "AUTH SCRAM-SHA-1", challenge("r=%sx,s=c2FsdA==,i=0"), "scram_iterations"},
		{"another nonce", "AUTH SCRAM-SHA-256", challenge("r=x%s,s=c2FsdA==,i=4096"), "challenge"},
		{"an unknown extension", "AUTH SCRAM-SHA-256", challenge("m=ext,r=%sx,s=c2FsdA==,i=4096"), "challenge"},
		{"prompts without end", "AUTH LOGIN", func(p *script.Peer, _ string) {
			for line := "x"; line != "" && line != "*"; line = p.Line() {
				p.Send("334 UGFzc3dvcmQ6")
			}
			p.Send("501 cancelled")
		}, "challenge"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, behaviour{implicit: config, caps: []string{tt.caps}, auth: tt.auth}.play)
			report := smtp.Prove(t.Context(), smtp.Request{Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets()})
			f := findingAt(t, report, "authenticate")
			if f.Code != smtp.CodeProtocolViolation || f.Reason != tt.reason {
				t.Errorf("got %s (%s): %s", f.Code, f.Reason, golden.JSON(t, report))
			}
			if doc := golden.JSON(t, report); leaks(doc) {
				t.Errorf("the report holds the password: %s", doc)
			}
			if !strings.Contains(golden.JSON(t, report), `"text": "*"`) {
				t.Error("the exchange was not cancelled")
			}
		})
	}
}

// nonceOf takes the client's nonce out of AUTH SCRAM-… BASE64.
func nonceOf(line string) string {
	fields := strings.Fields(line)
	first, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil {
		return ""
	}
	_, nonce, _ := strings.Cut(string(first), ",r=")
	return nonce
}

func findingAt(t *testing.T, report proof.Report, step string) proof.Finding {
	t.Helper()
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == step })
	if i < 0 || report.Steps[i].Finding == nil {
		t.Fatalf("no finding at %s: %q", step, summary(report))
	}
	return *report.Steps[i].Finding
}
