package script_test

import (
	"crypto/tls"
	"io"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/rehearsal/script"
)

// TestAServerTellsWhatCameInClear apart from what came under TLS.
func TestAServerTellsWhatCameInClear(t *testing.T) {
	a := script.NewAuthority(t)
	s := script.Serve(t, func(p *script.Peer) {
		if p.Line() != "begin" {
			p.Errorf("connection %d does not begin", p.Number)
		}
		p.Send("go ahead")
		if !p.StartTLS(script.TLS(a.Issue(t, nil))) || !p.Secured {
			p.Errorf("connection %d is in clear", p.Number)
		}
		p.Send("welcome")
		p.Wait()
	})
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ask(t, conn, "begin", "go ahead")
	secured := tls.Client(conn, script.Trust(t, a.PEM))
	ask(t, secured, "secret", "welcome")
	_ = secured.Close()

	inClear, all := s.Received()
	if diff := cmp.Diff([]string{"begin\r\n", "begin\r\nsecret\r\n"}, []string{inClear, all}); diff != "" {
		t.Errorf("received (-want +got):\n%s", diff)
	}
	if s.Connections() != 1 {
		t.Errorf("%d connections", s.Connections())
	}
}

// ask sends a line and compares the next one of the server's.
func ask(t *testing.T, conn io.ReadWriter, line, want string) {
	t.Helper()
	if _, err := io.WriteString(conn, line+"\r\n"); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(want)+2)
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != want+"\r\n" {
		t.Fatalf("answered %q, %v", got, err)
	}
}
