package outgoing_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

const canary = "canary-7f3a-of-the-mail-server"

// changes alter one part each of what a password is bound to.
func changes() map[string]func(s *smtp.Settings, port string) {
	return map[string]func(s *smtp.Settings, port string){
		"host":     func(s *smtp.Settings, _ string) { s.Host = "localhost" },
		"port":     func(s *smtp.Settings, port string) { s.Port = port },
		"user":     func(s *smtp.Settings, _ string) { s.User = "eve" },
		"security": func(s *smtp.Settings, _ string) { s.Security, s.InsecureAllowPlainPassword = smtp.SecurityNone, true },
	}
}

func TestSC14_AStoredPasswordGoesOnlyWhereItWasSavedFor(t *testing.T) {
	listener := newHostileListener(t)
	for name, change := range changes() {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			saved := f.save(t, outgoing.Draft{
				Settings: smtp.Settings{
					Host: "127.0.0.1", Port: listener.port, Security: smtp.SecuritySTARTTLS,
					Auth: smtp.SignInPassword, User: "portal", From: "portal@example.com",
				},
				Secrets: smtp.SecretInputs{Password: set(canary)},
			})
			draft := edited(saved)
			change(&draft.Settings, listener.otherPort)

			report, err := f.servers.Prove(t.Context(), site, outgoing.ProofRequest{Draft: draft, Level: smtp.LevelSend})
			if err != nil {
				t.Fatal(err)
			}
			finding := report.Steps[0].Finding
			if report.Verdict != proof.Failed || report.Steps[0].Name != "settings" || finding == nil ||
				finding.Code != outgoing.CodeBoundElsewhere || !slices.Contains(finding.Fields, "password") {
				t.Errorf("the proof says %+v", report.Steps)
			}

			_, err = f.servers.Save(t.Context(), site, draft)
			if !fault.HasCode(err, outgoing.CodeBoundElsewhere) || !slices.Contains(sortedFields(err), "password") {
				t.Errorf("saving says %v", err)
			}
		})
	}
	t.Run("a variable", func(t *testing.T) {
		f := newFixture(t)
		f.variables["mail"] = "127.0.0.1"
		saved := f.save(t, outgoing.Draft{
			Settings: smtp.Settings{
				Host: "%mail%", Port: listener.port, Security: smtp.SecurityNone, InsecureAllowPlainPassword: true,
				Auth: smtp.SignInPassword, User: "portal", From: "portal@example.com",
			},
			Secrets: smtp.SecretInputs{Password: set(canary)},
		})
		f.variables["mail"] = "localhost"
		report, err := f.servers.Prove(t.Context(), site, outgoing.ProofRequest{Draft: edited(saved), Level: smtp.LevelSignIn})
		if err != nil || report.Steps[0].Finding == nil || report.Steps[0].Finding.Code != outgoing.CodeBoundElsewhere {
			t.Errorf("%v, %+v", err, report.Steps)
		}
	})
	if got := listener.received(); leaks(got) {
		t.Errorf("the hostile listener got a credential: %q", got)
	}
}

// leaks looks for the canary in clear and in base64 at any alignment.
func leaks(received []byte) bool {
	if bytes.Contains(received, []byte(canary)) {
		return true
	}
	for skip := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(canary)[skip:])
		if bytes.Contains(received, []byte(encoded[:len(encoded)-4])) {
			return true
		}
	}
	return false
}

// hostileListener offers sign-in in clear on two ports and keeps all it gets.
type hostileListener struct {
	port, otherPort string
	mu              sync.Mutex
	got             bytes.Buffer
}

func newHostileListener(t *testing.T) *hostileListener {
	t.Helper()
	h := &hostileListener{}
	for _, port := range []*string{&h.port, &h.otherPort} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		*port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
		go h.serve(l)
	}
	return h
}

func (h *hostileListener) serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go h.converse(conn)
	}
}

func (h *hostileListener) converse(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	say := func(text string) { _, _ = conn.Write([]byte(text + "\r\n")) }
	say("220 mail.example ESMTP")
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		h.mu.Lock()
		h.got.WriteString(lines.Text() + "\n")
		h.mu.Unlock()
		switch {
		case strings.HasPrefix(lines.Text(), "EHLO"):
			say("250-mail.example\r\n250 AUTH PLAIN LOGIN")
		case strings.HasPrefix(lines.Text(), "AUTH"):
			say("334 ")
		case lines.Text() == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (h *hostileListener) received() []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return bytes.Clone(h.got.Bytes())
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
