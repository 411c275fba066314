package cli_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/build/peers"
)

// somebody signs in wherever there is something to fill in or to choose, and
// waits where a page goes on by itself.
const somebody = `
	const form = document.querySelector('form')
	if (!form || form.querySelector('[name=SAMLResponse]')) return
	for (const [name, value] of Object.entries({ login: 'anna@example.com', user: 'anna', password: 'difference' })) {
		const input = form.querySelector('input[name="' + name + '"]')
		if (input) input.value = value
	}
	form.querySelector('[value="anna"], button, [type=submit]').click()
`

// documentOf is a provider document in JSON.
type documentOf map[string]any

func (d documentOf) with(more documentOf) documentOf {
	d = maps.Clone(d)
	maps.Copy(d, more)
	return d
}

func (d documentOf) write(t *testing.T) (path string) {
	t.Helper()
	encoded, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "provider.json")
	if err := os.WriteFile(path, encoded, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// inBrowser signs somebody in with a real browser, who must be admitted.
func inBrowser(t *testing.T, browser *peers.Chromium, document documentOf, args ...string) {
	t.Helper()
	got := signIn(t, func(address string) {
		if err := browser.Visit(address, somebody); err != nil {
			t.Error(err)
		}
	}, append([]string{"--from", document.write(t), "--timeout", "60"}, args...)...)
	r := got.result
	if got.status != 0 || r.Verdict == "failed" || r.Email != "anna@example.com" || r.Decision == nil || !r.Decision.Admitted {
		t.Errorf("status %d, %+v\n%s", got.status, r, strings.Join(got.events, "\n"))
	}
}

// TestBrowserAtOpenIDProvider: a provider that is certified, by every way in
// which a client can say who it is, and without an ID token.
func TestBrowserAtOpenIDProvider(t *testing.T) {
	t.Parallel()
	browser := peers.RunChromium(t)
	const clientSecret = "the secret of a client, & more"
	peer := peers.RunOIDCProvider(t, peers.OIDCOptions{Claims: map[string]any{"email_verified": true, "name": "Anna"}, Clients: []peers.OIDCClient{
		{ID: "basic", Secret: clientSecret, Auth: "client_secret_basic"},
		{ID: "post", Secret: clientSecret, Auth: "client_secret_post"},
		{ID: "public", Auth: "none"},
	}})
	oidc := documentOf{"type": "oidc", "name": "Peer", "issuer": peer.Issuer(), "allowedDomains": []string{"example.com"}}
	basic := documentOf{"clientId": "basic", "clientSecret": clientSecret, "clientAuth": "client_secret_basic"}
	for name, document := range map[string]documentOf{
		"confidential, basic": oidc.with(basic),
		"confidential, post":  oidc.with(documentOf{"clientId": "post", "clientSecret": clientSecret, "clientAuth": "client_secret_post"}),
		"public":              oidc.with(documentOf{"clientId": "public", "clientAuth": "none"}),
		"plain OAuth": documentOf{
			"type": "oauth2", "name": "Peer", "authUrl": peer.AuthURL(), "tokenUrl": peer.TokenURL(), "userInfoUrl": peer.Issuer() + "/me",
			"scopes": []string{"openid", "email"},
		}.with(basic),
	} {
		t.Run(name, func(t *testing.T) { inBrowser(t, browser, document) })
	}
}

// TestBrowserAtSAMLProvider: the library that large services are built on, with
// all that it can sign and encrypt.
func TestBrowserAtSAMLProvider(t *testing.T) {
	t.Parallel()
	browser := peers.RunChromium(t)
	certificate, key, err := saml.NewKey("sp.example.com", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	anna := []peers.SAMLPerson{{ID: "anna", Name: "Anna", Email: "anna@example.com"}}
	pair := documentOf{"spCertificatePem": certificate, "spKeyPem": string(key.Reveal())}
	for name, tt := range map[string]struct {
		peer     peers.SAMLOptions
		document documentOf
	}{
		"assertion":         {peers.SAMLOptions{SignAssertion: true}, nil},
		"assertion, posted": {peers.SAMLOptions{SignAssertion: true}, documentOf{"ssoBinding": "post"}},
		"response":          {peers.SAMLOptions{SignResponse: true}, documentOf{"wantAssertionsSigned": false, "wantResponseSigned": true}},
		"both":              {peers.SAMLOptions{SignAssertion: true, SignResponse: true}, documentOf{"wantResponseSigned": true}},
		"encrypted":         {peers.SAMLOptions{SignAssertion: true, EncryptFor: certificate}, pair},
	} {
		t.Run(name, func(t *testing.T) {
			tt.peer.People = anna
			peer := peers.RunSAMLProvider(t, tt.peer)
			inBrowser(t, browser, documentOf{
				"type": "saml", "name": "Peer", "metadataUrl": peer.MetadataURL(), "spEntityId": "https://sp.example.com/saml",
			}.with(tt.document))
		})
	}
}

// TestBrowserAtSecondSAMLProvider: another implementation, which wants to read
// our metadata before it answers.
func TestBrowserAtSecondSAMLProvider(t *testing.T) {
	t.Parallel()
	peer := startSAMLIDP(t)
	port := freePort(t)
	document := documentOf{
		"type": "saml", "name": "Peer", "metadataUrl": peer.URL + "/metadata", "spEntityId": "https://sp.example.com/saml",
		"nameIdFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
	}
	described := run(t, nil, "", "idp", "metadata", "--from", document.write(t), "--port", port)
	if described.status != 0 {
		t.Fatal(described.stderr)
	}
	put(t, peer.URL+"/services/sp", described.stdout)
	put(t, peer.URL+"/users/anna", `{"name":"anna","email":"anna@example.com","password":"difference"}`)
	inBrowser(t, peers.RunChromium(t), document, "--port", port)
}

// TestBrowserAtRehearsal: the pages that newcomers meet, strict as they are.
func TestBrowserAtRehearsal(t *testing.T) {
	t.Parallel()
	browser := peers.RunChromium(t)
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	for _, kind := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
		encoded, err := idpDocument(server, kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range []string{"127.0.0.1", "localhost", "[::1]"} {
			var document documentOf
			if err := json.Unmarshal(encoded, &document); err != nil {
				t.Fatal(err)
			}
			t.Run(string(kind)+" to "+host, func(t *testing.T) {
				inBrowser(t, browser, document.with(documentOf{"loopbackHost": host}))
			})
		}
	}
}
