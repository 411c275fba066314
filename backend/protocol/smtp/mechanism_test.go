package smtp_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

func encode(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func decode(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "not base64: " + s
	}
	return string(b)
}

func mac(h func() hash.Hash, key []byte, text string) []byte {
	m := hmac.New(h, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}

// verdict answers as the server would that compared got with want.
func verdict(p *script.Peer, got, want string) {
	if got != want {
		p.Send("535 5.7.8 wrong")
		return
	}
	p.Send("235 2.7.0 welcome")
}

func plainServer(p *script.Peer, line string) {
	verdict(p, decode(strings.TrimPrefix(line, "AUTH PLAIN ")), "\x00"+user+"\x00"+password)
}

func loginServer(p *script.Peer, _ string) {
	p.Send("334 " + encode("Username:"))
	name := decode(p.Line())
	p.Send("334 " + encode("Password:"))
	verdict(p, name+" "+decode(p.Line()), user+" "+password)
}

func cramServer(p *script.Peer, _ string) {
	const challenge = "<1.2@mail.test>"
	p.Send("334 " + encode(challenge))
	verdict(p, decode(p.Line()), user+" "+hex.EncodeToString(mac(md5.New, []byte(password), challenge)))
}

// scramServer is the server's side of RFC 5802; signature may spoil its proof.
func scramServer(h func() hash.Hash, signature func([]byte) []byte) func(*script.Peer, string) {
	return func(p *script.Peer, line string) {
		fields := strings.Fields(line)
		bare := strings.TrimPrefix(decode(fields[2]), "n,,")
		first := "r=" + nonceOf(line) + "server,s=" + encode("salt") + ",i=4096"
		p.Send("334 " + encode(first))
		final := decode(p.Line())
		withoutProof, clientProof, _ := strings.Cut(final, ",p=")
		message := bare + "," + first + "," + withoutProof
		salted, err := pbkdf2.Key(h, password, []byte("salt"), 4096, h().Size())
		if err != nil {
			p.Errorf("%v", err)
			return
		}
		clientKey := mac(h, salted, "Client Key")
		stored := h()
		stored.Write(clientKey)
		want := mac(h, stored.Sum(nil), message)
		for i := range want {
			want[i] ^= clientKey[i]
		}
		if clientProof != encode(string(want)) {
			p.Send("535 5.7.8 wrong")
			return
		}
		p.Send("334 " + encode("v="+encode(string(signature(mac(h, mac(h, salted, "Server Key"), message))))))
		verdict(p, p.Line(), "")
	}
}

// scramRefusal refuses by the mechanism's own words first (RFC 5802 §7).
func scramRefusal(p *script.Peer, line string) {
	p.Send("334 " + encode("r="+nonceOf(line)+"server,s="+encode("salt")+",i=4096"))
	p.Line()
	p.Send("334 " + encode("e=invalid-proof"))
	if p.Line() != "" {
		p.Send("500 5.5.2 an empty line was expected")
		return
	}
	p.Send("535 5.7.8 wrong")
}

func TestMechanisms(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	honest := func(b []byte) []byte { return b }
	spoiled := func(b []byte) []byte { b[0]++; return b }
	tests := []struct {
		name, caps, want string
		auth             func(*script.Peer, string)
		code             string // of the finding, "" when signed in
	}{
		{"PLAIN before LOGIN", "AUTH LOGIN PLAIN", "PLAIN", plainServer, ""},
		{"LOGIN", "AUTH LOGIN XOAUTH2", "LOGIN", loginServer, ""},
		{"old form", "AUTH=LOGIN", "LOGIN", loginServer, ""},
		{"lower case", "auth plain", "PLAIN", plainServer, ""},
		{"CRAM-MD5", "AUTH PLAIN CRAM-MD5", "CRAM-MD5", cramServer, ""},
		{"SCRAM-SHA-1", "AUTH PLAIN SCRAM-SHA-1", "SCRAM-SHA-1", scramServer(sha1.New, honest), ""},
		{"SCRAM-SHA-256", "AUTH PLAIN SCRAM-SHA-1 SCRAM-SHA-256", "SCRAM-SHA-256", scramServer(sha256.New, honest), ""},
		{"wrong signature", "AUTH SCRAM-SHA-256", "SCRAM-SHA-256", scramServer(sha256.New, spoiled), smtp.CodeProtocolViolation},
		{"refusal in SCRAM's words", "AUTH SCRAM-SHA-256", "SCRAM-SHA-256", scramRefusal, mailauth.CodeRejected},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, behaviour{implicit: config, caps: []string{tt.caps}, auth: tt.auth}.play)
			report := smtp.Prove(t.Context(), smtp.Request{Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets()})
			step := report.Steps[6]
			if step.Name != "authenticate" || step.Detail != tt.want {
				t.Errorf("step %+v", step)
			}
			if tt.code == "" && report.Verdict != proof.Passed || tt.code != "" && (step.Finding == nil || step.Finding.Code != tt.code) {
				t.Errorf("not as expected: %s", golden.JSON(t, report))
			}
			if doc := golden.JSON(t, report); leaks(doc) {
				t.Errorf("the report holds the password: %s", doc)
			}
		})
	}
}

