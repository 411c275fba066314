package handover_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
)

func TestParse(t *testing.T) {
	t.Parallel()
	got, in, err := handover.Parse([]byte(`{"form":"other","url":"https://127.0.0.1:1/config","tokenUrl":"https://127.0.0.1:1/token",
		"clientId":"patchbay","clientSecret":"hush","clientAuth":"client_secret_post","scope":"mail:write","token":"once",
		"caPem":"PEM","timeoutSeconds":"7"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := mailapi.Settings{
		Form: mailapi.FormOther, URL: "https://127.0.0.1:1/config", TokenURL: "https://127.0.0.1:1/token",
		ClientID: "patchbay", ClientAuth: "client_secret_post", Scope: "mail:write", CAPEM: "PEM", TimeoutSeconds: 7,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if string(in.ClientSecret.Value.Reveal()) != "hush" || string(in.Token.Value.Reveal()) != "once" {
		t.Error("the secrets are not those that were given")
	}
	_, in, err = handover.Parse([]byte(`{"clientSecret":""}`))
	if err != nil || in.ClientSecret.Change != secret.Clear || in.Token.Change != secret.Keep {
		t.Errorf("%v %v %v", in.ClientSecret.Change, in.Token.Change, err)
	}
}

func TestParseNamesEveryBadField(t *testing.T) {
	t.Parallel()
	_, _, err := handover.Parse([]byte(`{"form":1,"tokenURL":"x","clientSecret":"***","timeoutSeconds":"soon"}`))
	if diff := cmp.Diff([]string{"clientSecret", "form", "timeoutSeconds", "tokenURL"}, fields(err)); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"form":"ssms","url":"https://acme.example.com/","clientSecret":"s","token":"t","timeoutSeconds":1}`))
	f.Add([]byte(`{"form":"ssms","form":"shift"}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		settings, _, err := handover.Parse(doc)
		if err != nil {
			if !fault.HasCode(err, "settings.invalid") {
				t.Fatalf("not a fault of the document: %v", err)
			}
			return
		}
		shown, err := json.Marshal(handover.Target{Settings: settings}.Document())
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := handover.Parse(shown)
		if err != nil || again != settings {
			t.Errorf("%s is read back as %+v, %v", shown, again, err)
		}
	})
}
