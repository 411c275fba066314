package notify_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// refusing is a mail server that answers RCPT to these people as it is told; "" ends
// the connection after the data instead.
type refusing struct {
	mu      sync.Mutex
	answers map[string]string
	to      string
	on      func(line string) // hears every command
}

func (r *refusing) say(answers map[string]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = answers
}

func (r *refusing) hear(on func(line string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = on
}

func (r *refusing) judge(line string) (string, bool) {
	r.mu.Lock()
	on := r.on
	r.mu.Unlock()
	if on != nil {
		on(line)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if to, is := strings.CutPrefix(line, "RCPT TO:<"); is {
		r.to, _, _ = strings.Cut(to, "@")
		answer := r.answers[r.to]
		return answer, answer != ""
	}
	answer, judged := r.answers[r.to]
	return "", line == "." && judged && answer == ""
}

// four are people of whom one is served, one refused, one unknown and one without an
// address; the event has been sent to them.
func four(t *testing.T, f *fixture) (*refusing, []notify.Message) {
	t.Helper()
	server := &refusing{}
	server.say(map[string]string{"bob": "550 5.1.1 nobody here", "cy": ""})
	f.withPeer(t, server.judge)
	people := []notify.Person{f.ada(t)}
	for _, name := range []string{"Bob", "Cy"} {
		people = append(people, f.person(t, notify.Person{Name: name, Email: strings.ToLower(name) + "@example.com"}))
	}
	people = append(people, f.person(t, notify.Person{Name: "Dan"}))
	sent := f.send(t, approve(people...))
	want := map[string]notify.Outcome{"Ada": notify.Sent, "Bob": notify.Refused, "Cy": notify.Unknown, "Dan": notify.NotSent}
	if diff := cmp.Diff(want, outcomes(sent)); diff != "" {
		t.Fatal(diff)
	}
	return server, sent
}

// left counts what is left out, by reason.
func left(list []notify.LeftOut) map[notify.Left]int {
	counts := map[notify.Left]int{}
	for _, l := range list {
		counts[l.Why] = l.Count
	}
	return counts
}

func TestAnEventIsSentAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server, sent := four(t, f)
	server.say(nil)
	event := notify.AgainEvent{EventID: sent[0].EventID, Run: "run-2"}
	check, err := f.notify.CheckRetry(t.Context(), site, event)
	if err != nil || check.Total != 4 || check.Again != 2 || !cmp.Equal(check.People, []string{"Bob", "Dan"}) ||
		!cmp.Equal(left(check.Left), map[notify.Left]int{notify.LeftSent: 1, notify.LeftMayHaveArrived: 1}) {
		t.Errorf("the check says %+v, %v", check, err)
	}
	done, err := f.notify.RetryEvent(t.Context(), site, event)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]notify.Outcome{"Bob": notify.Sent, "Dan": notify.NotSent}, outcomes(done.Messages)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(check.Left, done.Left); diff != "" {
		t.Error(diff)
	}
	if m := done.Messages[0]; m.Attempts != 2 || m.MessageID != sent[1].MessageID || m.Running {
		t.Errorf("%+v", m)
	}
	event.MayArriveTwice = true
	done, err = f.notify.RetryEvent(t.Context(), site, event)
	if diff := cmp.Diff(map[string]notify.Outcome{"Cy": notify.Sent, "Dan": notify.NotSent}, outcomes(done.Messages)); err != nil || diff != "" {
		t.Errorf("with consent: %v %s", err, diff)
	}
	if entry := f.entries(t)[0]; entry.Action != "notify.retried" || entry.Detail != "messages: 2, mails: 1" {
		t.Errorf("the journal says %+v", entry)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	told := 0
	for _, e := range f.events {
		if e.Name == "notify.sent" && e.Run == "run-2" && e.Total == 1 {
			told++
		}
	}
	if told < 4 { // begin and end, twice
		t.Errorf("%d events tell of it", told)
	}
}

// Of an event of which nothing is left to send, nothing is stored or said.
func TestAnEventWithNothingToSendIsLeftAlone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	sent := f.send(t, approve(f.ada(t)))
	before := len(f.entries(t))
	done, err := f.notify.RetryEvent(t.Context(), site, notify.AgainEvent{EventID: sent[0].EventID, MayArriveTwice: true})
	if err != nil || len(done.Messages) != 0 || left(done.Left)[notify.LeftSent] != 1 || len(f.entries(t)) != before {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestSomeMessagesOfAnEventAreSentAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server, sent := four(t, f)
	server.say(nil)
	if err := f.notify.RemovePeople(t.Context(), site, []string{sent[3].PersonID}); err != nil {
		t.Fatal(err)
	}
	event := notify.AgainEvent{EventID: sent[0].EventID, Messages: []string{sent[3].ID, sent[2].ID, sent[2].ID}, MayArriveTwice: true}
	done, err := f.notify.RetryEvent(t.Context(), site, event)
	if err != nil || !cmp.Equal(outcomes(done.Messages), map[string]notify.Outcome{"Cy": notify.Sent}) ||
		!cmp.Equal(left(done.Left), map[notify.Left]int{notify.LeftPersonGone: 1}) {
		t.Errorf("%+v, %v", done, err)
	}
	for _, tt := range []struct{ event, message, code string }{
		{sent[0].EventID, sent[0].EventID + "/00009", notify.CodeMessageNotFound},
		{site + "/none", "", notify.CodeEventNotFound},
		{elsewhere + strings.TrimPrefix(sent[0].EventID, site), "", notify.CodeEventNotFound},
		{"", "", notify.CodeEventNotFound},
	} {
		e := notify.AgainEvent{EventID: tt.event}
		if tt.message != "" {
			e.Messages = []string{tt.message}
		}
		if _, err := f.notify.RetryEvent(t.Context(), site, e); !fault.HasCode(err, tt.code) {
			t.Errorf("%+v: %v", e, err)
		}
	}
	if _, err := f.notify.RetryEvent(t.Context(), elsewhere, event); !fault.HasCode(err, notify.CodeEventNotFound) {
		t.Errorf("from another deployment: %v", err)
	}
}

// What another retry has in hand is left to it, and what is left out is free for
// others at once.
func TestARetryLeavesToAnotherWhatThatHasInHand(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server, sent := four(t, f)
	server.say(nil)
	event := notify.AgainEvent{EventID: sent[0].EventID}
	var once sync.Once
	server.hear(func(line string) {
		if !strings.HasPrefix(line, "RCPT TO:<bob") {
			return
		}
		once.Do(func() { // while Bob's is on its way
			done, err := f.notify.RetryEvent(t.Context(), site, event)
			if err != nil || len(done.Messages) != 0 || left(done.Left)[notify.LeftBeingSent] != 2 {
				t.Errorf("meanwhile: %+v, %v", done, err)
			}
			check, err := f.notify.CheckRetry(t.Context(), site, event)
			if err != nil || check.Again != 0 || left(check.Left)[notify.LeftBeingSent] != 2 {
				t.Errorf("meanwhile: %+v, %v", check, err)
			}
			m, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent[2].ID, MayArriveTwice: true})
			if err != nil || m.Outcome != notify.Sent {
				t.Errorf("what was left out: %+v, %v", m, err)
			}
		})
	})
	done, err := f.notify.RetryEvent(t.Context(), site, event)
	if err != nil || outcomes(done.Messages)["Bob"] != notify.Sent {
		t.Errorf("%+v, %v", done, err)
	}
	if done, err = f.notify.RetryEvent(t.Context(), site, event); err != nil || left(done.Left)[notify.LeftBeingSent] != 0 {
		t.Errorf("when it has ended: %+v, %v", done, err)
	}
}

