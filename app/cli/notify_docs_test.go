package cli_test

import (
	"os"
	"strings"
	"testing"

	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
)

// TestTheNotifyDocumentIsWhole holds docs/notify.md against the commands, the
// placeholders, and what stops a mail.
func TestTheNotifyDocumentIsWhole(t *testing.T) {
	content, err := os.ReadFile("../../docs/notify.md")
	if err != nil {
		t.Fatal(err)
	}
	document := string(content)
	has := func(text string) {
		t.Helper()
		if !strings.Contains(document, text) {
			t.Errorf("it does not mention %s", text)
		}
	}
	for _, name := range commandNames(run(t, nil, "", "help").stdout) {
		if strings.HasPrefix(name, "notify ") || strings.HasPrefix(name, "gateway ") || name == "operator reset" {
			has("`" + name)
		}
	}
	for _, kind := range []render.Kind{render.Notification, render.PasswordReset} {
		for _, p := range render.Placeholders(kind) {
			mark := "`%" + p.Name + "%`"
			if p.Required {
				mark += `\*`
			}
			has(mark)
		}
	}
	for _, stopper := range []notify.Stopper{
		notify.StopNeedsPerson, notify.StopIntegration, notify.StopNotifications, notify.StopNotifyByEmail, notify.StopServer,
		notify.StopOwnServer, notify.StopTemplate, notify.StopPortalURL, notify.StopMessagesURL, notify.StopIdentifier,
		notify.StopAddress, notify.StopValue,
	} {
		has("`" + string(stopper) + "`")
	}
	for _, outcome := range []notify.Outcome{
		notify.Sent, notify.Refused, notify.RefusedForNow, notify.Unknown, notify.NotSent, notify.Pending,
	} {
		has("`" + string(outcome) + "`")
	}
}
