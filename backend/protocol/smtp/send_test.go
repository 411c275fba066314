package smtp_test

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/mail"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

// sending is a batch to one recipient after the other, with what came of it.
type sending struct {
	to         []string
	handing    []int
	deliveries []smtp.Delivery
	refuse     error // of handing over
}

func (s *sending) batch() smtp.Batch {
	return smtp.Batch{
		Count: len(s.to),
		Mail: func(i int) (smtp.Mail, bool) {
			return smtp.Mail{
				To: s.to[i], Subject: "Größe " + strconv.Itoa(i), Text: ".\r\nplain\r\n", HTML: "<p>rich</p>", ID: "word-" + strconv.Itoa(i),
			}, s.to[i] != ""
		},
		Handing: func(i int) error { s.handing = append(s.handing, i); return s.refuse },
		Ended:   func(_ int, d smtp.Delivery) error { s.deliveries = append(s.deliveries, d); return nil },
	}
}

func (s *sending) results() string {
	var results []string
	for _, d := range s.deliveries {
		results = append(results, string(d.Result))
	}
	return strings.Join(results, " ")
}

func inClear(server *script.Server) smtp.Request {
	return smtp.Request{
		Settings: smtp.Settings{
			Host: "127.0.0.1", Port: server.Port(), Security: smtp.SecurityNone, InsecureAllowPlainPassword: true,
			Auth: smtp.SignInPassword, User: user, From: "portal@example.com", TimeoutSeconds: 5,
		},
		Secrets: smtp.Secrets{Password: secret.FromString(password)},
	}
}

func people(n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("p%d@example.com", i))
	}
	return list
}

func TestSendTellsWhatBecameOfEachMail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		behaviour   behaviour
		judge       func(p *script.Peer, line string) (answer string, ok bool)
		results     string
		connections int
	}{
		{"all are taken, over one connection", behaviour{}, nil, "accepted accepted accepted", 1},
		{"one recipient is refused for good", behaviour{}, func(_ *script.Peer, line string) (string, bool) {
			return "550 5.1.1 nobody", strings.Contains(line, "<p1@")
		}, "accepted refused accepted", 1},
		{"one recipient is refused for now", behaviour{}, func(_ *script.Peer, line string) (string, bool) {
			return "450 4.2.0 later", strings.Contains(line, "<p1@")
		}, "accepted refused_for_now accepted", 1},
		{"the sender is refused", behaviour{replies: map[string]string{"MAIL": "553 5.7.1 not yours"}}, nil, "refused refused refused", 1},
		{"the data are refused", behaviour{replies: map[string]string{"DATA": "554 5.7.1 no"}}, nil, "refused refused refused", 1},
		{"the message is refused for now", behaviour{replies: map[string]string{"BODY": "451 4.7.1 greylisted"}}, nil, "refused_for_now refused_for_now refused_for_now", 1},
		{"the message is refused for good", behaviour{replies: map[string]string{"BODY": "554 5.7.1 spam"}}, nil, "refused refused refused", 1},
		{"the message is answered with a question", behaviour{replies: map[string]string{"BODY": "354 go ahead"}}, nil, "lost lost lost", 3},
		{"the server closes between two", behaviour{replies: map[string]string{"BODY": "421 4.3.2 busy"}}, nil, "refused_for_now refused_for_now refused_for_now", 3},
		{"the server cannot reset", behaviour{replies: map[string]string{"RSET": "500 what"}}, func(_ *script.Peer, line string) (string, bool) {
			return "550 5.1.1 nobody", strings.Contains(line, "<p0@")
		}, "refused accepted accepted", 2},
		{"the sign-in is refused", behaviour{replies: map[string]string{"AUTH": "535 5.7.8 wrong"}}, nil, "not_tried not_tried not_tried", 1},
		{"the greeting is a refusal", behaviour{greeting: "554 no"}, nil, "not_tried not_tried not_tried", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := script.Serve(t, func(p *script.Peer) {
				tt.behaviour.playWith(p, func(line string) (string, bool) {
					if tt.judge == nil {
						return "", false
					}
					return tt.judge(p, line)
				})
			})
			s := &sending{to: people(3)}
			if err := smtp.Send(t.Context(), smtp.SendRequest{Request: inClear(server), Batch: s.batch()}); err != nil {
				t.Fatal(err)
			}
			if s.results() != tt.results || server.Connections() != tt.connections {
				t.Errorf("%s over %d connections", s.results(), server.Connections())
			}
			for i, d := range s.deliveries {
				if (d.Finding == nil) != (d.Result == smtp.Accepted) || d.Finding != nil && (d.Finding.Cause == "" || d.Finding.Code == "") {
					t.Errorf("%d: %+v %+v", i, d, d.Finding)
				}
			}
		})
	}
}

