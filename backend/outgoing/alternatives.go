package outgoing

import (
	"context"

	"patchbay/backend/event"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// Alternatives tries the other ports and securities of a draft's host without
// any credential, and tells of each as the event "outgoing.tried".
func (s *Servers) Alternatives(ctx context.Context, deploymentID string, draft Draft, run string) (smtp.AlternativesReport, error) {
	draft.Secrets = account.NoSecrets()
	prepared, err := s.prepare(ctx, deploymentID, ProofRequest{Draft: draft, Level: smtp.LevelConnect, Run: run})
	if err != nil {
		return smtp.AlternativesReport{}, err
	}
	defer prepared.done()
	prepared.request.Observe = nil
	return smtp.Alternatives(ctx, smtp.AlternativesRequest{Request: prepared.request, Tried: func(t smtp.Tried) {
		s.events.Publish(event.Event{Name: "outgoing.tried", Deployment: deploymentID, Run: run, Tried: new(TriedEvent(t))})
	}}), nil
}

// TriedEvent is a tried port in the words of events, which know no protocol.
func TriedEvent(t smtp.Tried) event.Tried {
	return event.Tried{
		Port: t.Port, Security: string(t.Security), Works: t.Works, Mechanisms: t.Mechanisms,
		Detail: t.Detail, Code: t.Code, Alternative: t.Alternative, DurationMs: t.DurationMs,
	}
}
