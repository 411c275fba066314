package handover

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/mailapi"
)

// Records as the first version wrote them: every later one has to read them.
const (
	firstRecord = `{"form":"shift","url":"https://portal.example.com/auth/realms/acme/mail/setup",` +
		`"tokenUrl":"https://portal.example.com/oauth2/token","clientId":"patchbay","clientAuth":"client_secret_post",` +
		`"scope":"mail:write","caPem":"PEM","timeoutSeconds":7,` +
		`"bound":"https://portal.example.com/oauth2/token as the client patchbay by client_secret_post, for https://portal.example.com/auth/realms/acme/mail/setup"}`
	firstReceipts = `{"receipts":[{"operator":"Ada","url":"https://portal.example.com/auth/realms/acme/mail/setup","status":200,` +
		`"glance":{"verdict":"passed","startedAt":"2026-11-22T12:00:00Z","durationMs":5,"hash":"sha256:00",` +
		`"summary":"Accepted: HTTP 200","salt":"AA==","mark":"AQ=="}}]}`
)

func TestRecordsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	var r record
	sameAgain(t, firstRecord, &r)
	want := mailapi.Settings{
		Form: mailapi.FormSHIFT, URL: "https://portal.example.com/auth/realms/acme/mail/setup",
		TokenURL: "https://portal.example.com/oauth2/token", ClientID: "patchbay", ClientAuth: "client_secret_post",
		Scope: "mail:write", CAPEM: "PEM", TimeoutSeconds: 7,
	}
	if diff := cmp.Diff(want, r.settings()); diff != "" {
		t.Error(diff)
	}
	if again := toRecord(want); r.Bound == "" || leadsTo(want) != r.Bound || again.settings() != want {
		t.Errorf("it is read as %+v", r)
	}
	var kept receiptsRecord
	sameAgain(t, firstReceipts, &kept)
	if got := kept.shown([]bool{true})[0]; got.Status != 200 || got.Operator != "Ada" || got.At.IsZero() || !got.Current {
		t.Errorf("it is read as %+v", got)
	}
}

// sameAgain reads a record and writes it again.
func sameAgain(t *testing.T, doc string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(doc), into); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(into)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(doc, string(again)); diff != "" {
		t.Error(diff)
	}
}
