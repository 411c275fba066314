package notify_test

import (
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// A mail of which nobody knows whether it arrived stays so, whatever stops or refuses
// the next attempt; only one that a server takes ends the doubt.
func TestWhatIsUnknownStaysUnknownUntilAServerTakesIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	judge := &switchable{}
	f.withPeer(t, judge.judge)
	judge.say(".", "", true)
	sent := f.send(t, approve(ada))[0]
	if sent.Outcome != notify.Unknown {
		t.Fatalf("%+v", sent)
	}
	if _, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID}); !fault.HasCode(err, notify.CodeMayHaveArrived) {
		t.Errorf("without consent: %v", err)
	}
	f.switches(t, notify.Switches{Integration: true})
	retry := func(what string, want notify.Outcome) {
		t.Helper()
		m, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID, MayArriveTwice: true})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := f.again().Message(t.Context(), site, sent.ID)
		if err != nil || m.Outcome != want || kept.Outcome != want {
			t.Errorf("%s: %+v, and kept %+v: %v", what, m, kept, err)
		}
		if want == notify.Unknown && !strings.Contains(kept.Detail, "An earlier attempt, to ada@example.com, may have arrived.") {
			t.Errorf("%s: it says %q", what, kept.Detail)
		}
	}
	retry("a switch stops it", notify.Unknown)
	f.switches(t, notify.Switches{Integration: true, Notifications: true})
	judge.say("RCPT", "550 5.1.1 nobody here", true)
	ada.Email = "ada.lovelace@example.com"
	f.person(t, ada)
	retry("the server refuses it", notify.Unknown)
	judge.say("", "", false)
	retry("the server takes it", notify.Sent)
}

func TestAUserNameThatIsTheAddressOfSomebodyElseNamesNobody(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	f.person(t, notify.Person{Name: "Mallory", UserName: "bob@example.com", Email: "mallory@example.com"})
	bob := f.person(t, notify.Person{Name: "Bob", UserName: "bob", Email: "bob@example.com"})
	same := f.person(t, notify.Person{Name: "Cy", UserName: "cy@example.com", Email: "CY@example.com"})
	event := func(who string) notify.Event {
		return notify.Event{Action: "Assign task", People: []string{who}, Message: "Do it."}
	}
	_, err := f.notify.Send(t.Context(), site, event("Bob@example.com"), "")
	if !fault.HasCode(err, notify.CodePersonAmbiguous) {
		t.Errorf("the user name of one and the address of another: %v", err)
	}
	for who, want := range map[string]string{bob.ID: "Bob", "bob": "Bob", "mallory@example.com": "Mallory", "cy@example.com": same.Name} {
		decisions, err := f.notify.Rehearse(t.Context(), site, event(who))
		if err != nil || len(decisions) != 1 || decisions[0].PersonName != want {
			t.Errorf("%s: %+v %v", who, decisions, err)
		}
		found, err := f.notify.FindPeople(t.Context(), site, who, who)
		if err != nil || len(found) != 1 || found[0].Name != want {
			t.Errorf("to find %s: %+v %v", who, found, err)
		}
	}
	if found, err := f.notify.FindPeople(t.Context(), site, "bob", "bob@example.com"); !fault.HasCode(err, notify.CodePersonAmbiguous) {
		t.Errorf("found %+v, %v", found, err)
	}
	if _, err := f.notify.FindPeople(t.Context(), site, "bob", "x", "y"); !fault.HasCode(err, notify.CodePersonNotFound) ||
		!strings.HasSuffix(fault.Of(err).Message, ": x, y") {
		t.Errorf("nobody: %v", err)
	}
}

func TestADocumentSaysWhichOfItsNamesIsTheUserName(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.person(t, notify.Person{Name: "Mallory", UserName: "bob@example.com", Email: "mallory@example.com"})
	f.person(t, notify.Person{Name: "Bob", UserName: "bob", Email: "bob@example.com"})
	for want, read := range map[string]notify.Person{
		"Mallory": {UserName: "BOB@example.com", Email: "m@example.com"},
		"Bob":     {Email: "Bob@EXAMPLE.com"},
		"":        {UserName: "mallory@example.com"},
	} {
		same, err := f.notify.Same(t.Context(), site, read)
		if err != nil || same.Name != want {
			t.Errorf("%+v is %q, %v", read, same.Name, err)
		}
	}
}
