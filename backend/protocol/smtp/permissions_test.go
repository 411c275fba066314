package smtp_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// envelopes plays a server that judges senders at MAIL and recipients at RCPT
// by the tables, and says 250 to what they do not name.
type envelopes struct {
	mail, rcpt map[string]string // by the sender
	reset      string
}

func (e envelopes) play(p *script.Peer) {
	var from string
	behaviour{greeting: "220 mail.test"}.playWith(p, func(line string) (string, bool) {
		sender, _, _ := strings.Cut(strings.TrimPrefix(line, "MAIL FROM:<"), ">")
		switch {
		case strings.HasPrefix(line, "MAIL"):
			from = sender
			return e.mail[sender], e.mail[sender] != ""
		case strings.HasPrefix(line, "RCPT"):
			return e.rcpt[from], e.rcpt[from] != ""
		case line == "RSET":
			return e.reset, e.reset != ""
		}
		return "", false
	})
}

// row is what was said about one address, in one line.
func row(r smtp.PermissionRow) string {
	line := fmt.Sprintf("%s %s %s", r.Address, strings.Join(r.Roles, "+"), r.Verdict)
	if r.At != "" {
		line += " at " + r.At
	}
	if r.Finding != nil {
		line += " " + r.Finding.Code
		if r.Finding.Reason != "" {
			line += " (" + r.Finding.Reason + ")"
		}
		line += " " + strings.Join(r.Finding.Fields, ",")
	}
	return line
}

func rows(report smtp.PermissionsReport) []string {
	var lines []string
	for _, r := range report.Rows {
		lines = append(lines, row(r))
	}
	return lines
}

func further(addresses ...string) []smtp.PermissionAddress {
	var list []smtp.PermissionAddress
	for _, address := range addresses {
		list = append(list, smtp.PermissionAddress{Address: address, Role: smtp.RoleFurther})
	}
	return list
}

func askPermissions(t *testing.T, s *script.Server, addresses []smtp.PermissionAddress) smtp.PermissionsReport {
	t.Helper()
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.InsecureAllowPlainPassword, set.EHLOName = true, "client.example.com"
	return smtp.Permissions(t.Context(), smtp.PermissionsRequest{
		Request:   smtp.Request{Settings: set, Secrets: secrets(), To: "inbox@example.net"},
		Addresses: addresses,
	})
}

func TestPermissions(t *testing.T) {
	notOwned := "553 5.7.1 <x>: Sender address rejected: not owned by user ops@example.com"
	unknown := "550 5.1.1 User unknown"
	tests := []struct {
		name      string
		server    envelopes
		addresses []smtp.PermissionAddress
		want      []string
	}{
		{
			name:   "each in its place",
			server: envelopes{mail: map[string]string{"b@example.com": notOwned, "c@example.com": "451 4.7.1 try later"}, rcpt: map[string]string{"d@example.com": notOwned}},
			addresses: []smtp.PermissionAddress{
				{Address: "a@example.com", Role: smtp.RoleFrom},
				{Address: "b@example.com", Role: smtp.RoleEnvelopeFrom},
				{Address: "c@example.com", Role: smtp.RoleReplyTo},
				{Address: "d@example.com", Role: smtp.RoleFurther},
			},
			want: []string{
				"a@example.com from allowed at recipient",
				"b@example.com envelopeFrom refused at sender smtp.sender_not_owned envelopeFrom",
				"c@example.com replyTo temporary at sender smtp.temporary_failure host",
				"d@example.com further refused at recipient smtp.sender_not_owned ",
			},
		},
		{
			name:   "equal addresses are asked about once",
			server: envelopes{mail: map[string]string{"a@example.com": notOwned}},
			addresses: []smtp.PermissionAddress{
				{Address: "a@example.com", Role: smtp.RoleFrom}, {Address: "a@EXAMPLE.com", Role: smtp.RoleReplyTo}, {Address: "a@example.com", Role: smtp.RoleFrom},
			},
			want: []string{"a@example.com from+replyTo refused at sender smtp.sender_not_owned from"},
		},
		{
			name:      "a recipient that nobody may write to says nothing about senders",
			server:    envelopes{rcpt: map[string]string{"a@example.com": unknown, "b@example.com": unknown}},
			addresses: further("a@example.com", "b@example.com"),
			want: []string{
				"a@example.com further unknown at recipient smtp.recipient_refused (no_such_mailbox) to",
				"b@example.com further unknown at recipient smtp.recipient_refused (no_such_mailbox) to",
			},
		},
		{
			name:      "a recipient that one may write to shows that the other is meant",
			server:    envelopes{rcpt: map[string]string{"b@example.com": "554 5.7.1 policy 7"}},
			addresses: append(further("a@example.com"), smtp.PermissionAddress{Address: "b@example.com", Role: smtp.RoleFrom}),
			want: []string{
				"a@example.com further allowed at recipient",
				"b@example.com from refused at recipient smtp.sender_refused (at_recipient) from",
			},
		},
		{
			name:      "the server hangs up in the middle",
			server:    envelopes{mail: map[string]string{"b@example.com": "421 4.7.0 too many errors"}},
			addresses: further("a@example.com", "b@example.com", "c@example.com", "d@example.com"),
			want: []string{
				"a@example.com further allowed at recipient",
				"b@example.com further temporary at sender smtp.temporary_failure (closing) host",
				"c@example.com further unknown net.closed (server_closed) host",
				"d@example.com further unknown net.closed (server_closed) host",
			},
		},
		{
			name:      "an envelope that is not taken back",
			server:    envelopes{reset: "502 5.5.1 what"},
			addresses: further("a@example.com", "b@example.com"),
			want: []string{
				"a@example.com further allowed at recipient",
				"b@example.com further unknown smtp.protocol_violation (reset_refused) host",
			},
		},
		{
			name:      "what cannot be asked",
			addresses: []smtp.PermissionAddress{{Address: "a@example.com>\r\nRSET", Role: smtp.RoleReplyTo}, {Address: "jörg@example.com", Role: smtp.RoleFurther}, {Address: "b@example.com", Role: smtp.RoleFrom}},
			want: []string{
				"a@example.com>\r\nRSET replyTo unknown settings.invalid replyTo",
				"jörg@example.com further refused at sender smtp.sender_refused (smtputf8_not_offered) ",
				"b@example.com from allowed at recipient",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			report := askPermissions(t, s, tt.addresses)
			if diff := cmp.Diff(tt.want, rows(report)); diff != "" {
				t.Error(diff)
			}
			_, all := s.Received()
			if s.Connections() != 1 || strings.Count(all, "AUTH ") != 1 {
				t.Errorf("%d connections, %d sign-ins", s.Connections(), strings.Count(all, "AUTH "))
			}
			if strings.Contains(all, "DATA") || strings.Contains(all, "\nRSET\r\nMAIL FROM:<>") {
				t.Errorf("sent %q", all)
			}
			if report.Recipient != "inbox@example.net" || report.Proof.Level != "signin" {
				t.Errorf("to %s at level %s", report.Recipient, report.Proof.Level)
			}
		})
	}
}

