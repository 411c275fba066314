package response_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/crewjam/saml"
	dsig "github.com/russellhaering/goxmldsig"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/signin"
)

// TestSC22_AnotherImplementationsResponsesPass: what crewjam/saml makes as an
// identity provider is right, with and without encryption.
func TestSC22_AnotherImplementationsResponsesPass(t *testing.T) {
	for name, keyed := range map[string]bool{"in clear": false, "encrypted": true} {
		t.Run(name, func(t *testing.T) {
			peer := newPeer(t)
			a := peer.signIn(t, keyed)
			e := peer.expected()
			report := validate(e, a)
			if got := with(report, proof.Failed); got != "" || report.Identity == nil {
				t.Fatalf("%s: %+v", got, report.Steps)
			}
			if report.Identity.Email != "ada@example.com" {
				t.Errorf("signed in %+v", report.Identity)
			}
			if !keyed && !libraryAccepts(t, e, a) {
				t.Error("the library refuses it")
			}
		})
	}
}

// peer is an identity provider of crewjam/saml, without its web pages.
type peer struct{ provider *saml.IdentityProvider }

func newPeer(t *testing.T) peer {
	t.Helper()
	k := keys().trusted
	certificate := issue(k.key, time.Now().Add(-time.Hour), time.Now().AddDate(1, 0, 0)).certificate
	return peer{&saml.IdentityProvider{
		Key: k.key, Certificate: certificate, SignatureMethod: dsig.RSASHA256SignatureMethod,
		MetadataURL: address(idpEntity), SSOURL: address("https://idp.example/sso"),
	}}
}

func address(text string) url.URL {
	u, err := url.Parse(text)
	if err != nil {
		panic(err)
	}
	return *u
}

func (p peer) expected() response.Expected {
	e := expected()
	e.Certificates = []*x509.Certificate{p.provider.Certificate}
	e.Keys = append(e.Keys, keys().own)
	e.Now = time.Now
	return e
}

// signIn has the provider answer a request, as it would the browser's.
func (p peer) signIn(t *testing.T, encrypted bool) signin.Answer {
	t.Helper()
	descriptor := &saml.EntityDescriptor{EntityID: spEntity, SPSSODescriptors: []saml.SPSSODescriptor{{
		AssertionConsumerServices: []saml.IndexedEndpoint{{Binding: saml.HTTPPostBinding, Location: acs, Index: 1}},
	}}}
	if encrypted {
		own := issue(keys().own, now().AddDate(-1, 0, 0), now().AddDate(1, 0, 0)).certificate
		descriptor.SPSSODescriptors[0].KeyDescriptors = []saml.KeyDescriptor{{Use: "encryption", KeyInfo: saml.KeyInfo{
			X509Data: saml.X509Data{X509Certificates: []saml.X509Certificate{{Data: base64.StdEncoding.EncodeToString(own.Raw)}}},
		}}}
	}
	request := &saml.IdpAuthnRequest{
		IDP: p.provider, HTTPRequest: httptest.NewRequest(http.MethodGet, "https://idp.example/sso", nil), RelayState: relay,
		Request:                 saml.AuthnRequest{ID: requestID, IssueInstant: time.Now()},
		ServiceProviderMetadata: descriptor, SPSSODescriptor: &descriptor.SPSSODescriptors[0],
		ACSEndpoint: &descriptor.SPSSODescriptors[0].AssertionConsumerServices[0], Now: time.Now(),
	}
	session := &saml.Session{
		ID: "s1", Index: "s1", CreateTime: time.Now(), ExpireTime: time.Now().Add(time.Hour),
		NameID: "ada@example.com", NameIDFormat: string(saml.EmailAddressNameIDFormat),
		UserName: "ada", UserEmail: "ada@example.com", Groups: []string{"staff"},
	}
	if err := (saml.DefaultAssertionMaker{}).MakeAssertion(request, session); err != nil {
		t.Fatal(err)
	}
	form, err := request.PostBinding()
	if err != nil {
		t.Fatal(err)
	}
	return signin.Answer{Values: url.Values{"SAMLResponse": {form.SAMLResponse}, "RelayState": {form.RelayState}}, Location: acs, Method: http.MethodPost}
}

// TestSC22_NothingMoreThanAnotherImplementation: what we take and crewjam/saml
// refuses are the cases in which it is known to refuse what is right, or in which
// we warn.
func TestSC22_NothingMoreThanAnotherImplementation(t *testing.T) {
	saml.TimeNow, saml.Clock = now, dsig.NewFakeClockAt(now())
	t.Cleanup(func() { saml.TimeNow, saml.Clock = time.Now, nil })
	both := 0
	for _, group := range [][]provocation{delivered(), envelopes(), signatures(), subjects(), periods(), persons()} {
		for _, p := range group {
			e, a := p.build()
			if validate(e, a).Verdict == proof.Failed {
				continue
			}
			if crewjamAccepts(e, a) {
				both++
			} else if stricterElsewhere()[p.name] == "" {
				t.Errorf("%s: we take what they refuse", p.name)
			}
		}
	}
	if both < 20 {
		t.Errorf("only %d are taken by both", both)
	}
}

// stricterElsewhere says why crewjam/saml refuses what we take.
func stricterElsewhere() map[string]string {
	const (
		odd     = "its base64 is odd, which warns"
		time    = "it gives a response 90 seconds, whatever the tolerance is"
		match   = "it wants the very certificate of the message, and one that is valid now; both are reported"
		modern  = "it knows neither AES-GCM nor ECDSA signatures as XML Signature writes them"
		profile = "it wants all confirmations to hold and reads only the last audience; one is enough (Profiles §4.1.4.2, Core §2.5.1.4)"
	)
	return map[string]string{
		"spaces": odd, "of URLs": odd, "unpadded": odd,
		"old response by hand": time, "100 s behind": time,
		"unsolicited and allowed":             "it was not told that this is allowed",
		"second certificate, without KeyInfo": match, "expired certificate": match, "expired beside": match,
		"expires soon": match, "not yet valid": match,
		"ECDSA as other providers write it": modern, "encrypted": modern, "encrypted, then signed": modern,
		"encrypted, only the response signed": modern,
		"a second confirmation for others":    profile, "the second confirmation holds": profile, "one of two audiences": profile,
	}
}

// crewjamAccepts asks the other implementation, which panics on some input.
func crewjamAccepts(e response.Expected, a signin.Answer) (accepted bool) {
	defer func() {
		if recover() != nil {
			accepted = false
		}
	}()
	descriptor := &saml.EntityDescriptor{EntityID: e.IDPEntityID, IDPSSODescriptors: []saml.IDPSSODescriptor{{}}}
	for _, certificate := range e.Certificates {
		key := saml.KeyDescriptor{Use: "signing"}
		key.KeyInfo.X509Data.X509Certificates = []saml.X509Certificate{{Data: base64.StdEncoding.EncodeToString(certificate.Raw)}}
		descriptor.IDPSSODescriptors[0].KeyDescriptors = append(descriptor.IDPSSODescriptors[0].KeyDescriptors, key)
	}
	sp := &saml.ServiceProvider{EntityID: e.SPEntityID, AcsURL: address(e.ACS), IDPMetadata: descriptor, Key: keys().own}
	raw, err := base64.StdEncoding.DecodeString(a.Values.Get("SAMLResponse"))
	if err != nil {
		return false
	}
	assertion, err := sp.ParseXMLResponse(bytes.Clone(raw), []string{e.RequestID}, address(a.Location))
	return err == nil && assertion != nil && fmt.Sprint(assertion) != ""
}
