package gateway_test

import (
	"encoding/json"
	"net"
	"strings"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

// mailed is the password of the mails here.
const mailed = "abcd-efgh-jkmn-pqrs"

func reset() gateway.ResetMail {
	return gateway.ResetMail{
		PersonName: "Ed <script>", Email: "ed@example.com", Password: secret.FromString(mailed),
		ExpiresAt: time.Date(2026, 11, 23, 16, 30, 0, 0, time.UTC),
	}
}

func TestSource004_ThePasswordIsMailedFromTheEnterpriseAddress(t *testing.T) {
	f := newFixture(t)
	server, d := rehearsal(t)
	f.save(t, d)
	remote, err := f.SendReset(t.Context(), reset())
	if err != nil || remote == nil || remote.Code != "250" {
		t.Fatalf("%+v %v", remote, err)
	}
	caught := server.Inbox().List()
	if len(caught) != 1 {
		t.Fatalf("%d mails", len(caught))
	}
	m, err := server.Inbox().Mail(caught[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(m.From, server.User()) || !strings.Contains(m.From, "IT") {
		t.Errorf("from %s", m.From)
	}
	for _, want := range []string{mailed, "23 November 2026, 16:30 UTC", "the vault Acme", "ed@example.com"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the text does not say %q", want)
		}
	}
	if strings.Contains(m.HTML, "<script>") || strings.Contains(m.Subject, mailed) {
		t.Error("a value has got out of its place")
	}
}

// Every way in which the mail fails is explained by its kind, its code, what the
// server said, and the next step.
func TestWhyAPasswordWasNotMailed(t *testing.T) {
	tests := map[string]struct {
		code   string
		kind   fault.Kind
		remote string // the code of the server's words; "" for none
	}{
		"sender-not-owned":              {gateway.CodeRefused, fault.Rejected, "553"},
		"recipient-unknown":             {gateway.CodeRefused, fault.Rejected, "550"},
		"mailbox-full":                  {gateway.CodeRefused, fault.Rejected, "552"},
		"relay-denied":                  {gateway.CodeRefused, fault.Rejected, "554"},
		"message-refused":               {gateway.CodeRefused, fault.Rejected, "554"},
		"greylisted":                    {gateway.CodeRefusedForNow, fault.Rejected, "451"},
		"password-refused":              {gateway.CodeNotSent, fault.Rejected, "535"},
		"auth-disabled":                 {gateway.CodeNotSent, fault.Rejected, "535"},
		"auth-unavailable":              {gateway.CodeNotSent, fault.Rejected, "454"},
		"auth-missing":                  {gateway.CodeNotSent, fault.Rejected, ""},
		"closes-at-once":                {gateway.CodeNotSent, fault.Unreachable, ""},
		"closes-after-greeting":         {gateway.CodeNotSent, fault.Unreachable, ""},
		"greeting-refused":              {gateway.CodeNotSent, fault.Rejected, "554"},
		"certificate-expired":           {gateway.CodeNotSent, fault.Unreachable, ""},
		"certificate-wrong-name":        {gateway.CodeNotSent, fault.Unreachable, ""},
		"certificate-unknown-authority": {gateway.CodeNotSent, fault.Unreachable, ""},
		"certificate-self-signed":       {gateway.CodeNotSent, fault.Unreachable, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			server, d := rehearsal(t)
			f.save(t, d)
			if err := server.SetFault(name); err != nil {
				t.Fatal(err)
			}
			_, err := f.SendReset(t.Context(), reset())
			got := fault.Of(err)
			if got.Code != tt.code || got.Kind != tt.kind || got.Hint == "" || strings.HasSuffix(got.Message, ".") {
				t.Errorf("%s %s %q, hint %q", got.Code, got.Kind, got.Message, got.Hint)
			}
			remote := ""
			if got.Remote != nil {
				remote = got.Remote.Code
			}
			if remote != tt.remote {
				t.Errorf("the server's words: %+v", got.Remote)
			}
			if server.Inbox().Len() != 0 {
				t.Error("a mail has arrived all the same")
			}
		})
	}
}

func TestAConnectionLostAfterTheDataIsUnknown(t *testing.T) {
	f := newFixture(t)
	f.save(t, scripted(t, func(*script.Peer, string) {}))
	_, err := f.SendReset(t.Context(), reset())
	if got := fault.Of(err); got.Code != gateway.CodeUnknown || got.Kind != fault.Unreachable || got.Hint == "" {
		t.Errorf("%s %s %q", got.Code, got.Kind, got.Message)
	}
}

func TestAServerThatCannotBeReached(t *testing.T) {
	f := newFixture(t)
	d := whole()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d.Settings.Host, d.Settings.Port, _ = net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	f.save(t, d)
	_, err = f.SendReset(t.Context(), reset())
	if got := fault.Of(err); got.Code != gateway.CodeNotSent || got.Kind != fault.Unreachable || got.Hint == "" {
		t.Errorf("%s %s %q", got.Code, got.Kind, got.Message)
	}
}

// A server that repeats the mail in its refusal does not get the password into what
// is shown, kept or logged.
func TestSC25_AServerThatRepeatsThePasswordDoesNotGetItShown(t *testing.T) {
	for name, words := range map[string]string{
		"as it is": mailed, "in capitals": strings.ToUpper(mailed), "in base64": "YWJjZC1lZmdoLWprbW4tcHFycw==",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.save(t, scripted(t, func(p *script.Peer, message string) {
				if !strings.Contains(message, mailed) {
					words = "the mail has no password"
				}
				p.Send("554-5.7.1 this is spam:", "554 5.7.1 >>> "+words+" <<<")
			}))
			_, err := f.SendReset(t.Context(), reset())
			doc, merr := json.Marshal(fault.Of(err))
			if merr != nil {
				t.Fatal(merr)
			}
			if !strings.Contains(string(doc), "this is spam") {
				t.Fatalf("it does not say what the server said: %s", doc)
			}
			if strings.Contains(strings.ToLower(string(doc)), mailed) || strings.Contains(string(doc), words) {
				t.Error("the fault holds the password")
			}
		})
	}
}

