package notify_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

func TestTheDocumentOfAnAction(t *testing.T) {
	t.Parallel()
	d, err := notify.ParseAction([]byte(`{"name":"Send message","notifyByEmail":false,"template":"Urgent","manyFirstAnswer":true,
		"ownServer":{"host":"mail.example.com","from":"own@example.com","password":"` + canary + `"}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := notify.Action{
		Name: "Send message", NeedsPerson: true, Template: "Urgent", ManyFirstAnswer: true,
		Own: &notify.Own{Server: smtp.Settings{
			Host: "mail.example.com", From: "own@example.com", Security: smtp.SecurityImplicitTLS, Auth: smtp.SignInPassword,
		}},
	}
	if diff := cmp.Diff(want, d.Action); diff != "" || string(d.Secrets.Password.Value.Reveal()) != canary {
		t.Error(diff)
	}
	doc, err := json.Marshal(d.Action.Document())
	if err != nil || strings.Contains(string(doc), canary) {
		t.Errorf("%v: %s", err, doc)
	}
	again, err := notify.ParseAction(doc)
	if err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	if diff := cmp.Diff(want, again.Action); diff != "" || again.Secrets.Password.Change != secret.Keep {
		t.Error(diff)
	}
	if d, err := notify.ParseAction([]byte(`{"name":"Plain"}`)); err != nil || d.Own != nil || !d.NotifyByEmail {
		t.Errorf("%v: %+v", err, d)
	}
	if d, err := notify.ParseAction([]byte(`{"name":"Own","ownServer":{}}`)); err != nil || d.Own == nil || d.Own.Configured() {
		t.Errorf("%v: %+v", err, d)
	}
}

func TestDocumentsAreReadStrictly(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]string{
		`{"name":1}`:                           "action: name",
		`{"name":"x","own":{}}`:                "action: own",
		`{"name":"x","ownServer":{"hots":""}}`: "action: ownServer.hots",
		`{"name":"x","attributes":{"upn":7}}`:  "person: attributes.upn",
		`{"name":"x","attributes":["a"]}`:      "person: attributes",
		`{"name":"x","mail":"x"}`:              "person: mail",
		`{"subject":"s","html":"h","text":[]}`: "template: text",
		`{"action":"a","people":"ada"}`:        "event: people",
		`{"action":"a","everyone":"perhaps"}`:  "event: everyone",
	} {
		kind, field, _ := strings.Cut(want, ": ")
		var err error
		switch kind {
		case "action":
			_, err = notify.ParseAction([]byte(doc))
		case "person":
			_, err = notify.ParsePerson([]byte(doc))
		case "template":
			_, err = notify.ParseTemplate([]byte(doc))
		default:
			_, err = notify.ParseEvent([]byte(doc))
		}
		if got := strings.Join(fields(err), " "); got != field {
			t.Errorf("%s: %v %q", doc, err, got)
		}
	}
	if _, err := notify.ParseAction([]byte(`{"name":"x","ownServer":{"password":"**********"}}`)); strings.Join(fields(err), " ") != "ownServer.password" {
		t.Errorf("a mask: %v", err)
	}
}

func TestOtherDocumentsComeBack(t *testing.T) {
	t.Parallel()
	p := notify.Person{Name: "Ada", UserName: "ada", Email: "ada@example.com", Attributes: map[string]string{"upn": "a"}}
	doc, err := json.Marshal(p.Document())
	if err != nil {
		t.Fatal(err)
	}
	got, err := notify.ParsePerson(doc)
	if diff := cmp.Diff(p, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	tpl := notify.Template{Name: "T", Template: own("S")}
	if doc, err = json.Marshal(tpl.Document()); err != nil {
		t.Fatal(err)
	}
	back, err := notify.ParseTemplate(doc)
	if diff := cmp.Diff(tpl, back); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	e, err := notify.ParseEvent([]byte(`{"action":"Assign task","people":["ada"],"message":"M","key":"k","rehearsal":true}`))
	want := notify.Event{Action: "Assign task", People: []string{"ada"}, Message: "M", Key: "k", Rehearsal: true}
	if diff := cmp.Diff(want, e); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

// FuzzDocuments reads anything without falling over, and what an action says comes
// back.
func FuzzDocuments(f *testing.F) {
	f.Add([]byte(`{"name":"x","ownServer":{"host":"h","from":"a@b.example","password":"p"},"notifyByEmail":"false"}`))
	f.Add([]byte(`{"name":"x","attributes":{"a":"b","a":"c"}}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		_, _ = notify.ParsePerson(doc)
		_, _ = notify.ParseEvent(doc)
		_, _ = notify.ParseTemplate(doc)
		d, err := notify.ParseAction(doc)
		if err != nil {
			return
		}
		written, err := json.Marshal(d.Action.Document())
		if err != nil {
			t.Fatal(err)
		}
		again, err := notify.ParseAction(written)
		if err != nil {
			return // a document that is written may be too large
		}
		if diff := cmp.Diff(d.Action, again.Action); diff != "" {
			t.Error(diff)
		}
	})
}
