package apiclient_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestADocumentIsReadStrictly(t *testing.T) {
	t.Parallel()
	s, input, err := apiclient.Parse([]byte(`{"clientId":"installer","description":"of the target","scopes":["mail:read"],` +
		`"default":"true","tokenUrl":"https://t.example.com/","clientAuth":"client_secret_post","caPem":"x","secret":"hush hush"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := apiclient.Settings{
		ClientID: "installer", Description: "of the target", Scopes: []string{"mail:read"}, Default: true,
		TokenURL: "https://t.example.com/", ClientAuth: "client_secret_post", CAPEM: "x",
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	if input.Change != secret.Set || string(input.Value.Reveal()) != "hush hush" {
		t.Error("the secret is another one")
	}
	for doc, field := range map[string]string{
		`{"scopes":"mail:read"}`: "scopes", `{"clientID":"x"}`: "clientID", `{"secret":"****"}`: "secret",
		`{"secret":1}`: "secret", `{"default":1}`: "default", `{"clientId":"a","clientId":"b"}`: "clientId",
	} {
		_, _, err := apiclient.Parse([]byte(doc))
		if !fault.HasCode(err, document.CodeInvalid) {
			t.Errorf("%s: %v", doc, err)
		}
		if diff := cmp.Diff([]string{field}, fields(err)); diff != "" {
			t.Errorf("%s: %s", doc, diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"clientId":"a","scopes":["mail:read"],"default":true,"secret":"x"}`))
	f.Add([]byte(`{"scopes":null}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		if _, _, err := apiclient.Parse(doc); err != nil && !fault.HasCode(err, document.CodeInvalid) {
			t.Errorf("not a fault of the document: %v", err)
		}
	})
}

func TestTheDocumentOfAClientShowsNoSecret(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	c := apiclient.Client{
		Settings: apiclient.Settings{ClientID: "installer", ClientAuth: apiclient.ClientSecretBasic, Default: true},
		Secret:   vault.SecretInfo{Set: true, ChangedAt: at}, LastUsedAt: at.In(time.FixedZone("", 3600)),
	}
	doc, err := json.Marshal(c.Document())
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"clientId":"installer","scopes":[],"default":true,"clientAuth":"client_secret_basic",` +
		`"secret":{"set":true,"changedAt":"2026-11-22T12:00:00Z"},"lastUsedAt":"2026-11-22T12:00:00Z"}`
	if diff := cmp.Diff(want, string(doc)); diff != "" {
		t.Error(diff)
	}
}
