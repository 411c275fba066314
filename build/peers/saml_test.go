package peers_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"patchbay/build/peers"
)

// authnRequest is a request as a redirect carries it, by none of the code under
// test.
func authnRequest(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(w, `<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" `+
		`ID="_1" Version="2.0" AssertionConsumerServiceURL="http://127.0.0.1:1/acs"><a:Issuer>urn:sp</a:Issuer></p:AuthnRequest>`)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

func TestSAMLProvider(t *testing.T) {
	const refusal = "urn:oasis:names:tc:SAML:2.0:status:Responder"
	for name, tt := range map[string]struct {
		options peers.SAMLOptions
		holds   []string
		without []string
	}{
		"signs the assertion": {
			peers.SAMLOptions{SignAssertion: true},
			[]string{`InResponseTo="_1"`, "status:Success", "<Signature", "ada@example.com", "urn:sp", "http://127.0.0.1:1/acs"},
			nil,
		},
		"signs nothing": {peers.SAMLOptions{}, []string{"ada@example.com"}, []string{"<Signature"}},
		"refuses":       {peers.SAMLOptions{Error: &peers.SAMLError{Code: refusal, Description: "no"}}, []string{refusal}, []string{"Assertion"}},
	} {
		t.Run(name, func(t *testing.T) {
			provider := peers.RunSAMLProvider(t, tt.options)
			posted, err := provider.SignIn(provider.SSOURL()+"?"+url.Values{"SAMLRequest": {authnRequest(t)}, "RelayState": {`a"b`}}.Encode(), nil, "ada")
			if err != nil {
				t.Fatal(err, provider.Log())
			}
			if posted.To != "http://127.0.0.1:1/acs" || posted.Form.Get("RelayState") != `a"b` {
				t.Errorf("%+v", posted)
			}
			raw, err := base64.StdEncoding.DecodeString(posted.Form.Get("SAMLResponse"))
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range tt.holds {
				if !strings.Contains(string(raw), text) {
					t.Errorf("no %s in %s", text, raw)
				}
			}
			for _, text := range tt.without {
				if strings.Contains(string(raw), text) {
					t.Errorf("%s in %s", text, raw)
				}
			}
		})
	}
}

func TestSAMLProviderPublishesItself(t *testing.T) {
	provider := peers.RunSAMLProvider(t, peers.SAMLOptions{SignAssertion: true})
	response, err := http.Get(provider.MetadataURL())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(body), provider.EntityID()) || !strings.Contains(string(body), provider.SSOURL()) {
		t.Errorf("%s, %v", body, err)
	}
	if _, err := provider.SignIn(provider.SSOURL(), nil, "ada"); !errors.Is(err, peers.ErrPerson) {
		t.Errorf("without a request: %v", err)
	}
}
