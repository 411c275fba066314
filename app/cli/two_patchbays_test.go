package cli_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
)

// mailDocument is a configuration with everything that the contract carries.
func mailDocument(from string) string {
	return `{"host":"mail.example.com","port":"587","security":"starttls","user":"portal@example.com","password":"` + canary + `",
		"from":"` + from + `","fromDisplayName":"Portal","replyTo":"reply@example.com","replyToDisplayName":"Desk",
		"envelopeFrom":"bounces@example.com"}`
}

// pushes are the ways in which one Patchbay hands a configuration to another:
// both forms of the URL, a token that is given and one that is asked for.
func pushes(api *localAPI, from *patchbay) map[string][]string {
	asking := func(form string) string {
		document, err := json.Marshal(map[string]string{
			"form": "other", "url": api.form(form, "acme"), "tokenUrl": api.address.String() + "/oauth2/token",
			"clientId": api.id, "clientSecret": api.secret, "scope": "mail:write",
		})
		if err != nil {
			api.t.Fatal(err)
		}
		return from.file(form+".json", string(document))
	}
	token := from.file("token.txt", api.token()+"\n")
	return map[string][]string{
		"SSMS with a token":      {"--url", api.form("ssms", "acme"), "--token-file", token},
		"SHIFT with a token":     {"--url", api.form("shift", "acme"), "--token-file", token},
		"SSMS with a token URL":  {"--from", asking("ssms")},
		"SHIFT with a token URL": {"--from", asking("shift")},
	}
}

// TestTwoPatchbays: one pushes, the other receives, and both journals say so.
func TestTwoPatchbays(t *testing.T) {
	there := newPatchbay(t, "Grace", "acme")
	api := there.serve("installer", there.client("installer", "acme"))
	here := newPatchbay(t, "Ada", "acme")
	n := 0
	for name, flags := range pushes(api, here) {
		n++
		from := fmt.Sprintf("portal%d@example.com", n)
		here.do("smtp", "set", "--from", here.file("smtp.json", mailDocument(from)))
		args := append([]string{"handover", "apply", "--target", "mail-api", "--ca-file", api.caFile, "--json"}, flags...)
		applied := here.do(args...)
		wantApplied(t, name, applied)
		for _, hidden := range []string{canary, api.secret} {
			if strings.Contains(applied, hidden) {
				t.Errorf("%s: the answer shows a secret: %s", name, applied)
			}
		}
		kept := keptDocument(t, here.do("smtp", "show", "--json"))
		if kept["from"] != from {
			t.Fatalf("%s: %v is kept here", name, kept)
		}
		if diff := cmp.Diff(kept, api.smtp("acme")); diff != "" {
			t.Errorf("%s: what arrived (-here +there):\n%s", name, diff)
		}
	}
	api.stop()
	kept := keptDocument(t, here.do("smtp", "show", "--json"))
	if diff := cmp.Diff(kept, keptDocument(t, there.do("smtp", "show", "--json"))); diff != "" {
		t.Errorf("smtp show (-here +there):\n%s", diff)
	}
	wantPassword(t, there, canary)
	wantEntries(t, here, "handover.applied", n, "Ada", "")
	wantEntries(t, there, "outgoing.server.saved", n, "Grace", "installer")
	var receipts []struct {
		Status  int
		Verdict string
		Current bool
	}
	decode(t, here.do("handover", "receipts", "--json"), &receipts)
	if len(receipts) != n || receipts[0].Status != 200 || !receipts[0].Current || receipts[n-1].Current {
		t.Errorf("the receipts are %+v", receipts)
	}
}

func wantApplied(t *testing.T, name, applied string) {
	t.Helper()
	var got struct {
		Proof    struct{ Subject, Level, Verdict string }
		Exchange struct {
			Method, ResponseBody string
			Status               int
		}
	}
	decode(t, applied, &got)
	if got.Proof.Subject != "mail-api" || got.Proof.Level != "push" || got.Proof.Verdict != "passed" {
		t.Errorf("%s: the proof is %+v", name, got.Proof)
	}
	const answer = `{"message":"Successfully updated SMTP Details","status":"OK","subSystem":8}`
	if x := got.Exchange; x.Method != "POST" || x.Status != 200 || strings.TrimSpace(x.ResponseBody) != answer {
		t.Errorf("%s: the exchange is %+v", name, x)
	}
}

// wantPassword opens a vault and compares the password of its mail server.
func wantPassword(t *testing.T, p *patchbay, want string) {
	t.Helper()
	bench := p.open()
	d, err := bench.Deployments.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	delivery, err := bench.Outgoing.HandOver(t.Context(), d.ID, "handover.applied")
	if err != nil {
		t.Fatal(err)
	}
	if !delivery.Secrets.Password.Equal(secret.FromString(want)) {
		t.Error("another password is kept there")
	}
	delivery.Secrets.Wipe()
	if err := bench.Close(); err != nil {
		t.Error(err)
	}
}

// wantEntries wants n entries of an action in a journal, all of one operator
// and client.
func wantEntries(t *testing.T, p *patchbay, action string, n int, operator, via string) {
	t.Helper()
	var entries []struct{ Operator, Via, Action string }
	decode(t, p.do("audit", "list", "--action", action, "--json"), &entries)
	for _, e := range entries {
		if e.Operator == operator && e.Via == via {
			n--
		}
	}
	if n != 0 {
		t.Errorf("%d entries of %s by %s via %q are missing: %+v", n, action, operator, via, entries)
	}
	p.do("audit", "verify")
}

func keptDocument(t *testing.T, printed string) map[string]any {
	t.Helper()
	var document map[string]any
	decode(t, printed, &document)
	return withoutTimes(document)
}

// withoutTimes leaves out when a secret was changed: that is never the same.
func withoutTimes(document map[string]any) map[string]any {
	if password, ok := document["password"].(map[string]any); ok {
		delete(password, "changedAt")
	}
	return document
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}
