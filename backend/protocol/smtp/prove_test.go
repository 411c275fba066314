package smtp_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

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

func TestLevels(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	tests := []struct {
		level    smtp.Level
		security smtp.Security
		want     string
	}{
		{smtp.LevelConnect, smtp.SecurityImplicitTLS, "settings resolve connect tls greeting ehlo quit"},
		{smtp.LevelSignIn, smtp.SecurityImplicitTLS, "settings resolve connect tls greeting ehlo authenticate quit"},
		{smtp.LevelSignIn, smtp.SecuritySTARTTLS, "settings resolve connect greeting ehlo starttls authenticate quit"},
		{smtp.LevelEnvelope, smtp.SecuritySTARTTLS, "settings resolve connect greeting ehlo starttls authenticate sender recipient reset quit"},
		{smtp.LevelSend, smtp.SecurityNone, "settings resolve connect greeting ehlo authenticate sender recipient deliver quit"},
		{smtp.LevelSend, smtp.SecurityImplicitTLS, "settings resolve connect tls greeting ehlo authenticate sender recipient deliver quit"},
	}
	for _, tt := range tests {
		t.Run(string(tt.level)+" "+string(tt.security), func(t *testing.T) {
			b := behaviour{}
			switch tt.security {
			case smtp.SecurityImplicitTLS:
				b.implicit = config
			case smtp.SecuritySTARTTLS:
				b.startTLS = config
			}
			s := script.Serve(t, b.play)
			set := settings(s, tt.security, a)
			set.InsecureAllowPlainPassword = true
			report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets(), Level: tt.level})
			if report.Verdict != proof.Passed {
				t.Fatalf("not passed: %s", golden.JSON(t, report))
			}
			var names []string
			for _, step := range report.Steps {
				names = append(names, step.Name)
			}
			if diff := cmp.Diff(tt.want, strings.Join(names, " ")); diff != "" {
				t.Error(diff)
			}
			if doc := golden.JSON(t, report); leaks(doc) {
				t.Errorf("the report holds the password: %s", doc)
			}
			inClear, all := s.Received()
			if !leaks(all) && tt.level != smtp.LevelConnect {
				t.Error("the password was not sent: the test shows nothing")
			}
			if leaks(inClear) && tt.security != smtp.SecurityNone {
				t.Error("the password was sent in clear")
			}
		})
	}
}

// leaks looks for the password in the forms that the mechanisms give it.
func leaks(text string) bool {
	for _, form := range []string{
		password, "hunter2-canary",
		base64.StdEncoding.EncodeToString([]byte(password)),
		base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password)),
	} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestObserverSeesEveryStep(t *testing.T) {
	s := script.Serve(t, behaviour{}.play)
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.InsecureAllowPlainPassword = true
	var running, ended []string
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: set, Secrets: secrets(),
		Observe: func(p proof.Progress) {
			if p.Running {
				running = append(running, p.Step.Name)
				return
			}
			if p.Index != len(ended) {
				t.Errorf("step %s has index %d", p.Step.Name, p.Index)
			}
			ended = append(ended, p.Step.Name+" "+string(p.Step.Verdict))
		},
	})
	if diff := cmp.Diff(summary(report), ended); diff != "" {
		t.Error(diff)
	}
	if len(running) != len(ended) {
		t.Errorf("%d steps began, %d ended", len(running), len(ended))
	}
}