// What the server may have taken is not known, and it is not asked again.
func TestAConnectionLostAfterTheDataIsUnknown(t *testing.T) {
	t.Parallel()
	bodies := make(chan string, 4)
	server := script.Serve(t, func(p *script.Peer) {
		behaviour{}.playWith(p, func(line string) (string, bool) {
			if line != "DATA" {
				return "", false
			}
			p.Send("354 go ahead")
			for l, ok := p.Next(); ok && l != "."; l, ok = p.Next() {
			}
			bodies <- "came"
			_ = p.Conn.Close()
			return "250 too late", true
		})
	})
	s := &sending{to: people(2)}
	if err := smtp.Send(t.Context(), smtp.SendRequest{Request: inClear(server), Batch: s.batch()}); err != nil {
		t.Fatal(err)
	}
	if s.results() != "lost lost" || len(bodies) != 2 {
		t.Errorf("%s, %d bodies", s.results(), len(bodies))
	}
	if f := s.deliveries[0].Finding; !strings.Contains(f.Cause, "is not known") || s.deliveries[0].MessageID != "<word-0@example.com>" {
		t.Errorf("%+v", s.deliveries[0])
	}
}

func TestNothingIsHandedOverThatCannotBeNoted(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	server := script.Serve(t, func(p *script.Peer) { behaviour{}.play(p) })
	s := &sending{to: people(2), refuse: full}
	if err := smtp.Send(t.Context(), smtp.SendRequest{Request: inClear(server), Batch: s.batch()}); !errors.Is(err, full) {
		t.Fatalf("error %v", err)
	}
	_, all := server.Received()
	if strings.Contains(all, "DATA") || len(s.deliveries) != 0 {
		t.Errorf("it was sent all the same: %+v", s.deliveries)
	}
}

func TestSendEndsWithItsContext(t *testing.T) {
	t.Parallel()
	server := script.Serve(t, func(p *script.Peer) { behaviour{}.play(p) })
	ctx, cancel := context.WithCancel(t.Context())
	s := &sending{to: people(3)}
	batch := s.batch()
	batch.Ended = func(_ int, d smtp.Delivery) error { s.deliveries = append(s.deliveries, d); cancel(); return nil }
	err := smtp.Send(ctx, smtp.SendRequest{Request: inClear(server), Batch: batch})
	if !errors.Is(err, context.Canceled) || s.results() != "accepted" {
		t.Errorf("%v, %s", err, s.results())
	}
}

// To somebody who sends, no test was cancelled.
func TestACancelledMailIsCalledOne(t *testing.T) {
	t.Parallel()
	for begin, want := range map[string]struct {
		result smtp.Result
		cause  string
	}{
		"EHLO": {smtp.NotTried, "Sending was cancelled, and the connection was closed."},
		"MAIL": {smtp.NotTried, "Sending was cancelled, and the connection was closed."},
		"DATA": {smtp.Lost, "Sending was cancelled, and the connection was closed. Whether the server has taken the message is not known."},
	} {
		t.Run(begin, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			server := script.Serve(t, func(p *script.Peer) {
				behaviour{}.playWith(p, func(line string) (string, bool) {
					if !strings.HasPrefix(line, begin) {
						return "", false
					}
					if begin == "DATA" {
						p.Send("354 go ahead")
						for l, ok := p.Next(); ok && l != "."; l, ok = p.Next() {
						}
					}
					cancel()
					p.Next() // until it hangs up
					return "", true
				})
			})
			s := &sending{to: people(1)}
			if err := smtp.Send(ctx, smtp.SendRequest{Request: inClear(server), Batch: s.batch()}); err != nil {
				t.Fatal(err)
			}
			d := s.deliveries[0]
			if d.Result != want.result || d.Finding.Cause != want.cause || strings.Contains(d.Finding.Remedy, "test") {
				t.Errorf("%s: %s %s", d.Result, d.Finding.Cause, d.Finding.Remedy)
			}
		})
	}
}

func TestAServerThatRepeatsThePasswordIsNotQuoted(t *testing.T) {
	t.Parallel()
	server := script.Serve(t, func(p *script.Peer) {
		behaviour{replies: map[string]string{"BODY": "554 5.7.1 you said " + password, "RCPT": "250 " + password}}.play(p)
	})
	s := &sending{to: people(1)}
	if err := smtp.Send(t.Context(), smtp.SendRequest{Request: inClear(server), Batch: s.batch()}); err != nil {
		t.Fatal(err)
	}
	if said := fmt.Sprintf("%+v %+v %+v", s.deliveries[0], s.deliveries[0].Finding, s.deliveries[0].Remote); strings.Contains(said, password) {
		t.Errorf("it says %s", said)
	}
}

