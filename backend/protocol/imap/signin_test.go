package imap_test

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

func encode(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func decode(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "not base64: " + s
	}
	return string(b)
}

// judge answers as the server would that compared got with want.
func judge(p *script.Peer, tag, got, want string) {
	if got != want {
		p.Send(tag + " NO [AUTHENTICATIONFAILED] wrong")
		return
	}
	p.Send(tag + " OK welcome")
}

func plainServer(p *script.Peer, tag, line string) {
	judge(p, tag, decode(strings.TrimPrefix(line, "AUTHENTICATE PLAIN ")), "\x00"+user+"\x00"+password)
}

func plainServerAsking(p *script.Peer, tag, line string) {
	if line != "AUTHENTICATE PLAIN" {
		p.Send(tag + " BAD no initial response was offered")
		return
	}
	p.Send("+ ")
	answer, _ := p.Next()
	judge(p, tag, decode(answer), "\x00"+user+"\x00"+password)
}

func loginMechanismServer(p *script.Peer, tag, _ string) {
	p.Send("+ " + encode("Username:"))
	name, _ := p.Next()
	p.Send("+ " + encode("Password:"))
	word, _ := p.Next()
	judge(p, tag, decode(name)+" "+decode(word), user+" "+password)
}

func cramServer(p *script.Peer, tag, _ string) {
	const challenge = "<1.2@mail.test>"
	p.Send("+ " + encode(challenge))
	answer, _ := p.Next()
	mac := hmac.New(md5.New, []byte(password))
	mac.Write([]byte(challenge))
	judge(p, tag, decode(answer), user+" "+hex.EncodeToString(mac.Sum(nil)))
}

func loginCommandServer(p *script.Peer, tag, line string) {
	judge(p, tag, line, `LOGIN "`+user+`" "`+password+`"`)
}

