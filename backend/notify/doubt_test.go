package notify_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// cutOff is an event to Ada and Grace whose outcome could not be stored any more once
// Ada's mail had been handed over: what a restart finds after a crash at that moment.
func cutOff(t *testing.T, f *fixture) (server *refusing, eventID string) {
	t.Helper()
	server = &refusing{}
	var full atomic.Bool
	full.Store(true)
	server.hear(func(line string) {
		if line == "." && full.CompareAndSwap(true, false) {
			f.access.setFull(true)
		}
	})
	f.withPeer(t, server.judge)
	people := []notify.Person{f.ada(t), f.person(t, notify.Person{Name: "Grace", Email: "grace@example.com"})}
	if _, err := f.notify.Send(t.Context(), site, approve(people...), ""); err == nil {
		t.Fatal("the outcome was stored")
	}
	f.access.setFull(false)
	f.notify = f.again()
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
	if err != nil || len(page.Messages) != 2 {
		t.Fatalf("%+v, %v", page, err)
	}
	return server, page.Messages[0].EventID
}

// message is the one of the event to a person.
func (f *fixture) message(t *testing.T, name string) notify.Message {
	t.Helper()
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range page.Messages {
		if m.PersonName == name {
			return m
		}
	}
	t.Fatalf("no message is to %s", name)
	return notify.Message{}
}

// What was being handed over at a crash may have arrived: it goes again only with
// consent, alone and with its event, and a later attempt that failed for sure does
// not change that.
func TestWhatACrashLeftInDoubtStaysSo(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server, eventID := cutOff(t, f)
	ada := notify.Again{MessageID: f.message(t, "Ada").ID}
	refused := func(when string) {
		t.Helper()
		if _, err := f.notify.Retry(t.Context(), site, ada); !fault.HasCode(err, notify.CodeMayHaveArrived) {
			t.Errorf("%s: without consent: %v", when, err)
		}
		check, err := f.notify.CheckRetry(t.Context(), site, notify.AgainEvent{EventID: eventID})
		if err != nil || left(check.Left)[notify.LeftMayHaveArrived] != 1 {
			t.Errorf("%s: the check says %+v, %v", when, check, err)
		}
		if m := f.message(t, "Ada"); m.Outcome != notify.Unknown {
			t.Errorf("%s: %+v", when, m)
		}
	}
	refused("after the crash")
	done, err := f.notify.RetryEvent(t.Context(), site, notify.AgainEvent{EventID: eventID})
	if err != nil || !cmp.Equal(outcomes(done.Messages), map[string]notify.Outcome{"Grace": notify.Sent}) ||
		left(done.Left)[notify.LeftMayHaveArrived] != 1 {
		t.Errorf("its event: %+v, %v", done, err)
	}

	server.say(map[string]string{"ada": "550 5.1.1 nobody here"})
	ada.MayArriveTwice = true
	if _, err := f.notify.Retry(t.Context(), site, ada); err != nil {
		t.Fatal(err)
	}
	if m := f.message(t, "Ada"); m.Attempts != 2 || !strings.Contains(m.Detail, "An earlier attempt, to ada@example.com, may have arrived") {
		t.Errorf("%+v", m)
	}
	ada.MayArriveTwice = false
	refused("after a refusal")

	server.say(nil)
	done, err = f.notify.RetryEvent(t.Context(), site, notify.AgainEvent{EventID: eventID, MayArriveTwice: true})
	if err != nil || !cmp.Equal(outcomes(done.Messages), map[string]notify.Outcome{"Ada": notify.Sent}) {
		t.Errorf("with consent: %+v, %v", done, err)
	}
}

// What was sent for rehearsal stays on this machine when it is sent again.
func TestARehearsalIsSentAgainToTheRehearsalInbox(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	actual := f.withServer(t)
	caught, request := newServer(t)
	f.rehearsal.request = request
	f.ada(t)
	bob, cy := f.person(t, notify.Person{Name: "Bob"}), f.person(t, notify.Person{Name: "Cy"})
	e := approve(bob, cy)
	e.Rehearsal = true
	sent := f.send(t, e)
	for _, p := range []notify.Person{bob, cy} {
		p.Email = strings.ToLower(p.Name) + "@example.com"
		f.person(t, p)
	}
	m, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent[0].ID})
	if err != nil || m.Outcome != notify.Sent || !m.Rehearsal {
		t.Errorf("%+v, %v", m, err)
	}
	done, err := f.notify.RetryEvent(t.Context(), site, notify.AgainEvent{EventID: sent[0].EventID})
	if err != nil || !cmp.Equal(outcomes(done.Messages), map[string]notify.Outcome{"Cy": notify.Sent}) {
		t.Errorf("%+v, %v", done, err)
	}
	if len(caught.Messages()) != 2 || len(actual.Messages()) != 0 {
		t.Errorf("%d were caught, %d left the machine", len(caught.Messages()), len(actual.Messages()))
	}
}

// A refusal is told in the journal as what was asked for.
func TestARefusedRetryIsNamedAsOne(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	sent := f.send(t, approve(f.ada(t)))[0]
	f.access.viewer = true
	for name, retry := range map[string]func() error{
		"a message": func() error {
			_, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID})
			return err
		},
		"an event": func() error {
			_, err := f.notify.RetryEvent(t.Context(), site, notify.AgainEvent{EventID: sent.EventID})
			return err
		},
	} {
		f.access.asked = ""
		if err := retry(); err == nil || f.access.asked != "notify.retried" {
			t.Errorf("%s: %v, asked as %q", name, err, f.access.asked)
		}
	}
}
