package mailbox_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/csv"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/mailbox"
	"patchbay/backend/rehearsal/authority"
	"patchbay/build/peers"
)

// patience ends a test that hangs; nothing is measured by it.
const patience = 20 * time.Second

// dovecot is a real server with as many accounts as a test wants.
type dovecot struct {
	*peers.Dovecot
	authority *authority.Authority
}

func runDovecot(t *testing.T, o peers.DovecotOptions) dovecot {
	t.Helper()
	ca, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o.Certificate, o.Raised = ca.Certificate(authority.Good), true
	// Patchbay would choose SCRAM, and wait for the server to derive its keys.
	o.Mechanisms = []string{"PLAIN", "LOGIN"}
	return dovecot{peers.RunDovecot(t, o), ca}
}

// accounts are numbered ones with the same password.
func accounts(n int) map[string]string {
	passwords := make(map[string]string, n)
	for i := range n {
		passwords[numbered(i)] = canary
	}
	return passwords
}

// importAll stores a mailbox for each account; wrong says for which of them the
// stored password is another one.
func (d dovecot) importAll(t *testing.T, f *fixture, n int, security string, wrong func(i int) bool) {
	t.Helper()
	address := d.IMAPS()
	if security == "starttls" {
		address = d.IMAP()
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	var file strings.Builder
	rows := csv.NewWriter(&file)
	_ = rows.Write([]string{"mailbox", "name", "description", "host", "port", "security", "caPem", "password"})
	for i := range n {
		password := canary
		if wrong(i) {
			password = "wrong"
		}
		_ = rows.Write([]string{numbered(i), "Desk", "A mailbox of the test", host, port, security, d.authority.PEM(), password})
	}
	rows.Flush()
	preview, err := f.mailboxes.Preview(t.Context(), site, []byte(file.String()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.mailboxes.Apply(t.Context(), site, preview, false); err != nil {
		t.Fatal(err)
	}
}

func none(int) bool { return false }

// A thousand mailboxes, of which every twentieth has a wrong password: all are
// proved, each account is asked once, and those with a wrong one are found.
func TestThousandMailboxesOnDovecot(t *testing.T) {
	const all, wrong = 1000, 50
	d := runDovecot(t, peers.DovecotOptions{Passwords: accounts(all)})
	f := newFixture(t)
	isWrong := func(i int) bool { return i%20 == 7 }
	d.importAll(t, f, all, "implicit-tls", isWrong)
	results := 0
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{Observe: func(mailbox.ManyResult) { results++ }})
	if err != nil {
		t.Fatal(err)
	}
	if report.Total != all || report.Failed != wrong || report.Passed+report.Warned != all-wrong || report.Untried != 0 || report.Unsaved != "" {
		t.Errorf("%+v", report)
	}
	if results != all {
		t.Errorf("%d results, want %d", results, all)
	}
	if rejected := findCause(report, "auth.rejected"); rejected.Count != wrong {
		t.Errorf("causes: %+v", report.Causes)
	}
	checkLights(t, f, map[evidence.Light]int{evidence.Failed: wrong})
	for i := range all {
		want := "Login: user=<" + numbered(i) + ">"
		if isWrong(i) {
			want = "user=<" + numbered(i) + ">"
		}
		if err := d.Log().Wait(want, patience); err != nil {
			t.Fatalf("%s was not tried", numbered(i))
		}
	}
	log := d.Log().String()
	if signedIn, refused := strings.Count(log, "Login: user=<"), strings.Count(log, "auth failed, 1 attempts"); signedIn != all-wrong || refused != wrong {
		t.Errorf("the server saw %d sign-ins and %d refusals", signedIn, refused)
	}
}

// A port that demands STARTTLS serves many as well.
func TestManyMailboxesThroughSTARTTLS(t *testing.T) {
	const all = 100
	d := runDovecot(t, peers.DovecotOptions{Passwords: accounts(all)})
	f := newFixture(t)
	d.importAll(t, f, all, "starttls", none)
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{})
	if err != nil || report.Passed+report.Warned != all {
		t.Errorf("%+v, %v", report, err)
	}
}

// A server at its limit of connections refuses some accounts. They are asked
// again later, with fewer at once, and none of them is taken for broken.
func TestConnectionLimitOfDovecotIsRespected(t *testing.T) {
	const all, held = 40, 5
	d := runDovecot(t, peers.DovecotOptions{Passwords: accounts(all), ConnectionsPerUser: 1})
	f := newFixture(t)
	d.importAll(t, f, all, "implicit-tls", none)
	var occupied []net.Conn
	for i := range held {
		occupied = append(occupied, d.occupy(t, numbered(i)))
	}
	var free sync.Once
	defer f.bus.Subscribe(func(e event.Event) {
		if e.Proving != nil && len(e.Proving.Slowed) > 0 {
			free.Do(func() {
				for _, conn := range occupied {
					_ = conn.Close()
				}
			})
		}
	})()
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Passed+report.Warned != all || report.Failed != 0 {
		t.Errorf("%+v", report)
	}
	if len(report.Slowed) != 1 || !strings.Contains(report.Slowed[0].Words, "Maximum number of connections") {
		t.Errorf("slowed: %+v", report.Slowed)
	}
}

// occupy holds the only connection that an account may have.
func (d dovecot) occupy(t *testing.T, user string) net.Conn {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(d.authority.PEM()))
	conn, err := tls.Dial("tcp", d.IMAPS(), &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(conn, "a LOGIN %s %s\r\n", user, canary); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "a OK ") {
			return conn
		}
	}
	t.Fatalf("%s could not sign in", user)
	return nil
}
