package notify_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
)

// situation is everything that a decision depends on.
type situation struct {
	integration, notifications, needsPerson, notifyByEmail bool
	own                                                    string // "", "empty" or "complete"
	mailConfigured                                         bool
	portalURL, messagesURL, storeLink, actionLink          bool
	templateProblem, userNameWanted                        bool
	address                                                string // "good", "missing" or "bad"
}

func (s situation) decide() notify.Decision {
	action := notify.Action{ID: "a", NeedsPerson: s.needsPerson, NotifyByEmail: s.notifyByEmail}
	switch s.own {
	case "empty":
		action.Own = &notify.Own{}
	case "complete":
		action.Own = &notify.Own{Server: smtp.Settings{Host: "mail.example.com", From: "own@example.com"}}
	}
	facts := notify.Facts{MailConfigured: s.mailConfigured, StoreLink: s.storeLink, ActionLink: s.actionLink}
	if s.userNameWanted {
		facts.Needs = []string{"person-name", "person-user-name"}
	}
	if s.portalURL {
		facts.PortalURL = "https://portal.example.com"
	}
	if s.messagesURL {
		facts.MessagesURL = "https://portal.example.com/messages"
	}
	if s.templateProblem {
		facts.TemplateProblem = "it has an error."
	}
	email := map[string]string{"good": "ada@example.com", "missing": "", "bad": "ada at example.com"}[s.address]
	person := notify.Person{ID: "p", Name: "Ada", Email: email}
	return notify.Decide(notify.Switches{Integration: s.integration, Notifications: s.notifications}, action, person, facts)
}

// all calls visit with every situation there is.
func all(visit func(situation)) {
	const flags = 11
	for bits := range 1 << flags {
		on := func(i int) bool { return bits&(1<<i) != 0 }
		for _, own := range []string{"", "empty", "complete"} {
			for _, address := range []string{"good", "missing", "bad"} {
				visit(situation{
					integration: on(0), notifications: on(1), needsPerson: on(2), notifyByEmail: on(3),
					mailConfigured: on(4), portalURL: on(5), messagesURL: on(6), storeLink: on(7), actionLink: on(8),
					templateProblem: on(9), userNameWanted: on(10), own: own, address: address,
				})
			}
		}
	}
}

// everything is a situation in which nothing stops the mail.
func everything() situation {
	return situation{
		integration: true, notifications: true, needsPerson: true, notifyByEmail: true, mailConfigured: true,
		portalURL: true, messagesURL: true, storeLink: true, actionLink: true, address: "good",
	}
}

// obstacle is one thing that stops a mail, said anew and not as the code says it.
type obstacle struct {
	by     notify.Stopper
	stands func(situation) bool
}

// obstacles are in the order in which the first one is to be named.
func obstacles() []obstacle {
	return []obstacle{
		{notify.StopNeedsPerson, func(s situation) bool { return !s.needsPerson }},
		{notify.StopIntegration, func(s situation) bool { return !s.integration && s.own == "" }},
		{notify.StopNotifications, func(s situation) bool { return !s.notifications }},
		{notify.StopNotifyByEmail, func(s situation) bool { return !s.notifyByEmail }},
		{notify.StopOwnServer, func(s situation) bool { return s.own == "empty" }},
		{notify.StopServer, func(s situation) bool { return s.own == "" && !s.mailConfigured }},
		{notify.StopTemplate, func(s situation) bool { return s.templateProblem }},
		{notify.StopPortalURL, func(s situation) bool { return s.storeLink && !s.portalURL }},
		{notify.StopMessagesURL, func(s situation) bool { return s.actionLink && !s.messagesURL }},
		{notify.StopIdentifier, func(s situation) bool { return s.address == "missing" }},
		{notify.StopAddress, func(s situation) bool { return s.address == "bad" }},
		{notify.StopValue, func(s situation) bool { return s.userNameWanted }},
	}
}

func TestDecideNamesTheFirstObstacleInEverySituation(t *testing.T) {
	t.Parallel()
	stopped := map[notify.Stopper]int{}
	all(func(s situation) {
		want := notify.Stopper("")
		for _, o := range obstacles() {
			if o.stands(s) {
				want = o.by
				break
			}
		}
		got := s.decide()
		stopped[got.Stopped.By]++
		if got.Stopped.By != want || got.Mail != (want == "") || (got.Stopped.Text == "") != (want == "") {
			t.Fatalf("%+v: %+v, want %q", s, got, want)
		}
		if got.Message != s.needsPerson {
			t.Fatalf("%+v: a message is put into the portal: %t", s, got.Message)
		}
		if got.Mail && got.Address != "ada@example.com" {
			t.Fatalf("%+v: the mail goes to %q", s, got.Address)
		}
	})
	for _, o := range obstacles() {
		if stopped[o.by] == 0 {
			t.Errorf("nothing was stopped by %s", o.by)
		}
	}
	if stopped[""] == 0 {
		t.Error("no mail went at all")
	}
}

