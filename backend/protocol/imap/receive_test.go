package imap_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/script"
)

// shelf is a scripted mailbox with one message.
type shelf struct {
	behaviour
	head string // of the message; "" is that of sent()
	// answers by the words of a command, instead of the right one; TAG stands
	// for its tag.
	answers map[string]string
	// from is how often INBOX is opened before the message lies there.
	from int32
	// idles: IDLE is taken, and tells at once that a message has come.
	idles bool
	// ends is the beginning of a command behind whose answer the script ends.
	ends string
}

// play answers what the round trip asks.
func (s shelf) play(p *script.Peer) {
	var opened atomic.Int32
	p.Send("* OK ready")
	for {
		line, ok := p.Next()
		if !ok {
			return
		}
		tag, command, _ := strings.Cut(line, " ")
		if !s.reply(p, tag, command, &opened) || s.ends != "" && strings.HasPrefix(command, s.ends) {
			return
		}
	}
}

func (s shelf) reply(p *script.Peer, tag, command string, opened *atomic.Int32) bool {
	for words, answer := range s.answers {
		if strings.HasPrefix(command, words) {
			if answer != "" {
				p.Send(strings.ReplaceAll(answer, "TAG", tag))
			}
			return true
		}
	}
	verb, rest, _ := strings.Cut(command, " ")
	switch {
	case verb == "IDLE" && s.idles:
		p.Send("+ idling", "* 2 EXISTS")
		if done, _ := p.Next(); done != "DONE" {
			p.Errorf("IDLE was ended by %q", done)
		}
		p.Send(tag + " OK done")
	case verb == "EXAMINE":
		opened.Add(1)
		return s.answer(p, tag, verb, rest)
	case verb == "SELECT":
		p.Send("* 1 EXISTS", "* OK [UIDVALIDITY 1] x", tag+" OK [READ-WRITE] done")
	case strings.HasPrefix(command, "UID SEARCH") && opened.Load() > s.from:
		p.Send("* SEARCH 7", tag+" OK done")
	case strings.HasPrefix(command, "UID SEARCH"):
		p.Send("* SEARCH", tag+" OK done")
	case strings.HasPrefix(command, "UID FETCH"):
		p.Send(s.fetched(), tag+" OK done")
	case verb == "UID":
		p.Send(tag + " OK done")
	default:
		return s.answer(p, tag, verb, rest)
	}
	return true
}

// fetched is the message as FETCH shows it.
func (s shelf) fetched() string {
	head := s.head
	if head == "" {
		head = "Message-Id: <abc@example.com>\r\nFrom: ops@example.com\r\nSubject: x\r\n\r\n"
	}
	return fmt.Sprintf("* 1 FETCH (UID 7 BODY[HEADER.FIELDS (Message-Id Subject From Return-Path Received Authentication-Results)] {%d}\r\n%s)", len(head), head)
}

// receive looks for sent() in a scripted mailbox.
func receive(t *testing.T, play func(*script.Peer), edit func(*imap.ReceiveRequest)) (proof.Outcome, *script.Server) {
	t.Helper()
	s := script.Serve(t, play)
	r := imap.ReceiveRequest{
		Request: imap.Request{Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: secrets()},
		Sent:    sent(), Patience: time.Nanosecond,
	}
	r.Sent.At = time.Now()
	if edit != nil {
		edit(&r)
	}
	outcome := imap.Receive(t.Context(), r)
	for _, f := range append(outcome.Failures, outcome.Warnings...) {
		checkWording(t, f)
	}
	if doc, err := json.Marshal(outcome); err != nil || leaks(string(doc)) {
		t.Errorf("the password is shown: %s, %v", doc, err)
	}
	return outcome, s
}

func codes(findings []proof.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, strings.TrimSuffix(f.Code+" "+f.Reason, " "))
	}
	return all
}

