package idpd_test

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/crewjam/saml"
	"github.com/google/go-cmp/cmp"

	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

const spEntityID = "https://portal.example/saml"

// serviceProvider is one that is not ours.
func serviceProvider(t *testing.T, server *idpd.Server) *saml.ServiceProvider {
	t.Helper()
	response, err := client(t, server).Get(server.SAMLMetadataURL())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var entity saml.EntityDescriptor
	if err := xml.Unmarshal([]byte(read(t, response.Body)), &entity); err != nil {
		t.Fatal(err)
	}
	return &saml.ServiceProvider{
		EntityID: spEntityID, AcsURL: url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/acs"},
		IDPMetadata: &entity, AuthnNameIDFormat: saml.PersistentNameIDFormat,
	}
}

// signIn asks by redirect for somebody, and gives the answer to the service
// provider.
func signIn(t *testing.T, server *idpd.Server, sp *saml.ServiceProvider, person string) (*saml.Assertion, url.Values, error) {
	t.Helper()
	request, err := sp.MakeAuthenticationRequest(sp.GetSSOBindingLocation(saml.HTTPRedirectBinding), saml.HTTPRedirectBinding, saml.HTTPPostBinding)
	if err != nil {
		t.Fatal(err)
	}
	address, err := request.Redirect("r1", sp)
	if err != nil {
		t.Fatal(err)
	}
	exit, err := script.NewBrowser(t, server.CAPEM()).Choose(address.String(), person)
	if err != nil {
		t.Fatal(err)
	}
	if exit.URL != sp.AcsURL.String() {
		t.Fatalf("the browser is led to %q: %s", exit.URL, exit.Page)
	}
	document, err := base64.StdEncoding.DecodeString(exit.Form.Get("SAMLResponse"))
	if err != nil {
		t.Fatal(err)
	}
	assertion, err := sp.ParseXMLResponse(document, []string{request.ID}, sp.AcsURL)
	return assertion, exit.Form, err
}

func attributesOf(a *saml.Assertion) map[string]int {
	count := map[string]int{}
	for _, statement := range a.AttributeStatements {
		for _, attribute := range statement.Attributes {
			count[attribute.Name] += len(attribute.Values)
		}
	}
	return count
}

func TestSAMLSignIn(t *testing.T) {
	server := start(t, idpd.Options{})
	sp := serviceProvider(t, server)
	for person, want := range map[string]map[string]int{
		"anna": {"email": 1, "displayName": 1, "groups": 2},
		"dana": {"displayName": 1, "groups": 1},
		"erik": {"email": 1, "displayName": 1, "groups": 250},
	} {
		assertion, form, err := signIn(t, server, sp, person)
		if err != nil {
			t.Fatalf("%s: %v", person, private(err))
		}
		if diff := cmp.Diff(want, attributesOf(assertion)); diff != "" {
			t.Errorf("%s: %s", person, diff)
		}
		if form.Get("RelayState") != "r1" {
			t.Errorf("%s: the relay state is %q", person, form.Get("RelayState"))
		}
	}
}

// private is what crewjam/saml does not tell a browser.
func private(err error) error {
	var invalid *saml.InvalidResponseError
	if errors.As(err, &invalid) {
		return invalid.PrivateErr
	}
	return err
}

func TestSAMLByPost(t *testing.T) {
	server := start(t, idpd.Options{})
	sp := serviceProvider(t, server)
	request, err := sp.MakeAuthenticationRequest(sp.GetSSOBindingLocation(saml.HTTPPostBinding), saml.HTTPPostBinding, saml.HTTPPostBinding)
	if err != nil {
		t.Fatal(err)
	}
	element, err := xml.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, server).PostForm(server.Issuer()+"/saml/sso", url.Values{
		"SAMLRequest": {base64.StdEncoding.EncodeToString(element)}, "rehearsal_person": {"anna"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body := read(t, response.Body); response.StatusCode != http.StatusOK || !containsAll(body, `name="SAMLResponse"`, `action="http://127.0.0.1:1/acs"`) {
		t.Errorf("%d: %s", response.StatusCode, body)
	}
}

// What the signatures and conditions say is refused by a service provider that
// is not ours, too.
func TestSAMLFaultsAreRefused(t *testing.T) {
	server := start(t, idpd.Options{})
	for _, name := range []string{
		"refused", "not-signed", "wrong-key", "wrong-issuer", "wrong-audience", "expired", "clock-skew", "wrong-nonce",
		"wrong-destination", "wrong-recipient", "confirmation-expired", "answer-of-another",
	} {
		if err := server.SetFault(name); err != nil {
			t.Fatal(err)
		}
		if _, _, err := signIn(t, server, serviceProvider(t, server), "anna"); err == nil {
			t.Errorf("%s: the answer was taken", name)
		}
	}
}

// What is only poor is taken.
func TestSAMLFaultsAreTaken(t *testing.T) {
	server := start(t, idpd.Options{})
	for _, name := range []string{"email-missing", "groups-overage", "wrong-state", "response-not-signed", "assertion-not-signed", "transient-name"} {
		if err := server.SetFault(name); err != nil {
			t.Fatal(err)
		}
		if _, _, err := signIn(t, server, serviceProvider(t, server), "anna"); err != nil {
			t.Errorf("%s: %v", name, private(err))
		}
	}
}