func TestNothingIsMailedWithoutAGateway(t *testing.T) {
	f := newFixture(t)
	if _, err := f.SendReset(t.Context(), reset()); !fault.HasCode(err, gateway.CodeNotConfigured) || fault.Of(err).Hint == "" {
		t.Errorf("without one: %v", err)
	}
	d := whole()
	d.Settings.Enabled = false
	f.save(t, d)
	if _, err := f.SendReset(t.Context(), reset()); !fault.HasCode(err, gateway.CodeDisabled) || fault.Of(err).Hint == "" {
		t.Errorf("switched off: %v", err)
	}
}

func TestADraftOfTheTemplateIsSent(t *testing.T) {
	f := newFixture(t)
	server, d := rehearsal(t)
	f.save(t, d)
	sample := render.Samples()[0].Values
	delivery, err := f.SendDraft(t.Context(), render.Default(render.PasswordReset), sample, "ada@example.com")
	if err != nil || delivery.Result != smtp.Accepted || server.Inbox().Len() != 1 {
		t.Fatalf("%+v %v, %d mails", delivery, err, server.Inbox().Len())
	}
	if e := f.newest(t); e.Action != "gateway.sent" || e.Subject != "ada@example.com" {
		t.Errorf("the journal says %+v", e)
	}
	for _, to := range []string{"", "ada", "ada@example.com\r\nBcc: eve@example.com"} {
		if _, err := f.SendDraft(t.Context(), render.Default(render.PasswordReset), sample, to); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("to %q: %v", to, err)
		}
	}
	broken := render.Template{Subject: "x", Text: "no password"}
	if _, err := f.SendDraft(t.Context(), broken, sample, "ada@example.com"); !fault.HasCode(err, gateway.CodeTemplate) {
		t.Errorf("a template without the password: %v", err)
	}
}

func TestSource004_ARejectedCodeSaysWhereToGetANewOne(t *testing.T) {
	f := newFixture(t)
	server, d := rehearsal(t)
	stored := f.save(t, d)
	if err := server.SetFault("password-refused"); err != nil {
		t.Fatal(err)
	}
	_, err := f.SendReset(t.Context(), reset())
	if hint := fault.Of(err).Hint; !strings.Contains(hint, "POP3/SMTP service") || !strings.Contains(hint, "new code") {
		t.Errorf("mailing: %q", hint)
	}
	report, err := f.Prove(t.Context(), gateway.ProofRequest{Draft: stored.Draft(), Level: smtp.LevelSignIn})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range report.Steps {
		if step.Verdict == "failed" && !strings.Contains(step.Finding.Remedy, "authorization code") {
			t.Errorf("%s: %+v", step.Name, step.Finding)
		}
	}
}
