package notify_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/vault"
)

// peer is a mail server that does everything right but for what judge says.
func peer(p *script.Peer, judge func(line string) (string, bool)) {
	p.Send("220 mail.test ESMTP")
	for line, ok := p.Next(); ok; line, ok = p.Next() {
		if answer, judged := judge(line); judged {
			if answer == "" {
				return
			}
			p.Send(answer)
			continue
		}
		verb, _, _ := strings.Cut(line, " ")
		switch verb {
		case "DATA":
			p.Send("354 go ahead")
			for l, ok := p.Next(); ok && l != "."; l, ok = p.Next() {
			}
			answer, judged := judge(".")
			if judged && answer == "" {
				return
			}
			if !judged {
				answer = "250 2.0.0 queued"
			}
			p.Send(answer)
		case "QUIT":
			p.Send("221 bye")
			return
		default:
			p.Send("250 2.0.0 ok")
		}
	}
}

func (f *fixture) withPeer(t *testing.T, judge func(line string) (string, bool)) *script.Server {
	server := script.Serve(t, func(p *script.Peer) { peer(p, judge) })
	f.mail.request = smtp.Request{Settings: smtp.Settings{
		Host: "127.0.0.1", Port: server.Port(), Security: smtp.SecurityNone, Auth: smtp.SignInNone, From: "portal@example.com",
	}}
	f.mail.state = notify.MailState{Configured: true, Enabled: true}
	f.switches(t, notify.Switches{Integration: true, Notifications: true})
	return server
}

// switchable answers one command as it is told to, from any goroutine.
type switchable struct {
	mu           sync.Mutex
	line, answer string
	on           bool
}

func (s *switchable) say(line, answer string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line, s.answer, s.on = line, answer, on
}

func (s *switchable) judge(line string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answer, s.on && strings.HasPrefix(line, s.line)
}

func TestWhatBecomesOfAMail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, line, answer string
		outcome            notify.Outcome
		reason             string
	}{
		{"refused for now", "RCPT", "450 4.2.0 busy", notify.RefusedForNow, "smtp.temporary_failure"},
		{"refused for good", "RCPT", "550 5.1.1 nobody here", notify.Refused, "smtp.recipient_refused"},
		{"lost after the data", ".", "", notify.Unknown, "net.closed"},
		{"lost before the data", "RCPT", "", notify.NotSent, "net.closed"},
		{"the message is refused", ".", "554 5.7.1 spam", notify.Refused, "smtp.message_refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			ada := f.ada(t)
			judge := &switchable{}
			judge.say(tt.line, tt.answer, true)
			f.withPeer(t, judge.judge)
			sent := f.send(t, approve(ada))[0]
			if sent.Outcome != tt.outcome || sent.Reason != tt.reason || sent.Detail == "" || !sent.Retryable() {
				t.Fatalf("%+v", sent)
			}
			if words := strings.TrimLeft(tt.answer, "0123456789. "); words != "" && (sent.Remote == nil || sent.Remote.Text != words) {
				t.Errorf("the server's words are %+v", sent.Remote)
			}
			judge.say("", "", false)
			again, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID, Run: "run-2", MayArriveTwice: true})
			if err != nil || again.Outcome != notify.Sent || again.Attempts != 2 || again.MessageID != sent.MessageID {
				t.Errorf("%v: %+v", err, again)
			}
			if _, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID}); !fault.HasCode(err, notify.CodeAlreadySent) {
				t.Errorf("what was taken is sent again: %v", err)
			}
			if got := f.actions(t)[0]; got != "notify.retried" {
				t.Errorf("the journal says %s", got)
			}
		})
	}
}

func TestARetryIsDecidedAnew(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	grace := f.person(t, notify.Person{Name: "Grace"})
	sent := f.send(t, approve(grace))[0]
	if sent.Outcome != notify.NotSent || sent.Reason != "identifier" || sent.Attempts != 0 {
		t.Fatalf("%+v", sent)
	}
	grace.Email = "grace@example.com"
	f.person(t, grace)
	f.switches(t, notify.Switches{Integration: true})
	again, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID})
	if err != nil || again.Outcome != notify.NotSent || again.Reason != "notifications" || again.Address != "grace@example.com" {
		t.Errorf("%v: %+v", err, again)
	}
	f.switches(t, notify.Switches{Integration: true, Notifications: true})
	again, err = f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID})
	if err != nil || again.Outcome != notify.Sent || len(server.Messages()) != 1 {
		t.Errorf("%v: %+v", err, again)
	}
}

func TestManyRetriesAtTheSameTimeSendOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	judge := &switchable{}
	judge.say("RCPT", "450 4.2.0 busy", true)
	server := f.withPeer(t, judge.judge)
	sent := f.send(t, approve(ada))[0]
	judge.say("", "", false)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			_, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent.ID})
			if err != nil && !fault.HasCode(err, notify.CodeBeingSent) && !fault.HasCode(err, notify.CodeAlreadySent) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	_, all := server.Received()
	if n := strings.Count(all, "DATA\r\n"); n != 1 {
		t.Errorf("the message was handed over %d times", n)
	}
}

// What cannot be noted is not handed over; what was handed over when the vault could
// not be written any more is unknown after a restart, and is not sent by itself.
func TestADiskThatIsFullMeanwhile(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada, grace := f.ada(t), f.person(t, notify.Person{Name: "Grace", Email: "grace@example.com"})
	server := f.withPeer(t, func(line string) (string, bool) {
		if line == "." {
			f.access.setFull(true)
		}
		return "", false
	})
	if _, err := f.notify.Send(t.Context(), site, approve(ada, grace), ""); !fault.HasCode(err, vault.CodeDiskFull) {
		t.Fatalf("error %v", err)
	}
	f.access.setFull(false)
	f.notify = f.again()
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]notify.Outcome{"Ada": notify.Unknown, "Grace": notify.NotSent}
	if diff := cmp.Diff(want, outcomes(page.Messages)); diff != "" {
		t.Error(diff)
	}
	for _, m := range page.Messages {
		if m.Reason != notify.ReasonInterrupted || m.Detail == "" {
			t.Errorf("%+v", m)
		}
	}
	_, all := server.Received()
	if n := strings.Count(all, "DATA\r\n"); n != 1 {
		t.Errorf("%d messages were handed over", n)
	}
}

func TestCancellingLeavesTheRestUnsent(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada, grace := f.ada(t), f.person(t, notify.Person{Name: "Grace", Email: "grace@example.com"})
	ctx, cancel := context.WithCancel(t.Context())
	f.withPeer(t, func(line string) (string, bool) {
		if strings.Contains(line, "RCPT TO:<grace") {
			cancel()
			return "", true
		}
		return "", false
	})
	sent, err := f.notify.Send(ctx, site, approve(ada, grace), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]notify.Outcome{"Ada": notify.Sent, "Grace": notify.NotSent}, outcomes(sent.Messages)); diff != "" {
		t.Error(diff)
	}
}

func TestAMailerThatCannotBegin(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	f.mail.fail = fault.New(fault.NotFound, "outgoing.not_configured", "this deployment has no outgoing mail server yet")
	m := f.send(t, approve(f.ada(t)))[0]
	if m.Outcome != notify.NotSent || m.Reason != "outgoing.not_configured" || m.Detail != "No mail could be sent: this deployment has no outgoing mail server yet." {
		t.Errorf("%+v", m)
	}
}
