package cli_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDemo lives through the demo: unlocked, proved, with mail in its inbox,
// and gone afterwards.
func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := start(t, newMain("demo", "--json"))
	var started struct{ URL, Vault, Operator, Password string }
	p.document(&started)
	if _, err := os.Stat(started.Vault); err != nil {
		t.Fatal(err)
	}
	page := browse(t, started.URL)
	var status struct{ State string }
	page.call("Session.Status", &status)
	if status.State != "unlocked" {
		t.Errorf("the vault is %s", status.State)
	}
	var deployments []struct{ ID, Name string }
	page.call("Deployments.List", &deployments)
	if len(deployments) != 1 {
		t.Fatalf("got %v", deployments)
	}
	var server struct {
		Light    string
		Password struct{ Set bool }
	}
	page.call("Outgoing.Get", &server, deployments[0].ID)
	if server.Light != "proved" || !server.Password.Set {
		t.Errorf("the mail server is %+v", server)
	}
	var mailboxes struct {
		Rows []struct{ Mailbox, Light string }
	}
	page.call("Mailboxes.List", &mailboxes, deployments[0].ID)
	if len(mailboxes.Rows) != 2 {
		t.Errorf("got %v", mailboxes)
	}
	for _, m := range mailboxes.Rows {
		if m.Light != "proved" {
			t.Errorf("the mailbox %s is %s", m.Mailbox, m.Light)
		}
	}
	var providers struct {
		Rows []struct{ Name, Type, Light, Level string }
	}
	page.call("IdentityProviders.List", &providers, deployments[0].ID)
	if len(providers.Rows) != 3 {
		t.Errorf("got %v", providers)
	}
	for _, p := range providers.Rows {
		if p.Light != "proved" || p.Level != "check" {
			t.Errorf("the provider %s is %s at the level %q", p.Name, p.Light, p.Level)
		}
	}
	var clients struct {
		Clients []struct {
			ClientID, Light string
			Default         bool
			Secret          struct{ Set bool }
		}
	}
	page.call("APIClients.List", &clients, deployments[0].ID)
	if len(clients.Clients) != 1 || !clients.Clients[0].Default || !clients.Clients[0].Secret.Set || clients.Clients[0].Light != "proved" {
		t.Errorf("the API clients are %+v", clients)
	}
	var messages []struct{ Subject string }
	page.call("Rehearsal.Messages", &messages)
	if len(messages) != 4 { // two proofs, and two people who are told
		t.Errorf("got %d messages", len(messages))
	}
	demoNotifications(t, page, deployments[0].ID)
	var none any
	page.call("Session.Lock", &none)
	page.call("Session.Unlock", &status, map[string]string{"operator": "", "password": started.Password})
	if status.State != "unlocked" {
		t.Errorf("its password does not unlock it: %s", status.State)
	}
	p.end()
	left, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 0 {
		t.Errorf("%d things are left behind", len(left))
	}
}

// demoNotifications looks at what a newcomer finds on the pages of notifications
// and of the gateway.
func demoNotifications(t *testing.T, page *pageClient, deploymentID string) {
	t.Helper()
	var notifications struct {
		Switches struct{ Integration, Notifications bool }
		Findings []struct {
			Finding struct{ Code string }
			Warning bool
		}
		People int
	}
	page.call("Notifications.Get", &notifications, deploymentID)
	if !notifications.Switches.Integration || !notifications.Switches.Notifications || notifications.People != 3 {
		t.Errorf("the notifications are %+v", notifications)
	}
	if f := notifications.Findings; len(f) != 1 || f[0].Finding.Code != "notify.people_without_address" || !f[0].Warning {
		t.Errorf("the findings are %+v", f)
	}
	var messages struct {
		Messages []struct{ Outcome, Reason string }
	}
	page.call("Messages.List", &messages, map[string]any{"deploymentId": deploymentID, "limit": 10})
	outcomes := map[string]int{}
	for _, m := range messages.Messages {
		outcomes[m.Outcome+m.Reason]++
	}
	if diff := cmp.Diff(map[string]int{"sent": 2, "not_sentidentifier": 1}, outcomes); diff != "" {
		t.Error(diff)
	}
	var gateway struct {
		Enabled bool
		Light   string
	}
	page.call("Gateway.Get", &gateway)
	if !gateway.Enabled || gateway.Light != "proved" {
		t.Errorf("the gateway is %+v", gateway)
	}
}