// TestLongPasswordFollowsAChallenge: a line of AUTH has 512 bytes at most.
func TestLongPasswordFollowsAChallenge(t *testing.T) {
	a := script.NewAuthority(t)
	long := strings.Repeat("p", 1000)
	var got string
	s := script.Serve(t, behaviour{implicit: script.TLS(a.Issue(t, nil)), auth: func(p *script.Peer, line string) {
		if line != "AUTH PLAIN" {
			p.Errorf("%d bytes at once", len(line))
		}
		p.Send("334 ")
		got = decode(p.Line())
		p.Send("235 2.7.0 welcome")
	}}.play)
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: settings(s, smtp.SecurityImplicitTLS, a),
		Secrets:  smtp.Secrets{Password: secretText(long)},
	})
	s.Close()
	if got != "\x00"+user+"\x00"+long || report.Verdict != proof.Passed {
		t.Errorf("not signed in: %s", golden.JSON(t, report))
	}
}

// TestEchoedResponsesAreMasked: a server that repeats what it was sent, whole,
// in base64 or in part, puts none of it into the report.
func TestEchoedResponsesAreMasked(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	for _, caps := range []string{"AUTH PLAIN", "AUTH LOGIN", "AUTH CRAM-MD5", "AUTH SCRAM-SHA-256"} {
		t.Run(caps, func(t *testing.T) {
			var sent []string
			echo := func(p *script.Peer, line string) {
				if fields := strings.Fields(line); len(fields) == 3 {
					sent = append(sent, fields[2])
				}
				challenge := "334 " + encode("r="+nonceOf(line)+"x,s=c2FsdA==,i=1")
				for range 2 {
					if caps == "AUTH PLAIN" || caps != "AUTH LOGIN" && len(sent) == 2 {
						break
					}
					p.Send(challenge)
					sent = append(sent, p.Line())
				}
				last := sent[len(sent)-1]
				plain := decode(last)
				p.Send("535-5.7.8 you sent "+last, "535-5.7.8 that is "+hex.EncodeToString([]byte(plain)),
					"535 5.7.8 or "+plain[strings.LastIndexAny(plain, " ,\x00")+1:])
			}
			s := script.Serve(t, behaviour{implicit: config, caps: []string{caps}, auth: echo}.play)
			report := smtp.Prove(t.Context(), smtp.Request{Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets()})
			s.Close()
			doc := golden.JSON(t, report)
			for _, response := range sent {
				plain := decode(response)
				if plain != user && (strings.Contains(doc, response) || strings.Contains(doc, hex.EncodeToString([]byte(plain)))) {
					t.Errorf("%q is in the report: %s", plain, doc)
				}
			}
			last := decode(sent[len(sent)-1])
			if secret := strings.TrimPrefix(last[strings.LastIndexAny(last, " ,\x00")+1:], "p="); strings.Contains(doc, secret) || leaks(doc) {
				t.Errorf("%q is in the report: %s", secret, doc)
			}
			if !strings.Contains(doc, "you sent [redacted]") {
				t.Errorf("the echo did not arrive: %s", doc)
			}
		})
	}
}
