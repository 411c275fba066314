package smtpd_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/rehearsal/smtpd"
)

func lines(text ...string) string { return strings.Join(text, "\r\n") + "\r\n" }

// caught sends a message and returns what the inbox shows.
func caught(t *testing.T, message string) smtpd.Mail {
	t.Helper()
	server := start(t, smtpd.Options{})
	mail := submissionTo(server)
	mail.message = message
	if err := mail.send(t, server, implicitTLSPort(server)); err != nil {
		t.Fatal(err)
	}
	shown, err := server.Message(server.Messages()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func TestMailIsShownAsAClientWould(t *testing.T) {
	message := lines(
		"From: =?utf-8?q?J=C3=BCrgen?= <juergen@example.com>",
		"To: =?iso-8859-1?q?Andr=E9?= <andre@example.org>, second@example.org",
		"Subject: =?utf-8?b?R3LDvMOfZQ==?=",
		"X-Long: one",
		"  two",
		"Mime-Version: 1.0",
		`Content-Type: multipart/mixed; boundary=outer`,
		"",
		"--outer",
		`Content-Type: multipart/alternative; boundary=inner`,
		"",
		"--inner",
		"Content-Type: text/plain; charset=iso-8859-1",
		"Content-Transfer-Encoding: quoted-printable",
		"",
		"Gr=FC=DFe",
		"--inner",
		"Content-Type: text/html; charset=utf-8",
		"Content-Transfer-Encoding: base64",
		"",
		"PGI+R3LDvMOfZTwvYj4=",
		"--inner--",
		"--outer",
		"Content-Type: text/plain",
		"Content-Disposition: attachment; filename=notes.txt",
		"",
		"not shown",
		"--outer--",
	)
	want := smtpd.Mail{
		Summary: smtpd.Summary{
			ID: "1", From: "Jürgen <juergen@example.com>", To: []string{"André <andre@example.org>", "second@example.org"},
			Subject: "Grüße", Size: len(message),
		},
		EnvelopeFrom: "portal@example.com",
		EnvelopeTo:   []string{"someone@example.org"},
		Headers: []smtpd.Header{
			{Name: "From", Value: "Jürgen <juergen@example.com>"},
			{Name: "To", Value: "André <andre@example.org>, second@example.org"},
			{Name: "Subject", Value: "Grüße"},
			{Name: "X-Long", Value: "one two"},
			{Name: "Mime-Version", Value: "1.0"},
			{Name: "Content-Type", Value: "multipart/mixed; boundary=outer"},
		},
		Text: "Grüße",
		HTML: "<b>Grüße</b>",
		Raw:  message,
	}
	if diff := cmp.Diff(want, caught(t, message), cmpopts.IgnoreFields(smtpd.Summary{}, "ReceivedAt")); diff != "" {
		t.Error(diff)
	}
}

func TestHostileMails(t *testing.T) {
	deep := func(levels int) string {
		var text strings.Builder
		for range levels {
			text.WriteString("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n")
		}
		return text.String()
	}
	for name, message := range map[string]string{
		"no head":             "just words\r\n",
		"broken field":        lines(": no name", "Subject: x", "", "body"),
		"broken addresses":    lines("From: <<>>, @", "To: a@b@c", "", "body"),
		"invalid UTF-8":       lines("Subject: \xff\xfe", "", "\xff body"),
		"NUL":                 lines("Subject: a\x00b", "", "a\x00b"),
		"unknown charset":     lines("Content-Type: text/plain; charset=klingon", "", "body"),
		"unknown encoding":    lines("Content-Transfer-Encoding: rot13", "", "body"),
		"bad base64":          lines("Content-Transfer-Encoding: base64", "", "!!!"),
		"no boundary":         lines("Content-Type: multipart/mixed", "", "body"),
		"unfinished parts":    lines("Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain"),
		"5,000 levels":        deep(5000),
		"100,000 parts":       "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 100_000),
		"endless head":        strings.Repeat("X-Field: value\r\n", 100_000) + "\r\nbody\r\n",
		"one long field":      "Subject: " + strings.Repeat("x\r\n ", 200_000) + "\r\n\r\nbody\r\n",
		"nested comments":     "From: " + strings.Repeat("(", 50_000) + "\r\n\r\nbody\r\n",
		"encoded-word bombs":  "Subject: " + strings.Repeat("=?utf-8?q?=41?=\r\n ", 10_000) + "\r\n\r\nbody\r\n",
		"more text than show": "\r\n" + strings.Repeat(strings.Repeat("x", 78)+"\r\n", 40_000),
	} {
		t.Run(name, func(t *testing.T) {
			shown := caught(t, message)
			for field, text := range map[string]string{"subject": shown.Subject, "text": shown.Text, "HTML": shown.HTML, "raw": shown.Raw} {
				if strings.ContainsRune(text, 0) || len(text) > 3<<20 {
					t.Errorf("%s is not fit to be shown: %d bytes", field, len(text))
				}
			}
			if shown.RawCut != (len(message) > 1<<20) {
				t.Errorf("raw of %d bytes: cut is %v", len(message), shown.RawCut)
			}
		})
	}
}

func TestInboxIsBounded(t *testing.T) {
	for name, test := range map[string]struct {
		options smtpd.Options
		want    []string
	}{
		"number": {smtpd.Options{MaxMessages: 2}, []string{"4", "3"}},
		"memory": {smtpd.Options{MaxSize: 200, MaxBytes: 200}, []string{"4", "3"}},
	} {
		server := start(t, test.options)
		for range 4 {
			if err := submissionTo(server).send(t, server, implicitTLSPort(server)); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, summary := range server.Messages() {
			got = append(got, summary.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		server.Clear()
		if got := server.Messages(); len(got) != 0 {
			t.Errorf("%s: %d messages after Clear", name, len(got))
		}
	}
}
