package notify_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

func approve(people ...notify.Person) notify.Event {
	e := notify.Event{Action: "Approve transaction", Message: "Please approve the order of Grace."}
	for _, p := range people {
		e.People = append(e.People, p.ID)
	}
	return e
}

func TestAMailArrivesWithTheTextOfTheAction(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	messages := f.send(t, approve(f.ada(t)))
	if len(messages) != 1 || messages[0].Outcome != notify.Sent || messages[0].Attempts != 1 || messages[0].Remote == nil {
		t.Fatalf("%+v", messages)
	}
	got, err := server.Message(server.Messages()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Please approve the order of Grace.", "https://portal.example.com/messages", "https://portal.example.com/"} {
		if !strings.Contains(got.Text, want) || !strings.Contains(got.HTML, want) {
			t.Errorf("%q is missing in %q or %q", want, got.Text, got.HTML)
		}
	}
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(messages, page.Messages); diff != "" || page.Total != 1 || page.Outcomes[notify.Sent] != 1 {
		t.Error(diff)
	}
	if got := f.actions(t)[0]; got != "notify.sent" {
		t.Errorf("the journal says %s", got)
	}
}

// The sentences of the source with a real server: what is rehearsed is what is sent.
func TestTheSwitchesOfTheSource(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                                string
		integration, notifications, actions bool
		want                                string // who gets mail of the plain action, and of the one with its own server
	}{
		{"everything on", true, true, true, "plain own"},
		{"with integration off only the actions with own settings still send", false, true, true, "own"},
		{"notifications off stops all actions", true, false, true, ""},
		{"one action off stops only it", true, true, false, "own"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			server := f.withServer(t)
			ownServer, request := newServer(t)
			ada := f.ada(t)
			own := f.action(t, "Send message").Draft()
			own.Own = &notify.Own{Server: request.Settings}
			own.Secrets.Password = set(string(ownServer.Password().Reveal()))
			f.saveAction(t, own)
			plain := f.action(t, "Approve transaction").Draft()
			plain.NotifyByEmail = tt.actions
			f.saveAction(t, plain)
			f.switches(t, notify.Switches{Integration: tt.integration, Notifications: tt.notifications})
			var got []string
			for name, event := range map[string]notify.Event{
				"plain": approve(ada), "own": {Action: "Send message", People: []string{ada.ID}, Message: "M"},
			} {
				decisions, err := f.notify.Rehearse(t.Context(), site, event)
				if err != nil {
					t.Fatal(err)
				}
				messages := f.send(t, event)
				if decisions[0].Mail != (messages[0].Outcome == notify.Sent) || !decisions[0].Message {
					t.Errorf("%s: rehearsed %+v, and it became %+v", name, decisions[0], messages[0])
				}
				if !decisions[0].Mail && (messages[0].Reason != string(decisions[0].Stopped.By) || messages[0].Detail != decisions[0].Stopped.Text) {
					t.Errorf("%s: %+v, %+v", name, decisions[0], messages[0])
				}
				if messages[0].Outcome == notify.Sent {
					got = append(got, name)
				}
			}
			for _, name := range strings.Fields(tt.want) {
				if !strings.Contains(strings.Join(got, " "), name) {
					t.Errorf("no mail of %s", name)
				}
			}
			if len(got) != len(strings.Fields(tt.want)) || len(server.Messages())+len(ownServer.Messages()) != len(got) {
				t.Errorf("mail of %v; %d and %d arrived", got, len(server.Messages()), len(ownServer.Messages()))
			}
		})
	}
}

func TestTheSameKeySendsNothingAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	e := approve(f.ada(t))
	e.Key = "order 4711"
	first := f.send(t, e)
	f.notify = f.again()
	again, err := f.notify.Send(t.Context(), site, e, "")
	if err != nil || !again.Repeated {
		t.Errorf("%+v, %v", again, err)
	}
	if diff := cmp.Diff(first, again.Messages); diff != "" || len(server.Messages()) != 1 {
		t.Errorf("%d arrived: %s", len(server.Messages()), diff)
	}
	e.Message = "Another one."
	if _, err := f.notify.Send(t.Context(), site, e, ""); !fault.HasCode(err, notify.CodeKeyReused) {
		t.Errorf("error %v", err)
	}
}

func TestTheSameKeyAtTheSameTime(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	e := approve(f.ada(t))
	e.Key = "order 4711"
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := f.notify.Send(t.Context(), site, e, ""); err != nil && !fault.HasCode(err, notify.CodeBeingSent) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(server.Messages()) != 1 {
		t.Errorf("%d arrived", len(server.Messages()))
	}
}

func TestIntoTheRehearsalInbox(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	inbox, request := newServer(t)
	f.rehearsal.request = request
	e := approve(f.ada(t))
	e.Rehearsal = true
	if m := f.send(t, e)[0]; m.Outcome != notify.Sent || !m.Rehearsal || len(server.Messages()) != 0 || len(inbox.Messages()) != 1 {
		t.Errorf("%+v", m)
	}
	if f.rehearsal.own != nil {
		t.Error("the mail of the deployment came from another sender")
	}
	action, own := f.own(t)
	e.Action = action.ID
	if m := f.send(t, e)[0]; m.Outcome != notify.Sent || len(own.Messages()) != 0 || len(inbox.Messages()) != 2 {
		t.Errorf("%+v", m)
	}
	if got := f.rehearsal.own; got == nil || got.Server.Host != action.Own.Server.Host {
		t.Errorf("the mail of the action came from %+v", got)
	}
}

func TestAnActionThatNeedsNobodyMakesNoMessage(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	d := f.action(t, "Approve transaction").Draft()
	d.NeedsPerson = false
	f.saveAction(t, d)
	if messages := f.send(t, approve(f.ada(t))); len(messages) != 0 || len(server.Messages()) != 0 {
		t.Errorf("%+v", messages)
	}
}

func TestEventsTellHowFarItIs(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	f.send(t, approve(f.ada(t), f.person(t, notify.Person{Name: "Grace", Email: "grace@example.com"})))
	var last event.Event
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.events {
		if e.Name == "notify.sent" {
			last = e
		}
	}
	if end := f.events[len(f.events)-1]; end.Name != "notify.changed" || end.Deployment != site {
		t.Errorf("the overview is not told at the end: %+v", end)
	}
	if last.Run != "run-1" || last.Done != 2 || last.Total != 2 || last.Deployment != site || last.Subject == "" {
		t.Errorf("%+v", last)
	}
}

// TestAnEventToManyTellsOfItNowAndThen has a clock that stands still: an event to
// ten thousand people must not become twenty thousand events for the pages.
func TestAnEventToManyTellsOfItNowAndThen(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	f.crowd(t, 60)
	at := time.Now()
	f.now = func() time.Time { return at }
	f.notify = f.again()
	f.send(t, notify.Event{Action: "Approve transaction", Everyone: true, Message: "Approve this."})
	var done []int
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.events {
		if e.Name == "notify.sent" {
			done = append(done, e.Done)
		}
	}
	if diff := cmp.Diff([]int{0, 60}, done); diff != "" {
		t.Errorf("the events: %s", diff)
	}
}
