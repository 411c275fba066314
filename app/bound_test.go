package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strconv"
	"strings"
	"sync"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

// hostile takes whatever it can get: a mail server that offers every sign-in
// without encryption, and a token endpoint. It keeps all bytes. A token is
// asked for only once a mail server is reached by TLS, which the third does.
type hostile struct {
	port, url string
	encrypted *smtpd.Server

	mu  sync.Mutex
	got bytes.Buffer
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	h := &hostile{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.port = strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	var ended sync.WaitGroup
	ended.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			ended.Go(func() { h.mail(conn) })
		}
	})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, _ := httputil.DumpRequest(r, true)
		h.keep(request)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, `{"error":"invalid_grant"}`)
	}))
	h.url = web.URL
	if h.encrypted, err = smtpd.Start(smtpd.Options{Token: refuse}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close()
		_ = h.encrypted.Close()
		web.Close()
		ended.Wait()
	})
	return h
}

// refuse is a mail server's answer to every token.
func refuse(string, secret.Text) string { return `{"status":"401"}` }

// mail speaks SMTP just well enough to be told a password.
func (h *hostile) mail(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	_, _ = fmt.Fprint(conn, "220 hostile\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		h.keep(lines.Bytes())
		command := strings.ToUpper(lines.Text())
		reply := "235 thank you"
		switch {
		case strings.HasPrefix(command, "EHLO"):
			reply = "250-hostile\r\n250 AUTH PLAIN LOGIN XOAUTH2"
		case command == "AUTH PLAIN", command == "AUTH LOGIN":
			reply = "334 "
		case strings.HasPrefix(command, "QUIT"):
			reply = "221 until later"
		}
		if _, err := fmt.Fprint(conn, reply+"\r\n"); err != nil {
			return
		}
	}
}

func (h *hostile) keep(b []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.got.Write(append(b, '\n'))
}

// holds reports in which form a secret was received.
func (h *hostile) holds(planted string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	for encoding, form := range encodings(planted) {
		if bytes.Contains(h.got.Bytes(), form) {
			return encoding
		}
	}
	return ""
}

// drafts lead to the hostile servers: one signs in with a password, the others
// with tokens.
func (h *hostile) drafts(site string) map[string]app.OutgoingDraft {
	draft := app.OutgoingDraft{
		DeploymentID: site, Host: "127.0.0.1", Port: h.port, Security: "none", InsecureAllowPlainPassword: true,
		Auth: "password", User: "portal", From: "portal@example.com", TimeoutSeconds: 5,
		Password: app.SecretInput{Change: "set", Value: canaryMail},
	}
	endpoint := h.encrypted.Endpoints()[0]
	tokens := draft
	tokens.Host, tokens.Port, tokens.Security = endpoint.Host, strconv.Itoa(endpoint.Port), endpoint.Security
	tokens.CAPEM, tokens.Auth, tokens.InsecureAllowPlainPassword = h.encrypted.CAPEM(), "oauth2", false
	tokens.Password = app.SecretInput{}
	tokens.OAuth2 = app.OAuth2Draft{
		Grant: "client_credentials", TokenURL: h.url, DeviceURL: h.url + "/device", ClientID: "portal",
		ClientSecret: app.SecretInput{Change: "set", Value: canaryClient},
		RefreshToken: app.SecretInput{Change: "set", Value: canaryRefresh},
	}
	refreshing := tokens
	refreshing.OAuth2.Grant = "refresh_token"
	return map[string]app.OutgoingDraft{"password": draft, "client secret": tokens, "refresh token": refreshing}
}

// elsewhere are the destinations that differ from the hostile one in one field,
// for a kind of secret.
func elsewhere(kind string) map[string]func(*app.OutgoingDraft) {
	moves := map[string]func(*app.OutgoingDraft){
		"host":     func(d *app.OutgoingDraft) { d.Host = "mail.example.com" },
		"port":     func(d *app.OutgoingDraft) { d.Port = "1" },
		"security": func(d *app.OutgoingDraft) { d.Security = "implicit-tls" },
		"user":     func(d *app.OutgoingDraft) { d.User = "somebody" },
	}
	if kind != "password" {
		moves["token URL"] = func(d *app.OutgoingDraft) { d.OAuth2.TokenURL = "https://login.example.com/token" }
		moves["device URL"] = func(d *app.OutgoingDraft) { d.OAuth2.DeviceURL = "https://login.example.com/device" }
		moves["client ID"] = func(d *app.OutgoingDraft) { d.OAuth2.ClientID = "another" }
	}
	return moves
}