// A mail arrives whole: both forms, an image in its place, and dots.
func TestAMailArrives(t *testing.T) {
	t.Parallel()
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	endpoint := server.Endpoints()[0]
	s := &sending{to: []string{"", "ada@bücher.example"}}
	batch := s.batch()
	inner := batch.Mail
	batch.Mail = func(i int) (smtp.Mail, bool) {
		m, ok := inner(i)
		m.HTML = `<p>rich</p><img src="cid:logo-1@image.invalid" alt="Logo">`
		m.Inline = []smtp.Inline{{ContentID: "logo-1@image.invalid", MediaType: "image/png", Data: []byte("\x89PNG\r\n\x1a\nrest")}}
		return m, ok
	}
	err = smtp.Send(t.Context(), smtp.SendRequest{Batch: batch, Request: smtp.Request{
		Settings: smtp.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword,
			User: server.User(), From: "portal@example.com", FromName: "Портал", CAPEM: server.CAPEM(),
		},
		Secrets: smtp.Secrets{Password: server.Password()},
	}})
	if err != nil || s.results() != "accepted" {
		t.Fatalf("%v %s %+v", err, s.results(), s.deliveries)
	}
	got, err := server.Message(server.Messages()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Größe 1", "ada@xn--bcher-kva.example"}, []string{got.Subject, got.EnvelopeTo[0]}); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(got.HTML, "cid:logo-1") || !strings.HasPrefix(got.Text, ".\n") && !strings.HasPrefix(got.Text, ".\r\n") {
		t.Errorf("HTML %q, text %q", got.HTML, got.Text)
	}
	for _, want := range []string{"multipart/related", "multipart/alternative", "Content-ID: <logo-1@image.invalid>", "Message-ID: <word-1@example.com>", "Auto-Submitted: auto-generated"} {
		if !strings.Contains(strings.ToLower(got.Raw), strings.ToLower(want)) {
			t.Errorf("there is no %s", want)
		}
	}
}

// A subject is read as it was written: folded or not, and where it looks like an
// encoded word.
func TestASubjectIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{
		"Approve transaction 17", "Größe", "two  blanks", strings.Repeat("word ", 150) + "end", strings.Repeat("a", 998), "a " + strings.Repeat("b", 990),
		strings.Repeat("ü", 499), "=?utf-8?q?hi=0D=0ABcc:_eve?=", "=?UTF-8?B?aGk=?= and more", "what=? ü", strings.Repeat("日本 ", 140) + "=?",
	} {
		raw, err := smtp.ComposeMail(smtp.Settings{Host: "h", From: "portal@example.com"}, smtp.Mail{To: "ada@example.com", Subject: subject, ID: "word"})
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(raw), "\r\n") {
			if len(line) > 998 { // RFC 5322 §2.1.1
				t.Errorf("%.20q: a line has %d bytes", subject, len(line))
			}
		}
		read, err := mail.ReadMessage(strings.NewReader(string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
		if err != nil || got != subject {
			t.Errorf("%q is read as %q: %v", subject, got, err)
		}
	}
}

// FuzzComposeMail: no value adds a header field or ends the head early.
func FuzzComposeMail(f *testing.F) {
	f.Add("ada@example.com", "Hello", "text", "<p>html</p>", "word", "logo")
	f.Add("ada@example.com\r\nBcc: eve@example.com", "a\r\nBcc: eve@example.com", "\r\n.\r\nMAIL", "", "w\r\nX: y", "a\r\nX: y")
	f.Add("ada@example.com", "=?utf-8?q?=0D=0ABcc:_eve?=", ".", ".", "1", "1.2")
	f.Fuzz(func(t *testing.T, to, subject, text, html, id, cid string) {
		m := smtp.Mail{To: to, Subject: subject, Text: text, HTML: html, ID: id}
		if html != "" {
			m.Inline = []smtp.Inline{{ContentID: cid, MediaType: "image/png", Data: []byte(text)}}
		}
		raw, err := smtp.ComposeMail(smtp.Settings{Host: "h", From: "portal@example.com"}, m)
		if err != nil {
			return
		}
		read, err := mail.ReadMessage(strings.NewReader(string(raw)))
		if err != nil {
			t.Fatalf("%q cannot be read: %v", raw, err)
		}
		for name := range read.Header {
			switch name {
			case "From", "To", "Subject", "Date", "Message-Id", "User-Agent", "X-Mailer", "Auto-Submitted", "Mime-Version", "Content-Type", "Content-Transfer-Encoding":
			default:
				t.Errorf("there is a field %s", name)
			}
		}
	})
}
