package cli_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
)

// mailServer is the rehearsal server of a script.
type mailServer struct{ *smtpd.Server }

type mailServerKey struct{}

func mailOf(ts *testscript.TestScript) *mailServer { return ts.Value(mailServerKey{}).(*mailServer) }

// mails starts a rehearsal server; its documents are smtp.json and gateway.json.
func mails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: mails")
	}
	server := startSMTP(ts)
	mailOf(ts).Server = server
	for _, endpoint := range server.Endpoints() {
		if endpoint.Security == string(smtp.SecurityImplicitTLS) {
			writeDocument(ts, "gateway.json", map[string]any{
				"host": endpoint.Host, "port": endpoint.Port, "from": server.User(), "senderName": "Staging vault",
				"password": string(server.Password().Reveal()), "caPem": server.CAPEM(),
			})
		}
	}
}

// acts chooses the failure of the server.
func acts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: acts [FAULT]")
	}
	ts.Check(mailOf(ts).SetFault(strings.Join(args, "")))
}

// caught holds how many messages arrived, and the newest against expressions.
func caught(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: caught N [REGEXP...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	all := mailOf(ts).Messages()
	if len(all) != want {
		ts.Fatalf("%d messages arrived, want %d", len(all), want)
	}
	if want == 0 {
		return
	}
	m, err := mailOf(ts).Message(all[0].ID)
	ts.Check(err)
	for _, expression := range args[1:] {
		text := "To: " + strings.Join(all[0].To, ", ") + "\nSubject: " + all[0].Subject + "\n" + m.Text
		if !regexp.MustCompile("(?m)" + expression).MatchString(text) {
			ts.Fatalf("no match for %q", expression) // the text may hold a password
		}
	}
}

// mailed writes the password of the newest message to a file.
func mailed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mailed FILE")
	}
	m, err := mailOf(ts).Message(mailOf(ts).Messages()[0].ID)
	ts.Check(err)
	found := mailedPassword().FindStringSubmatch(m.Text)
	if found == nil {
		ts.Fatalf("the newest message holds no password")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(found[1]+"\n"), 0o600))
}

// mailedPassword finds the password in the reset mail: groups with hyphens on a
// line of their own.
func mailedPassword() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^\s*(?:[^\n]*:\s*)?((?:[A-Za-z0-9]{3,}-){3,}[A-Za-z0-9]{3,})\s*$`)
}

// wide writes a file anew in UTF-16 with a byte order mark, as spreadsheets do.
func wide(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: wide FILE")
	}
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(ts.ReadFile(args[0]))) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o600))
}
