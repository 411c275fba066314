package request_test

import (
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	crewjam "github.com/crewjam/saml"
	"github.com/google/go-cmp/cmp"
	dsig "github.com/russellhaering/goxmldsig"

	"patchbay/backend/protocol/saml/request"
)

func authn() request.AuthnRequest {
	return request.AuthnRequest{
		ID: "_1", IssueInstant: time.Date(2026, 11, 22, 12, 0, 0, 999, time.UTC),
		Destination: "https://idp.example/sso?tenant=1&x=%20#top", Issuer: `urn:"<sp>"&`, ACS: "http://127.0.0.1:47800/acs?a=1&b=2",
	}
}

func pair(t testing.TB) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, certificate
}

func TestTheRequestIsWrittenInTheOrderOfTheSchema(t *testing.T) {
	a := authn()
	a.NameIDFormat, a.ForceAuthn = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", true
	got, err := a.XML()
	if err != nil {
		t.Fatal(err)
	}
	want := `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ` +
		`ID="_1" Version="2.0" IssueInstant="2026-11-22T12:00:00Z" Destination="https://idp.example/sso?tenant=1&amp;x=%20#top" ForceAuthn="true" ` +
		`ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="http://127.0.0.1:47800/acs?a=1&amp;b=2">` +
		`<saml:Issuer>urn:&quot;&lt;sp&gt;&quot;&amp;</saml:Issuer>` +
		`<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" AllowCreate="true"/></samlp:AuthnRequest>`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	a.NameIDFormat, a.ForceAuthn = "", false
	if got, err = a.XML(); err != nil || strings.Contains(string(got), "NameIDPolicy") || strings.Contains(string(got), "ForceAuthn") {
		t.Errorf("%s, %v", got, err)
	}
}

// TestARedirectIsSignedOverItsOwnOctets, in the order of the binding.
func TestARedirectIsSignedOverItsOwnOctets(t *testing.T) {
	key, _ := pair(t)
	const relayState = "a b+c&d=ü/"
	location, err := authn().Redirect(relayState, key)
	if err != nil {
		t.Fatal(err)
	}
	const before = "https://idp.example/sso?tenant=1&x=%20&"
	signed, ok := strings.CutPrefix(location, before+"SAMLRequest=")
	if !ok || strings.Contains(location, "#") {
		t.Fatal(location)
	}
	signed, encoded, ok := strings.Cut("SAMLRequest="+signed, "&Signature=")
	if !ok || strings.Count(signed, "&") != 2 || strings.Index(signed, "&RelayState=") > strings.Index(signed, "&SigAlg=") {
		t.Fatal(location)
	}
	text, err := url.QueryUnescape(encoded)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(signed))
	if err := rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
		t.Error(err)
	}
	parsed, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	if got := parsed.Query().Get("RelayState"); got != relayState {
		t.Errorf("RelayState %q", got)
	}
	want, err := authn().XML()
	if err != nil {
		t.Fatal(err)
	}
	if got := inflate(t, parsed.Query().Get("SAMLRequest")); !bytes.Equal(got, want) {
		t.Errorf("%s", got)
	}
}

func inflate(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAPostIsSignedBehindTheIssuer, and the signature holds.
func TestAPostIsSignedBehindTheIssuer(t *testing.T) {
	key, certificate := pair(t)
	form, err := authn().Post("relay", key, certificate)
	if err != nil {
		t.Fatal(err)
	}
	if form.Get("RelayState") != "relay" {
		t.Error(form)
	}
	raw, err := base64.StdEncoding.DecodeString(form.Get("SAMLRequest"))
	if err != nil {
		t.Fatal(err)
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil {
		t.Fatal(err)
	}
	children := doc.Root().ChildElements()
	if len(children) != 2 || children[0].Tag != "Issuer" || children[1].Tag != "Signature" {
		t.Errorf("%s", raw)
	}
	validation := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{certificate}})
	if _, err := validation.Validate(doc.Root()); err != nil {
		t.Error(err)
	}
	doc.Root().CreateAttr("ForceAuthn", "true")
	if _, err := validation.Validate(doc.Root()); err == nil {
		t.Error("a changed request still has a good signature")
	}
}

