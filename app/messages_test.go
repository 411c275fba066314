package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/app"
)

// What failed of an event is sent again at once, unless its run is cancelled.
func TestAnEventIsSentAgain(t *testing.T) {
	p, site := informing(t)
	must(p.rehearsal.SetFault("smtp", "recipient-unknown"))(t)
	sent := must(p.notifying.Send(app.NotificationEvent{
		RunID: "first", DeploymentID: site.ID, ActionID: p.action(t, site.ID, "Approve transaction").ID, Everyone: true, Message: "Again.",
	}))(t)
	again := app.EventRetry{RunID: "again", DeploymentID: site.ID, EventID: sent.EventID}
	check := must(p.messages.CheckRetry(again))(t)
	if check.Total != 2 || check.Again != 2 || len(check.People) != 2 || check.Left == nil || len(check.Left) != 0 {
		t.Errorf("the check: %+v", check)
	}
	must(p.rehearsal.SetFault("smtp", ""))(t)
	again.IDs = []string{sent.Messages[0].ID}
	some := must(p.messages.RetryEvent(again))(t)
	if diff := cmp.Diff([]app.MessageOutcome{{Outcome: "sent", Count: 1}}, some.Outcomes); diff != "" || some.Total != 1 {
		t.Errorf("one of them: %+v", some)
	}
	again.IDs = nil
	must(p.rehearsal.SetFault("smtp", "silence"))(t)
	p.onEvent(t, "notify.sent", func() error { return p.notifying.CancelRun("again") })
	rest := must(p.messages.RetryEvent(again))(t)
	if rest.Total != 1 || rest.Messages[0].Reason != "cancelled" || !rest.Messages[0].Retryable ||
		!cmp.Equal(rest.Left, []app.MessagesLeft{{Why: "sent", Text: rest.Left[0].Text, Count: 1}}) {
		t.Errorf("the rest, cancelled: %+v", rest)
	}
}
