package app

import (
	"context"

	"patchbay/backend/notify"
)

// Messages shows what became of a deployment's notifications.
type Messages struct{ app *App }

func (m *Messages) notify() *notify.Notifications { return m.app.bench.Notifications }

// List returns a part of the messages, the newest first.
func (m *Messages) List(query MessageQuery) (MessageList, error) {
	return call(m.app, func(ctx context.Context) (MessageList, error) {
		page, err := m.notify().Messages(ctx, query.DeploymentID, notify.MessageQuery{
			Outcome: notify.Outcome(query.Outcome), Action: query.ActionID, Event: query.EventID,
			Search: query.Search, Offset: max(query.Offset, 0), Limit: query.Limit,
		})
		return MessageList{
			Messages: viewNotifications(page.Messages), Matching: page.Matching, Total: page.Total,
			Outcomes: viewOutcomes(page.Outcomes),
		}, err
	})
}

// Get returns one message.
func (m *Messages) Get(deploymentID, id string) (NotificationMessage, error) {
	return call(m.app, func(ctx context.Context) (NotificationMessage, error) {
		message, err := m.notify().Message(ctx, deploymentID, id)
		return viewNotification(message), err
	})
}

// Retry sends the mail of a message again, because somebody asks for it.
func (m *Messages) Retry(request MessageRetry) (NotificationMessage, error) {
	return call(m.app, func(ctx context.Context) (NotificationMessage, error) {
		ctx, end := m.app.runs.begin(ctx, request.RunID)
		defer end()
		message, err := m.notify().Retry(ctx, request.DeploymentID, notify.Again{
			MessageID: request.ID, Run: request.RunID, MayArriveTwice: request.MayArriveTwice,
		})
		return viewNotification(message), err
	})
}

// CheckRetry says what sending an event's messages again would come to.
func (m *Messages) CheckRetry(request EventRetry) (EventRetryCheck, error) {
	return call(m.app, func(ctx context.Context) (EventRetryCheck, error) {
		check, err := m.notify().CheckRetry(ctx, request.DeploymentID, request.again())
		return EventRetryCheck{
			Total: check.Total, Again: check.Again, People: append([]string{}, check.People...), Left: viewLeft(check.Left),
		}, err
	})
}

// RetryEvent sends the mail of an event's messages again, because somebody asks for
// it. Notifications.CancelRun ends it.
func (m *Messages) RetryEvent(request EventRetry) (EventRetried, error) {
	return call(m.app, func(ctx context.Context) (EventRetried, error) {
		ctx, end := m.app.runs.begin(ctx, request.RunID)
		defer end()
		done, err := m.notify().RetryEvent(ctx, request.DeploymentID, request.again())
		sent := viewSent(done.Messages)
		return EventRetried{
			Messages: sent.Messages, Total: sent.Total, Outcomes: sent.Outcomes, Left: viewLeft(done.Left),
		}, err
	})
}

func (r EventRetry) again() notify.AgainEvent {
	return notify.AgainEvent{EventID: r.EventID, Messages: r.IDs, Run: r.RunID, MayArriveTwice: r.MayArriveTwice}
}

func viewLeft(left []notify.LeftOut) []MessagesLeft {
	views := make([]MessagesLeft, len(left))
	for i, l := range left {
		views[i] = MessagesLeft{Why: string(l.Why), Text: l.Text, Count: l.Count}
	}
	return views
}

func viewNotifications(all []notify.Message) []NotificationMessage {
	views := make([]NotificationMessage, len(all))
	for i, m := range all {
		views[i] = viewNotification(m)
	}
	return views
}

func viewNotification(m notify.Message) NotificationMessage {
	return NotificationMessage{
		ID: m.ID, EventID: m.EventID, At: stamp(m.At), ActionID: m.ActionID, Action: m.ActionName,
		PersonID: m.PersonID, Person: m.PersonName, Text: m.Text, Address: m.Address,
		Outcome: string(m.Outcome), Reason: m.Reason, Detail: m.Detail, Remote: viewRemote(m.Remote),
		Attempts: m.Attempts, LastAt: stamp(m.LastAt), MessageID: m.MessageID,
		Rehearsal: m.Rehearsal, Running: m.Running, Retryable: m.Retryable(),
	}
}

// viewOutcomes lists the outcomes that there are, in the order in which a message
// goes through them.
func viewOutcomes(counts map[notify.Outcome]int) []MessageOutcome {
	views := []MessageOutcome{}
	for _, outcome := range []notify.Outcome{
		notify.Pending, notify.Sent, notify.RefusedForNow, notify.Refused, notify.Unknown, notify.NotSent,
	} {
		if n := counts[outcome]; n > 0 {
			views = append(views, MessageOutcome{Outcome: string(outcome), Count: n})
		}
	}
	return views
}