// TestAnotherImplementationReadsIt in both forms.
func TestAnotherImplementationReadsIt(t *testing.T) {
	_, certificate := pair(t)
	endpoint, err := url.Parse("https://idp.example/sso")
	if err != nil {
		t.Fatal(err)
	}
	a := authn()
	a.Destination, a.Issuer, a.IssueInstant, a.ID = endpoint.String(), "https://app.example/saml", time.Now(), request.NewID()
	idp := &crewjam.IdentityProvider{SSOURL: *endpoint, Certificate: certificate, ServiceProviderProvider: serviceProvider{a.Issuer, a.ACS}}
	location, err := a.Redirect("state", nil)
	if err != nil {
		t.Fatal(err)
	}
	form, err := a.Post("state", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	posted := httptest.NewRequest(http.MethodPost, a.Destination, strings.NewReader(form.Encode()))
	posted.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, r := range map[string]*http.Request{"redirect": httptest.NewRequest(http.MethodGet, location, nil), "post": posted} {
		got, err := crewjam.NewIdpAuthnRequest(idp, r)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := got.Validate(); err != nil {
			t.Error(name, err)
		}
		if got.Request.ID != a.ID || got.RelayState != "state" || got.ACSEndpoint.Location != a.ACS || got.Request.NameIDPolicy != nil {
			t.Errorf("%s: %+v", name, got.Request)
		}
	}
}

type serviceProvider struct{ id, acs string }

func (s serviceProvider) GetServiceProvider(_ *http.Request, id string) (*crewjam.EntityDescriptor, error) {
	if id != s.id {
		return nil, errors.New("unknown")
	}
	return &crewjam.EntityDescriptor{EntityID: s.id, SPSSODescriptors: []crewjam.SPSSODescriptor{{
		AssertionConsumerServices: []crewjam.IndexedEndpoint{{Binding: crewjam.HTTPPostBinding, Location: s.acs}},
	}}}, nil
}

func TestWhatCannotBeSent(t *testing.T) {
	tests := map[string]struct {
		edit       func(*request.AuthnRequest)
		relayState string
		want       error
	}{
		"control character": {func(a *request.AuthnRequest) { a.Issuer = "a\x01" }, "", request.ErrCharacter},
		"not UTF-8":         {func(a *request.AuthnRequest) { a.ACS = "\xff" }, "", request.ErrCharacter},
		"no URL":            {func(a *request.AuthnRequest) { a.Destination = "idp.example/sso" }, "", request.ErrDestination},
		"another scheme":    {func(a *request.AuthnRequest) { a.Destination = "javascript://idp/%0aalert(1)" }, "", request.ErrDestination},
		"a long RelayState": {func(*request.AuthnRequest) {}, strings.Repeat("x", 81), request.ErrRelayState},
	}
	for name, tt := range tests {
		a := authn()
		tt.edit(&a)
		_, redirect := a.Redirect(tt.relayState, nil)
		_, post := a.Post(tt.relayState, nil, nil)
		if !errors.Is(redirect, tt.want) || !errors.Is(post, tt.want) {
			t.Errorf("%s: %v and %v", name, redirect, post)
		}
	}
}

func TestIDsAreNamesOfXMLAndDiffer(t *testing.T) {
	if a, b := request.NewID(), request.NewID(); a == b || a[0] != '_' || len(a) < 33 {
		t.Errorf("%s and %s", a, b)
	}
	if state := request.NewRelayState(); len(state) > 80 || state == request.NewRelayState() {
		t.Error(state)
	}
}

// FuzzRedirect: whatever the values are, the provider reads what was meant.
func FuzzRedirect(f *testing.F) {
	f.Add("urn:sp", "https://idp.example/sso", "state")
	f.Add(`"<&>'`, "https://idp.example/?a=1&SAMLRequest=x", "a&b=c d")
	f.Fuzz(func(t *testing.T, issuer, destination, relayState string) {
		a := authn()
		a.Issuer, a.Destination = issuer, destination
		location, err := a.Redirect(relayState, nil)
		if err != nil {
			return
		}
		_, query, _ := strings.Cut(location, "?")
		at := strings.LastIndex("&"+query, "&SAMLRequest=")
		values, err := url.ParseQuery(query[at:])
		if err != nil {
			t.Fatal(err)
		}
		if values.Get("RelayState") != relayState {
			t.Errorf("RelayState %q became %q", relayState, values.Get("RelayState"))
		}
		doc := etree.NewDocument()
		if err := doc.ReadFromBytes(inflate(t, values.Get("SAMLRequest"))); err != nil {
			t.Fatal(err)
		}
		children := doc.Root().ChildElements()
		if len(children) != 1 || children[0].Text() != issuer || doc.Root().SelectAttrValue("Destination", "") != destination {
			t.Errorf("%q and %q became %+v", issuer, destination, doc.Root())
		}
	})
}
