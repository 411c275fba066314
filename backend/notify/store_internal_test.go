package notify

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Records as the first version wrote them: every later one has to read them.
func TestRecordsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.November, 22, 16, 30, 0, 0, time.UTC)
	sameAgain(t, "switches.json", switchesRecord{Notifications: true, Identifier: "upn", Template: "deployment-1/ABC"})
	sameAgain(t, "made.json", madeRecord{})
	action := sameAgain(t, "action.json", actionRecord{
		Name: "Send message", NeedsPerson: true, NotifyByEmail: true, ManyFirstAnswer: true, Template: "deployment-1/ABC", Order: 3,
		Own: toOwnRecord(ownOfEverything()), Bound: map[string]string{"password": "smtp|mail.example.com|465|implicit-tls|ops"},
	})
	if diff := cmp.Diff(ownOfEverything(), action.Own.own()); diff != "" {
		t.Error(diff)
	}
	person := sameAgain(t, "person.json", personRecord{
		Name: "Ada", UserName: "ada", Email: "ada@example.com", Attributes: map[string]string{"employeeId": "4711", "upn": "ada@corp.example.com"},
	})
	if p := toPerson(vault.Item[personRecord]{Value: person}); p.Attribute("UPN") != "ada@corp.example.com" {
		t.Errorf("%+v", p)
	}
	sameAgain(t, "event.json", eventRecord{
		At: at, ActionID: "deployment-1/assign-task", ActionName: "Assign task", Text: "Do it.", Rehearsal: true, Digest: "abc", Count: 2,
	})
	sameAgain(t, "message.json", messageRecord{
		PersonID: "deployment-1/ABC", PersonName: "Ada", Address: "ada@example.com", Outcome: Refused,
		Reason: "smtp.recipient_refused", Detail: "The server refused.", Remote: &fault.Remote{Code: "550", Enhanced: "5.1.1", Text: "nobody"},
		Attempts: 2, LastAt: at, MessageID: "word", Handing: true,
	})
}

// ownOfEverything has a value in every field, so that none is forgotten.
func ownOfEverything() *Own {
	return &Own{Server: smtp.Settings{
		Host: "mail.example.com", Port: "465", Security: smtp.SecurityImplicitTLS, InsecureAllowPlainPassword: true,
		Auth: smtp.SignInOAuth2, User: "ops",
		OAuth2: smtp.OAuth2Settings{
			Grant: smtp.GrantRefreshToken, TokenURL: "https://l.example.com/token", AuthURL: "https://l.example.com/auth",
			DeviceURL: "https://l.example.com/device", ClientID: "patchbay", ClientAuth: "basic", ClientSecretExpires: "2027-01-01", Scope: "mail",
		},
		From: "own@example.com", FromName: "Own", ReplyTo: "reply@example.com", ReplyToName: "Reply",
		EnvelopeFrom: "bounce@example.com", EHLOName: "host.example.com", TimeoutSeconds: 20, CAPEM: "-----BEGIN CERTIFICATE-----",
	}}
}

// A deployment's actions have IDs that old vaults hold.
func TestTheActionsToBeginWithKeepTheirIDs(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, item := range startingActions("d") {
		ids = append(ids, item.ID)
	}
	want := []string{"d/provide-information", "d/approve-transaction", "d/assign-task", "d/send-message", "d/confirm-transaction"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// sameAgain reads a record, compares it with what it was written from, and writes it
// again.
func sameAgain[T any](t *testing.T, file string, want T) T {
	t.Helper()
	path := filepath.Join("testdata", file)
	written, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, written, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(string(doc), string(written)); diff != "" {
		t.Error(diff)
	}
	return got
}