func TestMechanisms(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	for _, tt := range []struct {
		name, caps, want string
		signIn           func(p *script.Peer, tag, line string)
		code             string // of the finding, "" when signed in
	}{
		{"PLAIN at once", "IMAP4rev1 SASL-IR AUTH=LOGIN AUTH=PLAIN", "PLAIN", plainServer, ""},
		{"PLAIN by IMAP4rev2", "IMAP4rev2 AUTH=PLAIN", "PLAIN", plainServer, ""},
		{"PLAIN when asked", "IMAP4rev1 AUTH=PLAIN", "PLAIN", plainServerAsking, ""},
		{"the mechanism LOGIN", "IMAP4rev1 SASL-IR AUTH=LOGIN AUTH=XOAUTH2", "LOGIN", loginMechanismServer, ""},
		{"CRAM-MD5", "IMAP4rev1 auth=cram-md5 auth=plain", "CRAM-MD5", cramServer, ""},
		{"the command LOGIN", "IMAP4rev1", "LOGIN", loginCommandServer, ""},
		{"LOGIN beside mechanisms nobody speaks", "IMAP4rev1 AUTH=GSSAPI", "LOGIN", loginCommandServer, ""},
		{"refused", "IMAP4rev1 AUTH=PLAIN SASL-IR", "PLAIN", func(p *script.Peer, tag, _ string) { judge(p, tag, "a", "b") }, "auth.rejected"},
		{"tokens only", "IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2", "", nil, "auth.mechanism_not_offered"},
		{"nothing to sign in with", "IMAP4rev1 LOGINDISABLED AUTH=GSSAPI", "", nil, imap.CodeLoginDisabled},
		{"a challenge behind everything", "IMAP4rev1 SASL-IR AUTH=PLAIN", "PLAIN", func(p *script.Peer, tag, _ string) {
			p.Send("+ " + encode("more"))
			if line, _ := p.Next(); line != "*" {
				p.Errorf("the exchange was not cancelled: %q", line)
			}
			p.Send(tag + " BAD cancelled")
		}, imap.CodeProtocolViolation},
		{"a challenge that is no base64", "IMAP4rev1 AUTH=CRAM-MD5", "CRAM-MD5", func(p *script.Peer, tag, _ string) {
			p.Send("+ ?")
			_, _ = p.Next()
			p.Send(tag + " BAD cancelled")
		}, imap.CodeProtocolViolation},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, behaviour{implicit: config, caps: tt.caps, signIn: tt.signIn}.play)
			report := prove(t, settings(s, account.SecurityImplicitTLS, a))
			step := stepOf(t, report, "authenticate")
			if step.Detail != tt.want {
				t.Errorf("signed in with %q", step.Detail)
			}
			code := ""
			if step.Finding != nil {
				code = step.Finding.Code
			}
			if code != tt.code {
				t.Errorf("got %q: %s", code, golden.JSON(t, report))
			}
			if _, all := s.Received(); tt.signIn == nil && leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

// loginReader reads the arguments of LOGIN as servers do, asking for literals
// unless they are sent unasked.
func loginReader(p *script.Peer, tag, line string) []string {
	rest := strings.TrimPrefix(line, "LOGIN ")
	var values []string
	for rest != "" {
		rest = strings.TrimPrefix(rest, " ")
		if quoted, ok := strings.CutPrefix(rest, `"`); ok {
			var value strings.Builder
			i := 0
			for ; quoted[i] != '"'; i++ {
				if quoted[i] == '\\' {
					i++
				}
				value.WriteByte(quoted[i])
			}
			values, rest = append(values, value.String()), quoted[i+1:]
			continue
		}
		length := strings.Trim(rest, "{}+")
		n, err := strconv.Atoi(length)
		if err != nil {
			p.Errorf("neither a string nor a literal: %q", rest)
			return values
		}
		if !strings.HasSuffix(rest, "+}") {
			p.Send("+ go on")
		}
		value := make([]byte, n)
		_, _ = io.ReadFull(p.Reader, value)
		values = append(values, string(value))
		rest, _ = p.Next()
	}
	return values
}

func TestLoginCarriesEveryPassword(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	for _, word := range []string{
		"plain", `quo"te\d`, "with blank", "ümlaut-canary", "tab\tinside", "{5}", "NIL", strings.Repeat("long", 500), `"`, "a\x7fb",
	} {
		for _, caps := range []string{"IMAP4rev1", "IMAP4rev1 LITERAL+", "IMAP4rev1 LITERAL-", "IMAP4rev2"} {
			t.Run(fmt.Sprintf("%.12q, %s", word, caps), func(t *testing.T) {
				s := script.Serve(t, behaviour{implicit: config, caps: caps, signIn: func(p *script.Peer, tag, line string) {
					judge(p, tag, strings.Join(loginReader(p, tag, line), "|"), user+"|"+word)
				}}.play)
				report := imap.Prove(t.Context(), imap.Request{
					Settings: settings(s, account.SecurityImplicitTLS, a), Secrets: account.Secrets{Password: secret.FromString(word)},
				})
				if report.Verdict != proof.Passed {
					t.Error(golden.JSON(t, report))
				}
				for _, line := range report.Transcript {
					if len(word) > 5 && strings.Contains(line.Text, word) {
						t.Errorf("the transcript shows the password: %q", line.Text)
					}
				}
			})
		}
	}
}

// TestLiteralRefused: a server may refuse a literal instead of asking for it.
func TestLiteralRefused(t *testing.T) {
	s := script.Serve(t, behaviour{caps: "IMAP4rev1", signIn: func(p *script.Peer, tag, _ string) {
		p.Send(tag + " NO [AUTHENTICATIONFAILED] seven bits only")
	}}.play)
	report := imap.Prove(t.Context(), imap.Request{
		Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: account.Secrets{Password: secret.FromString("ü-canary")},
	})
	if f := findingAt(t, report, "authenticate"); f.Code != "auth.rejected" || f.Remote.Text != "seven bits only" {
		t.Errorf("%+v", f)
	}
	if _, all := s.Received(); strings.Contains(all, "canary") {
		t.Error("the password was sent all the same")
	}
}

// TestEchoIsMasked: whatever a server says back of the password is not shown.
func TestEchoIsMasked(t *testing.T) {
	for _, caps := range []string{"IMAP4rev1", "IMAP4rev1 SASL-IR AUTH=PLAIN", "IMAP4rev1 AUTH=LOGIN"} {
		report := proveClear(t, behaviour{caps: caps, signIn: func(p *script.Peer, tag, line string) {
			if strings.HasSuffix(line, "LOGIN") && strings.HasPrefix(line, "AUTH") {
				p.Send("+ " + encode("Username:"))
				_, _ = p.Next()
				p.Send("+ " + encode("Password:"))
				line, _ = p.Next()
			}
			p.Send("* NO [ALERT] you said "+line, "* OK "+password, "+ "+encode(password))
			_, _ = p.Next()
			p.Send(tag + " NO [AUTHENTICATIONFAILED] " + line + " and " + password + " and " + encode(password) + " are wrong")
		}})
		if findingAt(t, report, "authenticate").Code == "" {
			t.Error("signed in")
		}
	}
}

// TestOneSubmission: a proof shows the credentials to a server once.
func TestOneSubmission(t *testing.T) {
	s := script.Serve(t, behaviour{caps: "IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR", signIn: func(p *script.Peer, tag, _ string) { judge(p, tag, "a", "b") }}.play)
	prove(t, settings(s, account.SecurityNone, script.Authority{}))
	if _, all := s.Received(); strings.Count(all, "AUTHENTICATE")+strings.Count(all, "LOGIN ") != 1 {
		t.Errorf("received %q", all)
	}
}
