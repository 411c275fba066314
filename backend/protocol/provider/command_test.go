package provider_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/provider"
)

func commands(t *testing.T, id string, c provider.CommandContext) []provider.Command {
	t.Helper()
	p, ok := provider.ByID(id)
	if !ok {
		t.Fatalf("no provider %s", id)
	}
	return provider.Commands(p, c)
}

// texts joins the commands of one kind.
func texts(list []provider.Command, kind provider.CommandKind) string {
	var all []string
	for _, c := range list {
		if c.Kind == kind {
			all = append(all, c.Text)
		}
	}
	return strings.Join(all, "\n--\n")
}

func TestMicrosoftClientCredentials(t *testing.T) {
	list := commands(t, "microsoft365", provider.CommandContext{
		Tenant: "contoso.com", ClientID: "11111111-aaaa", ObjectID: "22222222-bbbb", Mailbox: "desk@contoso.com",
		Protocol: "smtp", Grant: "client_credentials",
	})
	want := `Connect-ExchangeOnline
New-ServicePrincipal -AppId '11111111-aaaa' -ObjectId '22222222-bbbb'
Add-MailboxPermission -Identity 'desk@contoso.com' -User '22222222-bbbb' -AccessRights FullAccess
--
Connect-ExchangeOnline
Set-CASMailbox -Identity 'desk@contoso.com' -SmtpClientAuthenticationDisabled $false
--
Connect-ExchangeOnline
Set-TransportConfig -SmtpClientAuthenticationDisabled $false`
	if diff := cmp.Diff(want, texts(list, provider.KindPowerShell)); diff != "" {
		t.Error(diff)
	}
	page := "https://login.microsoftonline.com/contoso.com/adminconsent?client_id=11111111-aaaa"
	if got := texts(list, provider.KindURL); got != page {
		t.Errorf("consent page %s, want %s", got, page)
	}
	steps := texts(list, provider.KindSteps)
	for _, want := range []string{
		"SMTP.SendAsApp", "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", "https://outlook.office365.com/.default",
	} {
		if !strings.Contains(steps, want) {
			t.Errorf("the steps do not name %s: %s", want, steps)
		}
	}
}

func TestGapsAreReadable(t *testing.T) {
	list := commands(t, "microsoft365", provider.CommandContext{Protocol: "imap", Grant: "client_credentials"})
	want := `Connect-ExchangeOnline
New-ServicePrincipal -AppId '<application ID>' -ObjectId '<object ID of the enterprise application>'
Add-MailboxPermission -Identity '<address of the mailbox>' -User '<object ID of the enterprise application>' -AccessRights FullAccess
--
Connect-ExchangeOnline
Set-CASMailbox -Identity '<address of the mailbox>' -ImapEnabled $true`
	if diff := cmp.Diff(want, texts(list, provider.KindPowerShell)); diff != "" {
		t.Error(diff)
	}
	page := "https://login.microsoftonline.com/<tenant ID>/adminconsent?client_id=<application ID>"
	if got := texts(list, provider.KindURL); got != page {
		t.Errorf("consent page %s, want %s", got, page)
	}
	if steps := texts(list, provider.KindSteps); !strings.Contains(steps, "IMAP.AccessAsApp") {
		t.Errorf("the role is not named: %s", steps)
	}
}

func TestCommandsByGrant(t *testing.T) {
	tests := []struct {
		id, grant, protocol string
		kinds               string
		contains            string
	}{
		{"microsoft365", "", "smtp", "powershell powershell", "Set-TransportConfig"},
		{"microsoft365", "refresh_token", "smtp", "steps url powershell powershell", "SMTP.Send "},
		{"microsoft365", "refresh_token", "imap", "steps url powershell", "IMAP.AccessAsUser.All"},
		{"outlook.com", "refresh_token", "smtp", "steps", "personal Microsoft accounts"},
		{"outlook.com", "", "smtp", "", ""},
		{"gmail", "", "smtp", "steps", "16 letters"},
		{"gmail", "refresh_token", "imap", "steps", "https://mail.google.com/"},
		{"gmail", "client_credentials", "smtp", "steps", "no mail token"},
		{"ses", "", "smtp", "steps", "in the region eu-west-1."},
		{"fastmail", "", "smtp", "", ""},
	}
	for _, tt := range tests {
		var kinds, all []string
		for _, c := range commands(t, tt.id, provider.CommandContext{
			Grant: tt.grant, Protocol: tt.protocol, Host: "email-smtp.eu-west-1.amazonaws.com",
		}) {
			kinds, all = append(kinds, string(c.Kind)), append(all, c.Text)
			if c.Title == "" || c.Note != "" && !strings.HasSuffix(c.Note, ".") {
				t.Errorf("%s: title %q, note %q", tt.id, c.Title, c.Note)
			}
		}
		if got := strings.Join(kinds, " "); got != tt.kinds {
			t.Errorf("%s with %q: %q, want %q", tt.id, tt.grant, got, tt.kinds)
		}
		if !strings.Contains(strings.Join(all, "\n"), tt.contains) {
			t.Errorf("%s with %q does not say %q: %s", tt.id, tt.grant, tt.contains, all)
		}
	}
}

