package smtp_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
)

func TestWithDefaults(t *testing.T) {
	tests := []struct{ in, want smtp.Settings }{
		{
			smtp.Settings{From: "a@b.c"},
			smtp.Settings{From: "a@b.c", Security: smtp.SecurityImplicitTLS, Port: "465", Auth: smtp.SignInNone, TimeoutSeconds: 10},
		},
		{
			smtp.Settings{From: "a@b.c", Security: smtp.SecuritySTARTTLS, User: "u"},
			smtp.Settings{From: "a@b.c", Security: smtp.SecuritySTARTTLS, Port: "587", Auth: smtp.SignInPassword, User: "u", TimeoutSeconds: 10},
		},
		{
			smtp.Settings{From: "a@b.c", Security: smtp.SecurityNone, Auth: smtp.SignInPassword, TimeoutSeconds: 3},
			smtp.Settings{From: "a@b.c", Security: smtp.SecurityNone, Port: "25", Auth: smtp.SignInPassword, User: "a@b.c", TimeoutSeconds: 3},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, tt.in.WithDefaults()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestExpand(t *testing.T) {
	values := map[string]string{"domain": "example.com", "port": " 587 ", "trick": "%domain%"}
	lookup := func(name string) (string, bool) { v, ok := values[name]; return v, ok }
	got, unresolved := smtp.Settings{
		Host: "mail.%domain%", Port: "%port%", User: "%trick%", From: "a%%b@%nope%", EHLOName: "%nope%",
	}.Expand(lookup)
	want := smtp.Settings{Host: "mail.example.com", Port: "587", User: "%domain%", From: "a%b@%nope%", EHLOName: "%nope%"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]smtp.Unresolved{{Field: "from", Name: "nope"}, {Field: "ehloName", Name: "nope"}}, unresolved); diff != "" {
		t.Error(diff)
	}
}

// TestDestination: each part alone makes another destination, spelling does not.
func TestDestination(t *testing.T) {
	base := smtp.Settings{Host: "Mail.Müller.example", From: "a@b.c", User: "u"}
	if got, want := base.Destination(), "smtp|mail.xn--mller-kva.example|465|implicit-tls|u"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	same := base
	same.Host, same.Port, same.Security, same.From, same.ReplyTo = "mail.müller.example.", "0465", smtp.SecurityImplicitTLS, "x@y.z", "r@b.c"
	if same.Destination() != base.Destination() {
		t.Errorf("spelling changed it: %s", same.Destination())
	}
	seen := map[string]bool{base.Destination(): true}
	for _, edit := range []func(*smtp.Settings){
		func(s *smtp.Settings) { s.Host = "mail2.müller.example" },
		func(s *smtp.Settings) { s.Port = "466" },
		func(s *smtp.Settings) { s.Security, s.Port = smtp.SecuritySTARTTLS, "465" },
		func(s *smtp.Settings) { s.User = "v" },
		func(s *smtp.Settings) { s.User, s.Auth = "", smtp.SignInPassword },
		func(s *smtp.Settings) { s.User = "|u" },
		func(s *smtp.Settings) { s.User = `\|u` },
	} {
		s := base
		edit(&s)
		if seen[s.Destination()] {
			t.Errorf("%s is not new", s.Destination())
		}
		seen[s.Destination()] = true
	}
}

func TestHashCoversTheConfiguration(t *testing.T) {
	yes := true
	base := smtp.Settings{Host: "h", From: "a@b.c", Enabled: &yes}
	explicit := base.WithDefaults()
	explicit.Enabled = nil
	if base.Hash() != explicit.Hash() {
		t.Error("defaults or enabled change the hash")
	}
	other := base
	other.ReplyToName = "x"
	if base.Hash() == other.Hash() {
		t.Error("a field is not covered")
	}
}

func TestDocument(t *testing.T) {
	changed := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	s := smtp.Settings{Host: "h", Port: "587", Security: smtp.SecuritySTARTTLS, User: "u", From: "a@b.c", OAuth2: smtp.OAuth2Settings{Scope: "s"}}
	doc, err := json.Marshal(s.Document(smtp.SecretViews{Password: &smtp.SecretView{Set: true, ChangedAt: &changed}}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"host":"h","port":587,"security":"starttls","user":"u","password":{"set":true,"changedAt":"2026-11-21T10:00:00Z"},"oauth2":{"scope":"s"},"from":"a@b.c"}`
	if diff := cmp.Diff(want, string(doc)); diff != "" {
		t.Error(diff)
	}
	s.Port = "%port%"
	if doc, _ := json.Marshal(s); !json.Valid(doc) {
		t.Errorf("not JSON: %s", doc)
	}
}

func TestParseLevel(t *testing.T) {
	for text, want := range map[string]smtp.Level{"": smtp.LevelSignIn, "connect": smtp.LevelConnect, "send": smtp.LevelSend, "roundtrip": smtp.LevelRoundTrip} {
		if got, err := smtp.ParseLevel(text); got != want || err != nil {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
	for text, want := range map[string]fault.Kind{"all": fault.Invalid, "Send": fault.Invalid} {
		if _, err := smtp.ParseLevel(text); err == nil || fault.Of(err).Kind != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestHashOfOldDocumentsStays: the proofs of older vaults are of exactly these
// configurations, and fields that were added since must not make them stale.
func TestHashOfOldDocumentsStays(t *testing.T) {
	for doc, want := range map[string]string{
		`{"host":"mail.example.invalid","port":"587","security":"starttls","user":"u","password":"p","from":"a@example.com","fromDisplayName":"A","replyTo":"r@example.com","envelopeFrom":"b@example.com","ehloName":"h.example.com","timeoutSeconds":5}`: "sha256:98e4b2bcadee7bac46ebbe61098408361ba3ad0604b0413624f993fefac80828",
		`{"host":"127.0.0.1","port":1,"security":"starttls","auth":"oauth2","user":"u@example.com","from":"a@example.com","oauth2":{"tokenUrl":"https://id.example.com/t","clientId":"c","clientSecret":"s","scope":"x y"}}`:                               "sha256:e88b51825b79dd6f608e6d6ccdf72f2e5a2793bef443fcaf72ab7c50ce3333b7",
	} {
		settings, _, err := smtp.Parse([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		if got := settings.Hash(); got != want {
			t.Errorf("%s has the hash %s, want %s", doc, got, want)
		}
	}
}
