package signin_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// everyField is a document in which no field is empty.
const everyField = `{
 "name":"n","type":"saml","enabled":true,"preset":"p","signInMessage":"m","allowedDomains":["a.example","*.b.example"],
 "callbackUrl":"https://c","selfServiceSignUp":true,"authUrl":"https://a","caPem":"pem","loopbackHost":"localhost",
 "loopbackPort":8000,"timeoutSeconds":7,
 "issuer":"https://i","clientId":"id","clientSecretExpires":"2027-05-31","scopes":["openid"],"clientAuth":"client_secret_post",
 "pkce":false,"prompt":"login","emailClaim":"mail","groupsClaim":"roles","tokenUrl":"https://t","userInfoUrl":"https://u",
 "emailPath":"emails.0.value","idPath":"id","emailsUrl":"https://e",
 "metadataUrl":"https://m","metadataXml":"<x/>","idpEntityId":"idp","ssoUrl":"https://s","ssoBinding":"post",
 "signingCertificates":["c1","c2"],"spEntityId":"sp","nameIdFormat":"f","signRequests":true,"wantAssertionsSigned":false,
 "wantResponseSigned":true,"emailAttribute":"mail","groupsAttribute":"groups","forceAuthn":true,"loopbackAcs":"https",
 "allowUnsolicited":true,"spCertificatePem":"sc","spNextCertificatePem":"snc"}`

func TestADocumentComesBackAsItWasRead(t *testing.T) {
	t.Parallel()
	settings, _, err := signin.Parse([]byte(everyField))
	if err != nil {
		t.Fatal(err)
	}
	back := settings.Document(signin.SecretViews{}).Settings()
	if diff := cmp.Diff(settings.Document(signin.SecretViews{}), back.Document(signin.SecretViews{})); diff != "" {
		t.Error(diff)
	}
	doc, err := json.Marshal(back)
	if err != nil {
		t.Fatal(err)
	}
	var want, got map[string]any
	if json.Unmarshal([]byte(everyField), &want) != nil || json.Unmarshal(doc, &got) != nil {
		t.Fatal("not JSON")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsGoOneWay(t *testing.T) {
	t.Parallel()
	_, key := certificate(t)
	doc, err := json.Marshal(map[string]any{
		"type": "saml", "clientSecret": "hush", "spKeyPem": key, "spNextKeyPem": "",
	})
	if err != nil {
		t.Fatal(err)
	}
	settings, in, err := signin.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Wipe()
	if string(in.ClientSecret.Value.Reveal()) != "hush" || string(in.SPKey.Value.Reveal()) != key {
		t.Error("a secret is not the one that was given")
	}
	if in.SPNextKey.Change != secret.Clear {
		t.Errorf("an empty key is to be %q", in.SPNextKey.Change)
	}
	shown, err := json.Marshal(settings.Document(signin.SecretViews{ClientSecret: &account.SecretView{Set: true}}))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(shown), `"clientSecret":{"set":true}`) || strings.Contains(string(shown), "hush") {
		t.Errorf("the document shows %s", shown)
	}
}

func TestABadDocumentNamesItsFields(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, doc string
		fields    []string
	}{
		{"unknown", `{"type":"oidc","isuer":"x"}`, []string{"isuer"}},
		{"wrong types", `{"scopes":"openid","pkce":"maybe","loopbackPort":"x"}`, []string{"pkce", "loopbackPort", "scopes"}},
		{"a port that is none", `{"loopbackPort":65536}`, []string{"loopbackPort"}},
		{"a mask", `{"clientSecret":"********"}`, []string{"clientSecret"}},
		{"a secret of two lines", `{"clientSecret":"a\nb"}`, []string{"clientSecret"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := signin.Parse([]byte(tt.doc))
			if !fault.HasCode(err, "settings.invalid") {
				t.Fatalf("error %v", err)
			}
			want := map[string]bool{}
			for _, name := range tt.fields {
				want[name] = true
			}
			got := map[string]bool{}
			for _, name := range fieldsOf(fault.Of(err).Fields) {
				got[name] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheBindingMayBeAnURN(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]signin.Binding{
		"post": signin.Post, "HTTP-Redirect": signin.Redirect,
		"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST": signin.Post,
	} {
		settings, _, err := signin.Parse([]byte(`{"ssoBinding":"` + text + `"}`))
		if err != nil || settings.SSOBinding != want {
			t.Errorf("%s is read as %q, %v", text, settings.SSOBinding, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(everyField))
	f.Add([]byte(`{"type":"oidc","issuer":"https://[::1]:1/%41","scopes":["a b"],"allowedDomains":["*."]}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		settings, in, err := signin.Parse(doc)
		if err != nil {
			return
		}
		defer in.Wipe()
		settings.Check()
		again, err := json.Marshal(settings)
		if err != nil {
			t.Fatal(err)
		}
		second, _, err := signin.Parse(again)
		if err != nil {
			t.Fatalf("its own document is refused: %v", err)
		}
		if settings.Hash() != second.Hash() {
			t.Error("a document that was read twice has another hash")
		}
	})
}