// readPowerShell reads a line as PowerShell does: words, and single-quoted
// strings in which only a quote, written twice, means anything. The quotes of
// typography are quotes too. It fails where anything else could run.
func readPowerShell(t *testing.T, line string) (words []string) {
	t.Helper()
	isQuote := func(r rune) bool { return strings.ContainsRune("'‘’‚‛", r) }
	runes := []rune(line)
	for i := 0; i < len(runes); {
		var word strings.Builder
		switch {
		case runes[i] == ' ':
			i++
			continue
		case isQuote(runes[i]):
			for i++; ; i++ {
				if i >= len(runes) {
					t.Errorf("the string does not end: %q", line)
					return words
				}
				if isQuote(runes[i]) {
					if i+1 >= len(runes) || !isQuote(runes[i+1]) {
						break
					}
					i++
				}
				word.WriteRune(runes[i])
			}
			i++
		default:
			for i < len(runes) && runes[i] != ' ' {
				if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-$", runes[i]) {
					t.Errorf("%q stands outside of quotes in %q", runes[i], line)
				}
				word.WriteRune(runes[i])
				i++
			}
		}
		words = append(words, word.String())
	}
	return words
}

func hostileValues() []string {
	return []string{
		"O'Brien@contoso.com", "'; Remove-Mailbox x; '", "’; calc; ‘", "‚a‛", "$(calc)", "`calc`", "$env:USERNAME",
		`"; calc; "`, "a -Force", "--%", "a'b''c", "'", "''", "<#", "@'", "%PATH%", "é", "a\u00a0b",
		"https://evil.example/?a=b&c#d", "../../x", "@evil.example",
	}
}

func TestPowerShellQuotes(t *testing.T) {
	for _, hostile := range hostileValues() {
		list := commands(t, "microsoft365", provider.CommandContext{
			Tenant: hostile, ClientID: hostile, ObjectID: hostile, Mailbox: hostile, Grant: "client_credentials", Protocol: "smtp",
		})
		var got [][]string
		for line := range strings.SplitSeq(texts(list[2:4], provider.KindPowerShell), "\n") {
			got = append(got, readPowerShell(t, line))
		}
		want := [][]string{
			{"Connect-ExchangeOnline"},
			{"New-ServicePrincipal", "-AppId", hostile, "-ObjectId", hostile},
			{"Add-MailboxPermission", "-Identity", hostile, "-User", hostile, "-AccessRights", "FullAccess"},
			{"--"},
			{"Connect-ExchangeOnline"},
			{"Set-CASMailbox", "-Identity", hostile, "-SmtpClientAuthenticationDisabled", "$false"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", hostile, diff)
		}
	}
}

func TestConsentPageStaysAtMicrosoft(t *testing.T) {
	for _, hostile := range hostileValues() {
		list := commands(t, "microsoft365", provider.CommandContext{
			Tenant: hostile, ClientID: hostile, RedirectURI: hostile, Grant: "refresh_token",
		})
		u, err := url.Parse(texts(list, provider.KindURL))
		if err != nil {
			t.Errorf("%q: %v", hostile, err)
			continue
		}
		if u.Scheme != "https" || u.Host != "login.microsoftonline.com" || u.Fragment != "" {
			t.Errorf("%q leads to %s", hostile, u)
		}
		want := url.Values{"client_id": {hostile}, "redirect_uri": {hostile}}
		if diff := cmp.Diff(want, u.Query()); diff != "" {
			t.Errorf("%q: %s", hostile, diff)
		}
	}
}

func TestTreacherousValuesAreNotRepeated(t *testing.T) {
	for _, hostile := range []string{
		"a\nRemove-Mailbox x", "a\rb", "a\x00b", "a\x1b[2Jb", "a\u2028b", "a\u0085b", "\u202egpj.exe", "a\u200bb", "a\xffb", "\ufffd",
	} {
		c := provider.CommandContext{
			Tenant: hostile, ClientID: hostile, ObjectID: hostile, Mailbox: hostile, Scope: hostile, RedirectURI: hostile, Protocol: "smtp",
		}
		for _, id := range []string{"microsoft365", "outlook.com", "gmail"} {
			for _, grant := range []string{"", "client_credentials", "refresh_token"} {
				c.Grant = grant
				for _, command := range commands(t, id, c) {
					if strings.Contains(command.Text, hostile) || !strings.Contains(command.Text, "<") &&
						!strings.Contains(command.Text, "Set-TransportConfig") && command.Kind == provider.KindPowerShell {
						t.Errorf("%s with %q repeats %q: %s", id, grant, hostile, command.Text)
					}
				}
			}
		}
	}
}

func FuzzCommands(f *testing.F) {
	for _, seed := range hostileValues() {
		f.Add(seed)
	}
	f.Add("a\nb")
	f.Fuzz(func(t *testing.T, text string) {
		list := commands(t, "microsoft365", provider.CommandContext{ObjectID: text, ClientID: text, Mailbox: text, Grant: "client_credentials"})
		for line := range strings.SplitSeq(texts(list[2:3], provider.KindPowerShell), "\n") {
			if words := readPowerShell(t, line); len(words) != 1 && len(words) != 5 && len(words) != 7 {
				t.Errorf("%q is read as %q", line, words)
			}
		}
	})
}