func TestReceive(t *testing.T) {
	outcome, s := receive(t, shelf{}.play, nil)
	if len(outcome.Failures)+len(outcome.Warnings) > 0 || outcome.Arrival == nil {
		t.Fatalf("got %+v", outcome)
	}
	want := proof.Arrival{Mailbox: user, Folder: "INBOX", Role: proof.RoleInbox, Subject: "x", From: "ops@example.com", SentFrom: "ops@example.com", DelayMs: outcome.Arrival.DelayMs}
	if diff := cmp.Diff(want, *outcome.Arrival); diff != "" {
		t.Error(diff)
	}
	_, all := s.Received()
	for _, word := range []string{"SELECT INBOX", "STORE", "EXPUNGE", "MOVE", "BODY[", "CREATE"} {
		if strings.Contains(all, word) {
			t.Errorf("the mailbox was written to: %s", all)
		}
	}
	if !strings.Contains(all, "BODY.PEEK[HEADER.FIELDS") || !strings.Contains(all, "LOGOUT") {
		t.Errorf("got %s", all)
	}
}

// TestReceiveUnfolds: many servers put a long Message-ID into a line of its own.
func TestReceiveUnfolds(t *testing.T) {
	outcome, _ := receive(t, shelf{head: "Message-Id:\r\n <abc@example.com>\r\nFrom: ops@example.com\r\nSubject: y\r\n\r\n"}.play, nil)
	if outcome.Arrival == nil || outcome.Arrival.Subject != "y" {
		t.Errorf("got %+v", outcome)
	}
}

// TestReceiveLooksAgain: the message comes while it is waited for, and the wait
// is no part of what a command may take.
func TestReceiveLooksAgain(t *testing.T) {
	mail := shelf{behaviour: behaviour{caps: "IMAP4rev1 AUTH=PLAIN"}, from: 1}
	outcome, _ := receive(t, mail.play, func(r *imap.ReceiveRequest) {
		r.Patience, r.Settings.TimeoutSeconds = time.Minute, 1
	})
	if outcome.Arrival == nil {
		t.Fatalf("got %+v", outcome)
	}
}

// TestReceiveListens: a server that takes IDLE says when to look again.
func TestReceiveListens(t *testing.T) {
	outcome, s := receive(t, shelf{
		behaviour: behaviour{list: []string{`* LIST (\Junk) "/" Junk`}}, idles: true, from: 3,
	}.play, func(r *imap.ReceiveRequest) { r.Patience = time.Minute })
	if outcome.Arrival == nil || outcome.Arrival.Folder != "INBOX" {
		t.Fatalf("got %+v", outcome)
	}
	_, all := s.Received()
	if before, _, ok := strings.Cut(all, " IDLE\r\nDONE\r\n"); !ok || !strings.Contains(before[strings.LastIndex(before, "EXAMINE"):], "INBOX") {
		t.Errorf("INBOX was not listened to: %s", all)
	}
}

func TestReceiveWarns(t *testing.T) {
	tests := map[string]struct {
		shelf  shelf
		remove bool
		want   []string
	}{
		"another From":       {shelf{head: "Message-Id: <abc@example.com>\r\nFrom: relay@example.org\r\n\r\n"}, false, []string{"smtp.from_rewritten"}},
		"not authentic":      {shelf{head: "Message-Id: <abc@example.com>\r\nFrom: ops@example.com\r\nAuthentication-Results: mx; dmarc=fail header.from=example.com\r\n\r\n"}, false, []string{"smtp.authentication_failed"}},
		"removed":            {shelf{}, true, nil},
		"moved":              {shelf{behaviour: behaviour{caps: "IMAP4rev1 MOVE AUTH=PLAIN", list: []string{`* LIST (\Trash) "/" Bin`}}}, true, nil},
		"cannot be removed":  {shelf{behaviour: behaviour{caps: "IMAP4rev1 AUTH=PLAIN"}}, true, []string{"imap.mailbox_unavailable not_removed"}},
		"nowhere to move to": {shelf{behaviour: behaviour{caps: "IMAP4rev1 MOVE AUTH=PLAIN"}}, true, []string{"imap.mailbox_unavailable not_removed"}},
		"read-only":          {shelf{answers: map[string]string{"UID STORE": "TAG NO [NOPERM] " + password}}, true, []string{"imap.mailbox_unavailable not_removed"}},
		"not opened":         {shelf{answers: map[string]string{"SELECT": "TAG NO no"}}, true, []string{"imap.mailbox_unavailable not_removed"}},
		"made anew":          {shelf{answers: map[string]string{"SELECT": "* OK [UIDVALIDITY 2] x\r\nTAG OK done"}}, true, []string{"imap.mailbox_unavailable not_removed"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			outcome, s := receive(t, tt.shelf.play, func(r *imap.ReceiveRequest) { r.Remove = tt.remove })
			if diff := cmp.Diff(tt.want, codes(outcome.Warnings)); diff != "" || len(outcome.Failures) > 0 {
				t.Fatalf("%s %+v", diff, outcome)
			}
			if outcome.Arrival.Removed != (tt.remove && tt.want == nil) {
				t.Errorf("removed: %v", outcome.Arrival.Removed)
			}
			if _, all := s.Received(); strings.Contains(all, " EXPUNGE\r\n") {
				t.Error("other people's messages were expunged")
			}
		})
	}
}

