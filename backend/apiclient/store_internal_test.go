package apiclient

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Records as the first version wrote them: every later one has to read them.
func TestRecordsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	var r record
	sameAgain(t, "client.json", &r)
	want := Settings{
		ClientID: "installer", Description: "of the target", Scopes: []string{ScopeMailRead, ScopeMailWrite},
		TokenURL: "https://target.example.com/oauth2/token", ClientAuth: ClientSecretPost, CAPEM: "-----BEGIN CERTIFICATE-----",
	}
	if diff := cmp.Diff(want, r.settings()); diff != "" {
		t.Error(diff)
	}
	if r.CreatedAt.IsZero() || r.Bound != want.leadsTo() {
		t.Errorf("it is read as %+v", r)
	}
	var chosen defaultRecord
	sameAgain(t, "default.json", &chosen)
	if chosen.Client != "deployment-1/ABC" {
		t.Errorf("it is read as %+v", chosen)
	}
	var use useRecord
	sameAgain(t, "use.json", &use)
	if use.LastUsedAt.IsZero() {
		t.Errorf("it is read as %+v", use)
	}
}

// A secret opens for the destination it was stored for only: these are promises
// to old vaults as well.
func TestDestinationsOfTheFirstVersion(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]Settings{
		"apiclient|installer": {ClientID: "installer", ClientAuth: ClientSecretPost},
		`apiclient|a\|b|https://t.example.com/\|x|client_secret_basic`: {ClientID: "a|b", TokenURL: "https://t.example.com/|x", ClientAuth: ClientSecretBasic},
	} {
		if got := s.destination(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// sameAgain reads a record and writes it again.
func sameAgain(t *testing.T, file string, into any) {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(doc, into); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(into)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(doc), string(again)); diff != "" {
		t.Error(diff)
	}
}