// TestSC14_APageCannotSendAStoredSecretElsewhere saves each kind of secret for
// a destination that differs from a hostile one in one field, changes that
// field, and tries everything that a page can do.
func TestSC14_APageCannotSendAStoredSecretElsewhere(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	for _, kind := range []string{"password", "client secret", "refresh token"} {
		for field, move := range elsewhere(kind) {
			t.Run(kind+" and "+field, func(t *testing.T) {
				h := newHostile(t)
				site := p.site(t)
				draft := h.drafts(site)[kind]
				saved := draft
				move(&saved)
				stored := must(p.outgoing.Save(saved))(t)
				draft.Revision = stored.Revision
				keep := app.SecretInput{Change: "keep"}
				draft.Password, draft.OAuth2.ClientSecret, draft.OAuth2.RefreshToken = keep, keep, keep
				p.tryAll(t, draft)
				for _, planted := range []string{canaryMail, canaryClient, canaryRefresh} {
					if form := h.holds(planted); form != "" {
						t.Errorf("the hostile server was told %s, in %s", planted[:12], form)
					}
				}
			})
		}
	}
}

// site adds one more deployment.
func (p *pages) site(t *testing.T) string {
	t.Helper()
	n := strconv.Itoa(len(must(p.deployments.List())(t)))
	return must(p.deployments.Save(app.Deployment{
		Name: "Site " + n, TenantID: "site" + n, Hostname: "site" + n + ".example.com", Environment: "test",
	}))(t).ID
}

// tryAll does with a draft what a page can do; it must not be saved.
func (p *pages) tryAll(t *testing.T, draft app.OutgoingDraft) {
	t.Helper()
	if check := must(p.outgoing.Check(draft))(t); len(check.Unbound) == 0 {
		t.Error("the page is not told that a secret does not fit")
	}
	proof := must(p.outgoing.Prove(app.OutgoingProof{RunID: "r", Draft: draft, Level: "send"}))(t)
	if proof.Verdict != "failed" || proof.Steps[0].Finding == nil || proof.Steps[0].Finding.Code != "settings.secret_bound_elsewhere" {
		t.Errorf("the proof: %+v", proof.Steps)
	}
	// Whatever these answer, they must not tell.
	_, _ = p.outgoing.Permissions(app.OutgoingPermissionsRequest{RunID: "r", Draft: draft})
	_, _ = p.outgoing.Alternatives(app.OutgoingRun{RunID: "r", Draft: draft})
	_, _ = p.outgoing.SignIn(app.OutgoingSignInRequest{RunID: "r", Draft: draft, Method: "device"})
	if _, err := p.outgoing.Save(draft); !fault.HasCode(err, "settings.secret_bound_elsewhere") {
		t.Errorf("saved: %v", err)
	}
	refused := must(p.audit.Find(app.AuditFilter{Deployment: draft.DeploymentID, Action: "outgoing"}))(t)
	noted := 0
	for _, entry := range refused.Entries {
		if entry.Refused && entry.Detail != "" {
			noted++
		}
	}
	if noted == 0 {
		t.Errorf("no refusal is in the journal: %+v", refused.Entries)
	}
}

// TestSC14_TheHostileServerWouldHear shows that the test above can fail: what is
// entered for the hostile destination arrives.
func TestSC14_TheHostileServerWouldHear(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	h := newHostile(t)
	for kind, draft := range h.drafts(p.site(t)) {
		must(p.outgoing.Prove(app.OutgoingProof{RunID: "r", Draft: draft, Level: "signin"}))(t)
		planted := map[string]string{"password": canaryMail, "client secret": canaryClient, "refresh token": canaryRefresh}[kind]
		if h.holds(planted) == "" {
			t.Errorf("it did not hear the %s", kind)
		}
	}
}

func TestSC14_APageCannotMoveTheProxysPassword(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	saved := app.NetworkDraft{
		Proxy: "manual", Scheme: "socks5", Address: "proxy.example.com:1080", User: "ada",
		Password: app.SecretInput{Change: "set", Value: canaryProxy},
	}
	stored := must(p.network.Save(saved))(t)
	saved.Revision, saved.Password = stored.Revision, app.SecretInput{Change: "keep"}
	for field, move := range map[string]func(*app.NetworkDraft){
		"scheme": func(d *app.NetworkDraft) { d.Scheme = "http" },
		"host":   func(d *app.NetworkDraft) { d.Address = "127.0.0.1:1080" },
		"port":   func(d *app.NetworkDraft) { d.Address = "proxy.example.com:1081" },
		"user":   func(d *app.NetworkDraft) { d.User = "eve" },
	} {
		draft := saved
		move(&draft)
		if _, err := p.network.Save(draft); !fault.HasCode(err, "settings.secret_bound_elsewhere") {
			t.Errorf("with another %s: %v", field, err)
		}
	}
	if now := must(p.network.Get())(t); now.Address != "proxy.example.com:1080" || !now.Password.Set {
		t.Errorf("after it: %+v", now)
	}
	must(p.network.Save(saved))(t)
}