// The sentences of the source, each in every situation.
func TestDecideDoesWhatTheSourceSays(t *testing.T) {
	t.Parallel()
	for sentence, holds := range map[string]func(situation, notify.Decision) bool{
		"with integration off no mail goes but that of actions with own settings": func(s situation, d notify.Decision) bool {
			return s.integration || s.own == "complete" || !d.Mail
		},
		"with integration off actions with own settings still send": func(s situation, d notify.Decision) bool {
			with := s
			with.integration = true
			return s.own != "complete" || d.Mail == with.decide().Mail
		},
		"notifications off stops those of all actions, with own settings as well": func(s situation, d notify.Decision) bool {
			return s.notifications || !d.Mail
		},
		"an action that is off sends nothing": func(s situation, d notify.Decision) bool {
			return s.notifyByEmail || !d.Mail
		},
		"no switch keeps the message out of the portal": func(s situation, d notify.Decision) bool {
			return d.Message == s.needsPerson
		},
	} {
		all(func(s situation) {
			if d := s.decide(); !holds(s, d) {
				t.Fatalf("%s does not hold: %+v: %+v", sentence, s, d)
			}
		})
	}
}

func TestOneActionOffStopsOnlyIt(t *testing.T) {
	t.Parallel()
	off := everything()
	off.notifyByEmail = false
	if d := off.decide(); d.Mail || d.Stopped.By != notify.StopNotifyByEmail || !d.Message {
		t.Errorf("the one that is off: %+v", d)
	}
	if d := everything().decide(); !d.Mail || d.Stopped != (notify.Stop{}) {
		t.Errorf("the other one: %+v", d)
	}
}

func TestTheIdentifierChoosesTheAddress(t *testing.T) {
	t.Parallel()
	person := notify.Person{
		ID: "p", Name: "Ada", UserName: "ada@users.example.com", Email: "ada@example.com",
		Attributes: map[string]string{"upn": "Ada@BÜCHER.example", "employeeId": "4711"},
	}
	for _, tt := range []struct {
		identifier, address string
		stopped             notify.Stopper
		text                string
	}{
		{"", "ada@example.com", "", ""},
		{"email", "ada@example.com", "", ""},
		{"userName", "ada@users.example.com", "", ""},
		{"UPN", "Ada@xn--bcher-kva.example", "", ""},
		{"employeeId", "", notify.StopAddress, "The attribute employeeId of this person is no e-mail address: it must be one address with exactly one @."},
		{"mail", "", notify.StopIdentifier, "This person has no attribute mail, which is the e-mail people identifier."},
		{"name", "", notify.StopAddress, "The attribute name of this person is no e-mail address: it must be one address with exactly one @."},
	} {
		t.Run(fmt.Sprintf("%q", tt.identifier), func(t *testing.T) {
			got := notify.Decide(
				notify.Switches{Integration: true, Notifications: true, Identifier: tt.identifier},
				notify.Action{NeedsPerson: true, NotifyByEmail: true}, person, notify.Facts{MailConfigured: true})
			want := notify.Decision{
				PersonID: "p", PersonName: "Ada", Message: true, Mail: tt.stopped == "",
				Address: tt.address, Stopped: notify.Stop{By: tt.stopped, Text: tt.text},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A line break in an address would end a line of the protocol.
func TestNoAddressBreaksALine(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"ada@example.com\r\nRCPT TO:<eve@example.com>", "ada\n@example.com", "ada@example.com\x00",
		"ada@example.com>", "<ada@example.com", "ada@example.com,eve@example.com", "\"ada\"@example.com",
		"ada\u2028@example.com", "ada\u202e@example.com", "@example.com", "ada@", "ada@@example.com",
	} {
		got := notify.Decide(
			notify.Switches{Integration: true, Notifications: true}, notify.Action{NeedsPerson: true, NotifyByEmail: true},
			notify.Person{Email: address}, notify.Facts{MailConfigured: true})
		if got.Mail || got.Address != "" || got.Stopped.By != notify.StopAddress {
			t.Errorf("%q: %+v", address, got)
		}
	}
}
