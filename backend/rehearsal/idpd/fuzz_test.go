package idpd_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"testing"

	"patchbay/backend/rehearsal/idpd"
)

// FuzzSAMLRequest: whatever is posted as a request is answered with a page, and
// the server goes on.
func FuzzSAMLRequest(f *testing.F) {
	const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" ` +
		`AssertionConsumerServiceURL="http://127.0.0.1:1/acs"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">a</saml:Issuer></samlp:AuthnRequest>`
	f.Add([]byte(request), false)
	f.Add([]byte{0x4b, 0x04, 0x00}, true) // DEFLATE of "a"
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), false)
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = server.Close() })
	f.Fuzz(func(t *testing.T, message []byte, deflated bool) {
		form := url.Values{"SAMLRequest": {base64.StdEncoding.EncodeToString(message)}}
		if deflated {
			form.Set("rehearsal_deflated", "yes")
		}
		response, err := client(t, server).PostForm(server.Issuer()+"/saml/sso", form)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusBadRequest {
			t.Errorf("got status %d", response.StatusCode)
		}
	})
}

func FuzzRegister(f *testing.F) {
	f.Add([]byte(`<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><SPSSODescriptor><KeyDescriptor/></SPSSODescriptor></EntityDescriptor>`))
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = server.Close() })
	f.Fuzz(func(_ *testing.T, metadata []byte) { _ = server.Register(metadata) })
}