func TestPermissionsAskAboutFifty(t *testing.T) {
	s := script.Serve(t, envelopes{}.play)
	var addresses []string
	for i := range 52 {
		addresses = append(addresses, fmt.Sprintf("user%d@example.com", i))
	}
	report := askPermissions(t, s, further(addresses...))
	got := []string{rows(report)[49], rows(report)[50], rows(report)[51]}
	want := []string{
		"user49@example.com further allowed at recipient",
		"user50@example.com further unknown settings.invalid (too_many) ",
		"user51@example.com further unknown settings.invalid (too_many) ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestPermissionsNeedASignIn: what fails before is a proof like any other.
func TestPermissionsNeedASignIn(t *testing.T) {
	s := script.Serve(t, behaviour{replies: map[string]string{"AUTH": "535 5.7.8 wrong"}}.play)
	report := askPermissions(t, s, further("a@example.com"))
	if f := findingAt(t, report.Proof, "authenticate"); f.Code != "auth.rejected" || report.Proof.Verdict != proof.Failed {
		t.Errorf("%s: %s", f.Code, golden.JSON(t, report.Proof))
	}
	if diff := cmp.Diff([]string{"a@example.com further unknown auth.rejected user,password"}, rows(report)); diff != "" {
		t.Error(diff)
	}
	if _, all := s.Received(); strings.Contains(all, "MAIL") {
		t.Error("a sender was offered all the same")
	}
}

// TestPermissionsMaskTheServersWords: rows are no steps, and are masked as
// steps are.
func TestPermissionsMaskTheServersWords(t *testing.T) {
	echo := "550 5.7.1 \x1b[31m" + password + " is your password"
	s := script.Serve(t, envelopes{mail: map[string]string{"a@example.com": echo}, rcpt: map[string]string{"b@example.com": echo}}.play)
	report := askPermissions(t, s, further("a@example.com", "b@example.com", "c@example.com"))
	doc, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	if leaks(string(doc)) || !strings.Contains(string(doc), proof.Mask) || strings.Contains(string(doc), `\u001b`) {
		t.Errorf("%s", doc)
	}
}

// TestPermissionsExpandVariables: addresses come from the document as they are.
func TestPermissionsExpandVariables(t *testing.T) {
	s := script.Serve(t, envelopes{}.play)
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.Auth, set.User = smtp.SignInNone, ""
	report := smtp.Permissions(t.Context(), smtp.PermissionsRequest{
		Request: smtp.Request{Settings: set, Lookup: func(name string) (string, bool) { return "example.org", name == "domain" }},
		Addresses: []smtp.PermissionAddress{
			{Address: "alerts@%domain%", Role: smtp.RoleFrom}, {Address: "alerts@%nothing%", Role: smtp.RoleFurther},
		},
	})
	want := []string{"alerts@example.org from allowed at recipient", "alerts@%nothing% further unknown settings.invalid "}
	if diff := cmp.Diff(want, rows(report)); diff != "" {
		t.Error(diff)
	}
	if i := slices.IndexFunc(report.Proof.Steps, func(s proof.Step) bool { return s.Name == "quit" }); i < 0 || report.Recipient != user {
		t.Errorf("steps %q, recipient %s", summary(report.Proof), report.Recipient)
	}
}