func TestSettingsStep(t *testing.T) {
	blocked := proof.Finding{Code: "settings.secret_bound_elsewhere", Cause: "c", Remedy: "r", Fields: []string{"host"}}
	tests := []struct {
		name   string
		edit   func(*smtp.Request)
		code   string
		fields []string
	}{
		{"nothing given", func(r *smtp.Request) { r.Settings = smtp.Settings{} }, "settings.missing", []string{"host", "from"}},
		{"no password", func(r *smtp.Request) { r.Secrets = smtp.Secrets{} }, "settings.missing", []string{"password"}},
		{"port", func(r *smtp.Request) { r.Settings.Port = "70000" }, "settings.invalid", []string{"port"}},
		{"variable", func(r *smtp.Request) { r.Settings.Host = "mail.%domain%" }, "settings.placeholder_unresolved", []string{"host"}},
		{"variable with a line break", func(r *smtp.Request) {
			r.Settings.EHLOName = "%name%"
			r.Lookup = func(string) (string, bool) { return "a\r\nRSET", true }
		}, "settings.invalid", []string{"ehloName"}},
		{"recipient", func(r *smtp.Request) { r.To = "a@b@c"; r.Level = smtp.LevelSend }, "settings.invalid", []string{"to"}},
		{"no client secret", func(r *smtp.Request) {
			r.Settings.Auth = smtp.SignInOAuth2
			r.Settings.OAuth2 = smtp.OAuth2Settings{TokenURL: "https://id.example.com/token", ClientID: "c"}
		}, "settings.missing", []string{"oauth2.clientSecret"}},
		{"nobody signed in", func(r *smtp.Request) {
			r.Settings.Auth = smtp.SignInOAuth2
			r.Settings.OAuth2 = smtp.OAuth2Settings{
				TokenURL: "https://id.example.com/token", AuthURL: "https://id.example.com/auth", ClientID: "c",
			}
		}, "settings.missing", []string{"oauth2.refreshToken"}},
		{"plain password", func(r *smtp.Request) { r.Settings.Security = smtp.SecurityNone }, "settings.invalid", []string{"insecureAllowPlainPassword"}},
		{"blocked", func(r *smtp.Request) { r.Blocked = &blocked; r.Secrets = smtp.Secrets{} }, "settings.secret_bound_elsewhere", []string{"host"}},
		{"level", func(r *smtp.Request) { r.Level = "all" }, "settings.invalid", []string{"level"}},
		{"password with a NUL", func(r *smtp.Request) { r.Secrets.Password = secretText("a\x00b") }, "settings.invalid", []string{"password"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, behaviour{}.play)
			r := smtp.Request{Settings: settings(s, smtp.SecurityImplicitTLS, script.Authority{}), Secrets: secrets()}
			tt.edit(&r)
			report := smtp.Prove(t.Context(), r)
			first := report.Steps[0]
			if first.Finding == nil || first.Finding.Code != tt.code {
				t.Fatalf("want %s, got %s", tt.code, golden.JSON(t, report))
			}
			if diff := cmp.Diff(tt.fields, first.Finding.Fields); diff != "" {
				t.Error(diff)
			}
			for _, step := range report.Steps[1:] {
				if step.Verdict != proof.Skipped {
					t.Errorf("step %s is %s", step.Name, step.Verdict)
				}
			}
			s.Close()
			if s.Connections() != 0 {
				t.Error("a connection was made")
			}
		})
	}
}

func TestCancelClosesAtOnce(t *testing.T) {
	for step, security := range map[string]smtp.Security{"greeting": smtp.SecurityNone, "tls": smtp.SecurityImplicitTLS} {
		t.Run(step, func(t *testing.T) {
			s := script.Serve(t, func(p *script.Peer) { p.Wait() })
			set := settings(s, security, script.Authority{})
			set.Auth, set.TimeoutSeconds = smtp.SignInNone, 300
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			report := smtp.Prove(ctx, smtp.Request{
				Settings: set, Level: smtp.LevelConnect, Timeout: 300 * time.Second,
				Observe: func(p proof.Progress) {
					if p.Running && p.Step.Name == step {
						cancel()
					}
				},
			})
			if f := findingAt(t, report, step); f.Code != "net.closed" || f.Reason != "cancelled" {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			if last := report.Steps[len(report.Steps)-1]; last.Verdict != proof.Skipped {
				t.Errorf("the last step is %s", last.Verdict)
			}
		})
	}
}

func BenchmarkSend(b *testing.B) {
	s := script.Serve(b, behaviour{}.play)
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.InsecureAllowPlainPassword = true
	for b.Loop() {
		if r := smtp.Prove(b.Context(), smtp.Request{Settings: set, Secrets: secrets(), Level: smtp.LevelSend}); r.Verdict != proof.Passed {
			b.Fatal(summary(r))
		}
	}
}