func TestReceiveFails(t *testing.T) {
	const alerts = "* NO [ALERT] The server moves on Sunday.\r\n"
	tests := map[string]struct {
		answers map[string]string
		want    string
	}{
		"LIST":                   {map[string]string{"LIST": "TAG NO no"}, "imap.mailbox_unavailable"},
		"EXAMINE":                {map[string]string{"EXAMINE": "TAG BAD User is authenticated but not connected."}, "imap.access_disabled m365_not_connected"},
		"an alert":               {map[string]string{"EXAMINE": alerts + "TAG NO no"}, "imap.mailbox_unavailable"},
		"a farewell":             {map[string]string{"EXAMINE": "* BYE " + password}, "net.closed bye"},
		"no search":              {map[string]string{"UID SEARCH": "TAG NO no"}, "imap.mailbox_unavailable"},
		"another tag":            {map[string]string{"UID SEARCH": "X1 OK done"}, "imap.protocol_violation not_understood"},
		"a huge literal":         {map[string]string{"UID FETCH": "* 1 FETCH (UID 7 BODY[HEADER] {209715200}\r\nx"}, "imap.limit_exceeded literal_too_large"},
		"a line without an end":  {map[string]string{"UID SEARCH": "* SEARCH" + strings.Repeat(" 1", 1<<16)}, "imap.protocol_violation line_too_long"},
		"NUL and what is broken": {map[string]string{"UID SEARCH": "* SEARCH \x00\xff"}, "imap.protocol_violation not_understood"},
		"another's message":      {map[string]string{"UID FETCH": "* 1 FETCH (UID 7 BODY[HEADER] {29}\r\nMessage-Id: <other@x.org>\r\n\r\n)\r\nTAG OK done"}, "smtp.not_received"},
		"no UID":                 {map[string]string{"UID SEARCH": "* SEARCH 0\r\nTAG OK done"}, "smtp.not_received"},
		"another UID":            {map[string]string{"UID FETCH": "* 1 FETCH (UID 7 BODY[HEADER] {31}\r\nMessage-Id: <abc@example.com>\r\n UID 0)\r\nTAG OK done"}, "smtp.not_received"},
		"no message":             {map[string]string{"UID FETCH": "TAG OK done"}, "smtp.not_received"},
		"unknown responses":      {map[string]string{"UID SEARCH": "* X-NEWS (1\r\n* ID (\"a\" NIL)\r\n* SEARCH\r\nTAG OK done"}, "smtp.not_received"},
		"an empty folder":        {map[string]string{"EXAMINE": "* 0 EXISTS\r\nTAG OK done"}, "smtp.not_received"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			mail := shelf{answers: tt.answers}
			if strings.HasPrefix(tt.answers["EXAMINE"], "* BYE") {
				mail.ends = "EXAMINE"
			}
			outcome, _ := receive(t, mail.play, nil)
			if diff := cmp.Diff([]string{tt.want}, codes(outcome.Failures)); diff != "" {
				t.Fatalf("%s %+v", diff, outcome)
			}
			f := outcome.Failures[0]
			if !strings.HasPrefix(tt.want, "smtp.") && (!strings.HasPrefix(f.Cause, "The message was sent, but") || f.Fields[0] != "mailbox") {
				t.Errorf("got %+v", f)
			}
			if strings.HasPrefix(tt.answers["EXAMINE"], alerts) && !strings.Contains(f.Cause, "moves on Sunday") {
				t.Errorf("the alert is not shown: %s", f.Cause)
			}
		})
	}
}

