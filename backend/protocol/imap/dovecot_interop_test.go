package imap_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	rehearsal "patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
	"patchbay/build/peers"
)

// alice is the only user of the real server.
const alice = "alice@example.test"

// realServer is a Dovecot with the certificate of an authority.
type realServer struct {
	*peers.Dovecot
	pem string
}

func runDovecot(t *testing.T, o peers.DovecotOptions) realServer {
	t.Helper()
	ca, err := rehearsal.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o.Passwords, o.Certificate = map[string]string{alice: password}, ca.Certificate(rehearsal.Good)
	return realServer{peers.RunDovecot(t, o), ca.PEM()}
}

func (d realServer) settings(address string, security account.Security) imap.Settings {
	set := imap.Settings{Mailbox: alice}
	set.Host, set.Port, _ = net.SplitHostPort(address)
	set.Security, set.CAPEM = security, d.pem
	return set
}

func TestDovecot(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"} {
		d := runDovecot(t, peers.DovecotOptions{Mechanisms: []string{mechanism}})
		for _, way := range []struct {
			security account.Security
			address  string
		}{{account.SecurityImplicitTLS, d.IMAPS()}, {account.SecuritySTARTTLS, d.IMAP()}} {
			t.Run(mechanism+" "+string(way.security), func(t *testing.T) {
				tap, err := peers.NewTap(way.address)
				if err != nil {
					t.Fatal(err)
				}
				report := prove(t, d.settings(tap.Address(), way.security))
				if err := tap.Close(); err != nil {
					t.Error(err)
				}
				if report.Verdict != proof.Passed {
					t.Fatalf("%s\n%s", golden.JSON(t, report), d.Log())
				}
				if got := stepOf(t, report, "authenticate"); got.Detail != mechanism || len(got.Mailbox.Capabilities) < 10 {
					t.Errorf("%+v", got)
				}
				folders := stepOf(t, report, "folders").Mailbox.Folders
				if len(folders) == 0 || folders[0].Messages == nil {
					t.Errorf("%+v", folders)
				}
				if leaks(string(tap.Sent())) {
					t.Error("the password was sent in clear")
				}
			})
		}
		if leaks(d.Log().String()) {
			t.Error("Dovecot logged the password")
		}
	}
}

func TestDovecotRefuses(t *testing.T) {
	d := runDovecot(t, peers.DovecotOptions{Mechanisms: []string{"PLAIN"}})
	wrong := account.Secrets{Password: secret.FromString("wrong-canary")}
	report := imap.Prove(t.Context(), imap.Request{Settings: d.settings(d.IMAPS(), account.SecurityImplicitTLS), Secrets: wrong})
	f := findingAt(t, report, "authenticate")
	if f.Code != "auth.rejected" || f.Remote == nil || f.Remote.Enhanced != "AUTHENTICATIONFAILED" || f.Remote.Text != "Authentication failed." {
		t.Errorf("%+v %+v", f, f.Remote)
	}
	if strings.Contains(golden.JSON(t, report), "canary") {
		t.Error("the report holds the password")
	}

	far := fromAfar(t, d.IMAP())
	clear := d.settings(far, account.SecurityNone)
	clear.InsecureAllowPlainPassword = true
	f = findingAt(t, prove(t, clear), "authenticate")
	_, port, _ := net.SplitHostPort(far)
	if f.Code != imap.CodeLoginDisabled || patchOf(f) != `{"port":`+port+`,"security":"starttls"}` {
		t.Errorf("%+v %s", f, patchOf(f))
	}

	f = findingAt(t, prove(t, d.settings(d.IMAP(), account.SecurityImplicitTLS)), "tls")
	if f.Code != "tls.not_tls" || !strings.Contains(patchOf(f), "starttls") {
		t.Errorf("%+v", f)
	}
	f = findingAt(t, prove(t, d.settings(d.IMAPS(), account.SecuritySTARTTLS)), "greeting")
	if f.Code != "tls.expected_tls" || !strings.Contains(patchOf(f), "implicit-tls") {
		t.Errorf("%+v", f)
	}
}

// fromAfar passes connections on from another address than the server's own,
// which Dovecot would hold for safe without TLS.
func fromAfar(t *testing.T, target string) string {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	s := script.Serve(t, func(p *script.Peer) {
		server, err := dialer.Dial("tcp", target)
		if err != nil {
			p.Errorf("%v", err)
			return
		}
		defer func() { _ = server.Close() }()
		go func() {
			_, _ = io.Copy(p.Conn, server)
			_ = p.Conn.Close()
		}()
		_, _ = io.Copy(server, p.Conn)
	})
	return s.Addr()
}

// introspector gives everyone one access token, and tells Dovecot whose it is.
func introspector(t *testing.T, owner string) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, document map[string]any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(document)
	}
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"access_token": accessToken, "token_type": "Bearer", "expires_in": 600})
	})
	mux.HandleFunc("POST /introspect", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"active": r.FormValue("token") == accessToken, "username": owner})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestDovecotTakesTokens(t *testing.T) {
	for _, mechanism := range []string{"XOAUTH2", "OAUTHBEARER"} {
		for owner, want := range map[string]string{alice: "", "bob@example.test": "auth.token_rejected"} {
			t.Run(mechanism+" of "+owner, func(t *testing.T) {
				tokens := introspector(t, owner)
				d := runDovecot(t, peers.DovecotOptions{Mechanisms: []string{mechanism}, Introspection: tokens.URL + "/introspect"})
				set := d.settings(d.IMAPS(), account.SecurityImplicitTLS)
				set.OAuth2 = account.OAuth2Settings{TokenURL: tokens.URL + "/token", ClientID: "c"}
				report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: account.Secrets{ClientSecret: secret.FromString("client-canary")}})
				doc := golden.JSON(t, report)
				switch step := stepOf(t, report, "authenticate"); {
				case want == "" && report.Verdict != proof.Passed:
					t.Errorf("%s\n%s", doc, d.Log())
				case want != "" && (step.Finding == nil || step.Finding.Code != want):
					t.Errorf("%s\n%s", doc, d.Log())
				}
				if strings.Contains(doc, "canary") {
					t.Error("the report holds a secret")
				}
			})
		}
	}
}
