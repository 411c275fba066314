package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/notify"
	"patchbay/backend/operator"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/vault"
)

const messages = v1 + "/messages"

// cast is who the events of these tests are for.
func (s *scene) cast(t testing.TB, people ...notify.Person) {
	t.Helper()
	for _, p := range people {
		if _, err := s.bench.Notifications.SavePerson(t.Context(), s.acme.ID, p); err != nil {
			t.Fatal(err)
		}
	}
}

var ada = notify.Person{Name: "Ada", UserName: "ada", Email: "ada@example.com"}

// switchOn keeps a mail server and switches all of acme's mail on.
func (s *scene) switchOn(t testing.TB, server string) {
	t.Helper()
	got := s.send(t, s.ask("PUT", v1+"/smtp").bearer(s.token(t, "installer")).json(server))
	if got.status >= 300 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	d := s.acme
	d.PortalURL, d.MessagesURL = "https://acme.example.com/", "https://acme.example.com/messages"
	saved, err := s.bench.Deployments.Save(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	s.acme = saved
	_, err = s.bench.Notifications.SaveSwitches(t.Context(), s.acme.ID, notify.Switches{Integration: true, Notifications: true}, vault.AnyRevision)
	if err != nil {
		t.Fatal(err)
	}
}

// withInbox gives acme a mail server that catches what it is sent.
func (s *scene) withInbox(t testing.TB) *smtpd.Server {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	endpoint := server.Endpoints()[0]
	s.switchOn(t, marshal(t, map[string]any{
		"host": endpoint.Host, "port": endpoint.Port, "security": "starttls", "from": "portal@example.com",
		"user": server.User(), "password": string(server.Password().Reveal()), "caPem": server.CAPEM(),
	}))
	return server
}

// sentMessages is the answer to an event.
type sentMessages struct {
	EventID   string           `json:"eventId"`
	Messages  []map[string]any `json:"messages"`
	Repeated  bool             `json:"repeated"`
	Decisions []map[string]any `json:"decisions"`
}

func (s *scene) post(t *testing.T, body string) sentMessages {
	t.Helper()
	var sent sentMessages
	s.walk(t, s.token(t, "installer"), []step{{method: "POST", path: messages, body: body, status: 200}}).decode(t, &sent)
	return sent
}

// kept are the messages of acme as they are stored.
func (s *scene) keptMessages(t testing.TB) []notify.Message {
	t.Helper()
	page, err := s.bench.Notifications.Messages(t.Context(), s.acme.ID, notify.MessageQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Messages
}

func TestAnEventIsMailedOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	inbox := s.withInbox(t)
	s.cast(t, ada, notify.Person{Name: "Grace", Email: "grace@example.com"})
	const event = `{"action":"assign task","people":["ada","grace@example.com","ada"],"message":"Check <b>4711</b>.","key":"invoice-4711"}`
	sent := s.post(t, event)
	caught := inbox.Messages()
	if len(sent.Messages) != 2 || len(caught) != 2 || sent.EventID == "" {
		t.Fatalf("%d caught, %+v", len(caught), sent)
	}
	for i, to := range []string{"ada@example.com", "grace@example.com"} {
		m := sent.Messages[i]
		if m["outcome"] != "sent" || m["address"] != to || m["remote"] == nil || m["messageId"] == "" || m["attempts"] != 1.0 {
			t.Errorf("%v", m)
		}
		mail, err := inbox.Message(caught[1-i].ID) // the newest first
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(mail.Text, "Check <b>4711</b>.") || mail.EnvelopeTo[0] != to {
			t.Errorf("%v got %q", mail.EnvelopeTo, mail.Text)
		}
	}
	again := s.post(t, event)
	if sent.Repeated || !again.Repeated {
		t.Errorf("the first says repeated: %v, the second %v", sent.Repeated, again.Repeated)
	}
	again.Repeated = false
	if diff := cmp.Diff(sent, again); diff != "" {
		t.Errorf("answered again with something else: %s", diff)
	}
	if n := len(inbox.Messages()); n != 2 {
		t.Errorf("%d mails after the same event once more", n)
	}
	s.walk(t, s.token(t, "installer"), []step{{
		method: "POST", path: messages, body: strings.Replace(event, "4711<", "4712<", 1),
		status: 409, code: notify.CodeKeyReused, has: `"name":"key"`,
	}})
}

// TestAcceptance8_EveryOutcomeIsAnswered: a server takes a mail, puts it off,
// refuses it, or is gone when it has it; and a person has no address.
func TestAcceptance8_EveryOutcomeIsAnswered(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	server := script.Serve(t, play)
	s.switchOn(t, `{"host":"127.0.0.1","port":`+server.Port()+`,"security":"none","auth":"none","from":"portal@example.com"}`)
	var names []string
	for _, p := range []notify.Person{
		{UserName: "taken", Email: "taken@example.com"},
		{UserName: "later", Email: "later@example.com"},
		{UserName: "nobody", Email: "nobody@example.com"},
		{UserName: "lost", Email: "lost@example.com"},
		{UserName: "without"},
	} {
		p.Name = p.UserName
		s.cast(t, p)
		names = append(names, p.UserName)
	}
	sent := s.post(t, marshal(t, map[string]any{"action": "Assign task", "people": names, "message": "Do it."}))
	var got []string
	for _, m := range sent.Messages {
		words := ""
		if remote, ok := m["remote"].(map[string]any); ok {
			words, _ = remote["text"].(string)
		}
		got = append(got, fmt.Sprintf("%v: %v, %v, %q", m["person"], m["outcome"], m["reason"], words))
	}
	want := []string{
		`taken: sent, <nil>, "queued"`,
		`later: refused_for_now, smtp.temporary_failure, "busy"`,
		`nobody: refused, smtp.recipient_refused, "nobody here"`,
		`lost: unknown, net.closed, ""`,
		`without: not_sent, identifier, ""`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// play is a mail server that treats each recipient in its own way.
func play(p *script.Peer) {
	p.Send("220 mail.test ESMTP")
	to := ""
	for line, ok := p.Next(); ok; line, ok = p.Next() {
		switch verb, _, _ := strings.Cut(line, " "); {
		case verb == "RCPT" && strings.Contains(line, "later@"):
			p.Send("450 4.2.0 busy")
		case verb == "RCPT" && strings.Contains(line, "nobody@"):
			p.Send("550 5.1.1 nobody here")
		case verb == "RCPT":
			to = line
			p.Send("250 2.1.5 ok")
		case verb == "DATA":
			p.Send("354 go ahead")
			for l, ok := p.Next(); ok && l != "."; l, ok = p.Next() {
			}
			if strings.Contains(to, "lost@") {
				return
			}
			p.Send("250 2.0.0 queued")
		case verb == "QUIT":
			p.Send("221 bye")
			return
		default:
			p.Send("250 2.0.0 ok")
		}
	}
}

func TestADryRunDecidesAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.cast(t, ada, notify.Person{Name: "Grace"})
	event := func(dry bool) string {
		return fmt.Sprintf(`{"action":"Assign task","everyone":true,"message":"Do it.","dryRun":%t}`, dry)
	}
	stopped := s.post(t, event(true))
	if by := stopped.Decisions[0]["stoppedBy"]; by != "integration" || stopped.Messages != nil || stopped.EventID != "" {
		t.Errorf("with all mail switched off: %+v", stopped)
	}
	inbox := s.withInbox(t)
	dry := s.post(t, event(true))
	want := []map[string]any{
		{"personId": dry.Decisions[0]["personId"], "person": "Ada", "message": true, "mail": true, "address": "ada@example.com"},
		{
			"personId": dry.Decisions[1]["personId"], "person": "Grace", "message": true, "mail": false, "address": "",
			"stoppedBy": "identifier", "stoppedText": dry.Decisions[1]["stoppedText"],
		},
	}
	if diff := cmp.Diff(want, dry.Decisions); diff != "" {
		t.Error(diff)
	}
	if n := len(inbox.Messages()) + len(s.keptMessages(t)); n != 0 {
		t.Fatalf("a dry run left %d messages", n)
	}
	// The same decides for real.
	for i, m := range s.post(t, event(false)).Messages {
		if (m["outcome"] == "sent") != dry.Decisions[i]["mail"] {
			t.Errorf("decided %v, and then %v", dry.Decisions[i], m)
		}
	}
}

func TestARehearsedEventReachesNobody(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	inbox := s.withInbox(t)
	s.cast(t, ada)
	sent := s.post(t, `{"action":"Assign task","people":["ada"],"message":"Do it.","rehearsal":true}`)
	if m := sent.Messages[0]; m["outcome"] != "sent" || m["rehearsal"] != true || len(inbox.Messages()) != 0 {
		t.Errorf("%v, and %d mails for real", m, len(inbox.Messages()))
	}
	caught, err := s.bench.Rehearsal.Messages()
	if err != nil || len(caught) != 1 {
		t.Errorf("the rehearsal caught %v, %v", caught, err)
	}
}

// TestARefusedEventChangesNothing: not a message, not a mail, and one entry in
// the journal that says why.
func TestARefusedEventChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	inbox := s.withInbox(t)
	s.cast(t, ada)
	s.addClient(t, s.acme.ID, "mailer", "mail:write")
	many := make([]string, 1001)
	for i := range many {
		many[i] = "ada"
	}
	const event = `{"action":"Assign task","people":["ada"],"message":"Do it."}`
	for name, tt := range map[string]struct {
		client, body string
		status       int
		code, has    string
	}{
		"another tenant":          {"stranger", event, 403, "api.other_tenant", ""},
		"without the scope":       {"mailer", event, 403, "api.scope_missing", "notify:send"},
		"no such action":          {"installer", `{"action":"Nothing","people":["ada"],"message":"x"}`, 404, notify.CodeActionNotFound, "the page Notifications"},
		"no such person":          {"installer", `{"action":"Assign task","people":["nobody","ada","no one"],"message":"x"}`, 404, notify.CodePersonNotFound, "ID: nobody, no one"},
		"nobody":                  {"installer", `{"action":"Assign task","message":"x"}`, 400, notify.CodeInvalid, `"name":"people"`},
		"no message":              {"installer", `{"action":"Assign task","people":["ada"]}`, 400, notify.CodeInvalid, `"name":"message"`},
		"a message of 16 KiB + 1": {"installer", `{"action":"Assign task","people":["ada"],"message":"` + strings.Repeat("x", 16<<10+1) + `"}`, 400, notify.CodeInvalid, `"name":"message"`},
		"a field too many":        {"installer", `{"action":"Assign task","people":["ada"],"message":"x","dryrun":true}`, 400, "settings.invalid", `"name":"dryrun"`},
		"a word as a switch":      {"installer", `{"action":"Assign task","people":["ada"],"message":"x","dryRun":"perhaps"}`, 400, "settings.invalid", `"name":"dryRun"`},
		"too many people":         {"installer", marshal(t, map[string]any{"action": "Assign task", "people": many, "message": "x"}), 400, "settings.invalid", `"name":"people"`},
		"too large":               {"installer", event + strings.Repeat(" ", 512<<10), 413, "api.too_large", ""},
		"no JSON":                 {"installer", `{`, 400, "settings.invalid", ""},
	} {
		s.walk(t, s.token(t, tt.client), []step{{method: "POST", path: messages, body: tt.body, status: tt.status, code: tt.code, has: tt.has}})
		if n := len(inbox.Messages()) + len(s.keptMessages(t)); n != 0 {
			t.Fatalf("%s: it left %d messages", name, n)
		}
		newest, err := s.bench.Audit.List(t.Context(), 1)
		if err != nil || newest[0].Action != "api.refused" || newest[0].Via != tt.client || !strings.Contains(newest[0].Detail, tt.code) {
			t.Errorf("%s: noted as %+v, %v", name, newest, err)
		}
	}
}

// TestEveryoneIsAtMostAThousand: also where nobody is named.
func TestEveryoneIsAtMostAThousand(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.crowd(t, 1001)
	const event = `{"action":"Assign task","everyone":true,"message":"x","dryRun":true}`
	s.walk(t, s.token(t, "installer"), []step{
		{method: "POST", path: messages, body: event, status: 400, code: "settings.invalid", has: `"name":"everyone"`},
	})
	page, err := s.bench.Notifications.People(t.Context(), s.acme.ID, notify.PeopleQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.bench.Notifications.RemovePeople(t.Context(), s.acme.ID, []string{page.People[0].ID}); err != nil {
		t.Fatal(err)
	}
	if sent := s.post(t, event); len(sent.Decisions) != 1000 {
		t.Errorf("%d decisions", len(sent.Decisions))
	}
}

func (s *scene) crowd(t *testing.T, n int) {
	t.Helper()
	file := "userName,email\n"
	for i := range n {
		file += fmt.Sprintf("p%d,p%[1]d@example.com\n", i)
	}
	imp, err := s.bench.Notifications.PreviewImport(t.Context(), s.acme.ID, []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.bench.Notifications.ApplyImport(t.Context(), s.acme.ID, imp, false); err != nil {
		t.Fatal(err)
	}
}

func TestAnEventNeedsAnEditorAndAnOpenVault(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	inbox := s.withInbox(t)
	s.cast(t, ada)
	s.letViewerIn(t)()
	const event = `{"action":"Assign task","people":["ada"],"message":"Do it."`
	s.walk(t, s.token(t, "installer"), []step{
		{method: "POST", path: messages, body: event + `}`, status: 403, code: operator.CodeNotAllowed},
		{method: "POST", path: messages, body: event + `,"dryRun":true}`, status: 200, has: `"mail":true`},
	})
	if diff := cmp.Diff([]refusedEntry{{"notify.sent", "installer"}}, s.refusals(t)); diff != "" {
		t.Error(diff)
	}
	if n := len(inbox.Messages()) + len(s.keptMessages(t)); n != 0 {
		t.Errorf("a viewer sent %d messages", n)
	}
	token := s.token(t, "installer")
	s.lock(t)
	if got := s.send(t, s.ask("POST", messages).bearer(token).json(event+`}`)); got.status != http.StatusLocked {
		t.Errorf("locked: %d %s", got.status, got.body)
	}
}

// TestAnEventIsNotedAsMadeThroughTheClient, with how much it was and not what.
func TestAnEventIsNotedAsMadeThroughTheClient(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.withInbox(t)
	s.cast(t, ada)
	s.post(t, `{"action":"Assign task","people":["ada"],"message":"canary of a message"}`)
	newest, err := s.bench.Audit.List(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	got := audit.Entry{Operator: newest[0].Operator, Via: newest[0].Via, Action: newest[0].Action, Deployment: newest[0].Deployment, Subject: newest[0].Subject, Detail: newest[0].Detail}
	want := audit.Entry{Operator: "Ada", Via: "installer", Action: "notify.sent", Deployment: s.acme.ID, Subject: "Assign task", Detail: "messages: 1, mails: 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestAnEventEndsWithItsCaller: what was not on its way stays unsent, and says so.
func TestAnEventEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	port, begun, _ := silent(t)
	s.switchOn(t, fmt.Sprintf(`{"host":"127.0.0.1","port":%d,"from":"a@example.com","security":"none","auth":"none","timeoutSeconds":300}`, port))
	s.cast(t, ada, notify.Person{Name: "Grace", Email: "grace@example.com"})
	stored := make(chan struct{}, 1)
	cancelled := s.bench.Events.Subscribe(func(e event.Event) {
		if e.Name == "notify.sent" && e.Done == 2 {
			stored <- struct{}{}
		}
	})
	defer cancelled()
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	body := strings.NewReader(`{"action":"Assign task","everyone":true,"message":"Do it."}`)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+messages, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = s.ask("", "").bearer(s.token(t, "installer")).json("").header
	answered := make(chan error, 1)
	go func() {
		_, err := s.http.Do(r) //nolint:bodyclose // it is never answered
		answered <- err
	}()
	<-begun
	hangUp()
	if err := <-answered; err == nil {
		t.Error("it was answered")
	}
	<-stored
	kept := s.keptMessages(t)
	if kept[0].Outcome != notify.NotSent || kept[1].Outcome != notify.NotSent || kept[1].Reason != notify.ReasonCancelled {
		t.Errorf("%+v", kept)
	}
}