// TestReceiveWithoutJunk: a folder that cannot be opened is not the end.
func TestReceiveWithoutJunk(t *testing.T) {
	outcome, _ := receive(t, shelf{
		behaviour: behaviour{list: []string{`* LIST (\Junk) "/" Junk`}},
		answers:   map[string]string{"EXAMINE Junk": "TAG NO no", `EXAMINE "Junk"`: "TAG NO no"}, from: 9,
	}.play, nil)
	if diff := cmp.Diff([]string{"smtp.not_received"}, codes(outcome.Failures)); diff != "" {
		t.Error(diff)
	}
}

// TestReceiveIsCancelled closes the connection at once.
func TestReceiveIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	hung := make(chan struct{})
	s := script.Serve(t, func(p *script.Peer) {
		shelf{answers: map[string]string{"EXAMINE": ""}, ends: "EXAMINE"}.play(p)
		cancel()
		p.Wait()
		close(hung)
	})
	r := imap.ReceiveRequest{Request: imap.Request{Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: secrets()}, Sent: sent()}
	outcome := imap.Receive(ctx, r)
	if len(outcome.Failures) != 1 || outcome.Failures[0].Code == "smtp.not_received" {
		t.Errorf("got %+v", outcome)
	}
	<-hung
}

// TestReceiveDeepLists: the library reads the structure of a body by recursion,
// and wraps what is wrong once for each level: without a bound, this answer
// costs half a gigabyte and goes on for minutes after the deadline.
func TestReceiveDeepLists(t *testing.T) {
	const nested = "{7}\r\nmessage \"rfc822\" NIL NIL NIL \"7BIT\" 1 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) "
	deep := "* 1 FETCH (UID 7 BODYSTRUCTURE " + strings.Repeat(strings.Repeat("(", 60_000)+nested, 64) + "\r\nTAG OK x"
	outcome, _ := receive(t, shelf{answers: map[string]string{"EXAMINE": deep}}.play, nil)
	if diff := cmp.Diff([]string{"imap.limit_exceeded too_many_lists"}, codes(outcome.Failures)); diff != "" {
		t.Error(diff)
	}
}

// TestReceiveLeavesAnswers: somebody's answer to the test message has its
// subject, and is neither taken for it nor removed.
func TestReceiveLeavesAnswers(t *testing.T) {
	for name, reference := range map[string]string{
		"an answer":      "In-Reply-To: <abc@example.com>",
		"a later answer": "References: <0@example.com>\r\n <abc@example.com>\r\nIn-Reply-To: <1@example.com>",
	} {
		t.Run(name, func(t *testing.T) {
			head := "Message-Id: <2@example.com>\r\nFrom: boss@example.com\r\n" + reference + "\r\nSubject: Re: " + sent().Subject + "\r\n\r\n"
			outcome, s := receive(t, shelf{head: head}.play, func(r *imap.ReceiveRequest) { r.Remove = true })
			if diff := cmp.Diff([]string{imap.CodeNotReceived}, codes(outcome.Failures)); diff != "" {
				t.Error(diff)
			}
			if _, all := s.Received(); strings.Contains(all, "SELECT") || strings.Contains(all, "STORE") {
				t.Errorf("it was removed: %s", all)
			}
		})
	}
}

// TestReceiveNamesFoldersShortly: what is said of the folders does not grow with
// their names.
func TestReceiveNamesFoldersShortly(t *testing.T) {
	long := strings.Repeat("x", 3000)
	outcome, _ := receive(t, shelf{from: 1 << 20, answers: map[string]string{
		"LIST": fmt.Sprintf("* LIST () \"/\" INBOX\r\n* LIST (\\Junk) \"/\" {%d}\r\n%s\r\nTAG OK done", len(long), long),
	}}.play, nil)
	if len(outcome.Failures) != 1 || outcome.Failures[0].Code != imap.CodeNotReceived || len(outcome.Failures[0].Cause) > 1000 {
		t.Errorf("%.1000v", outcome.Failures)
	}
}