func TestManyRetriesOfAnEventSendEachMailOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := &refusing{}
	server.say(map[string]string{"ada": "450 4.2.0 busy", "bob": "450 4.2.0 busy"})
	peer := f.withPeer(t, server.judge)
	sent := f.send(t, approve(f.ada(t), f.person(t, notify.Person{Name: "Bob", Email: "bob@example.com"})))
	server.say(nil)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			e := notify.AgainEvent{EventID: sent[0].EventID}
			if i%2 == 0 {
				e.Messages = []string{sent[i/2%2].ID}
			}
			if _, err := f.notify.RetryEvent(t.Context(), site, e); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	_, all := peer.Received()
	if n := strings.Count(all, "DATA\r\n"); n != 2 {
		t.Errorf("%d mails were handed over", n)
	}
}

func TestCancellingARetryOfAnEventLeavesTheRest(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := &refusing{}
	server.say(map[string]string{"ada": "450 4.2.0 busy", "bob": "450 4.2.0 busy"})
	f.withPeer(t, server.judge)
	sent := f.send(t, approve(f.ada(t), f.person(t, notify.Person{Name: "Bob", Email: "bob@example.com"})))
	server.say(map[string]string{"bob": "450 4.2.0 busy"})
	ctx, cancel := context.WithCancel(t.Context())
	server.hear(func(line string) {
		if strings.HasPrefix(line, "RCPT TO:<bob") {
			cancel()
		}
	})
	done, err := f.notify.RetryEvent(ctx, site, notify.AgainEvent{EventID: sent[0].EventID})
	if err != nil || outcomes(done.Messages)["Ada"] != notify.Sent || outcomes(done.Messages)["Bob"] == notify.Sent {
		t.Fatalf("%+v, %v", done, err)
	}
	server.hear(nil)
	server.say(nil)
	done, err = f.notify.RetryEvent(t.Context(), site, notify.AgainEvent{EventID: sent[0].EventID})
	if err != nil || !cmp.Equal(outcomes(done.Messages), map[string]notify.Outcome{"Bob": notify.Sent}) {
		t.Errorf("once more: %+v, %v", done, err)
	}
}
