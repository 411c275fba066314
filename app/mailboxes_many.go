package app

import (
	"patchbay/backend/event"
	"patchbay/backend/mailbox"
)

func viewProvedMany(r mailbox.ManyReport) MailboxesProved {
	view := MailboxesProved{
		Total: r.Total, Passed: r.Passed, Warned: r.Warned, Failed: r.Failed, Untried: r.Untried,
		DurationMs: int(r.Duration.Milliseconds()), Cancelled: r.Cancelled, Unsaved: r.Unsaved,
		Causes: make([]MailboxCause, len(r.Causes)), Slowed: viewSlowed(r.Slowed),
	}
	for i, c := range r.Causes {
		view.Causes[i] = MailboxCause{
			Code: c.Code, Verdict: c.Verdict, Cause: c.Cause, Remedy: c.Remedy, Mailboxes: list(c.Mailboxes), Count: c.Count,
		}
	}
	return view
}

func viewProving(e event.Event) MailboxesProving {
	view := MailboxesProving{RunID: e.Run, Done: e.Done, Total: e.Total, Rows: []MailboxResult{}, Slowed: []SlowedServer{}}
	if e.Proving == nil {
		return view
	}
	view.Passed, view.Warned, view.Failed = e.Proving.Passed, e.Proving.Warned, e.Proving.Failed
	view.Slowed = viewSlowed(e.Proving.Slowed)
	for _, row := range e.Proving.Rows {
		view.Rows = append(view.Rows, MailboxResult{
			ID: row.ID, Mailbox: row.Name, Verdict: string(row.Verdict), Light: Light(row.Light), Summary: row.Summary,
			Code: row.Code, Cause: row.Cause, DurationMs: int(row.DurationMs),
		})
	}
	return view
}

func viewSlowed(slowed []event.Slowed) []SlowedServer {
	views := make([]SlowedServer, len(slowed))
	for i, s := range slowed {
		views[i] = SlowedServer(s)
	}
	return views
}
