package cli

import (
	"strings"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/proof"
	"patchbay/backend/workbench"
)

// messageDocument is a message and what became of its mail.
type messageDocument struct {
	ID        string         `json:"id"`
	EventID   string         `json:"eventId"`
	At        time.Time      `json:"at"`
	Action    string         `json:"action"`
	Person    string         `json:"person"`
	Text      string         `json:"text"`
	Address   string         `json:"address"`
	Outcome   notify.Outcome `json:"outcome"`
	Reason    string         `json:"reason,omitempty"` // code of what stopped it
	Detail    string         `json:"detail,omitempty"` // the same in words
	Remote    *fault.Remote  `json:"remote,omitempty"` // the server's own words
	Attempts  int            `json:"attempts"`
	LastAt    *time.Time     `json:"lastAt,omitempty"`
	MessageID string         `json:"messageId,omitempty"`
	Rehearsal bool           `json:"rehearsal"`
	Retryable bool           `json:"retryable"` // sending may be asked for again
}

func messageDocumentOf(m notify.Message) messageDocument {
	d := messageDocument{
		ID: m.ID, EventID: m.EventID, At: m.At.UTC(), Action: m.ActionName, Person: m.PersonName, Text: m.Text,
		Address: m.Address, Outcome: m.Outcome, Reason: m.Reason, Detail: m.Detail, Remote: m.Remote, Attempts: m.Attempts,
		MessageID: m.MessageID, Rehearsal: m.Rehearsal, Retryable: m.Retryable(),
	}
	if !m.LastAt.IsZero() {
		at := m.LastAt.UTC()
		d.LastAt = &at
	}
	return d
}

func allOutcomes() []notify.Outcome {
	return []notify.Outcome{notify.Sent, notify.Refused, notify.RefusedForNow, notify.Unknown, notify.NotSent, notify.Pending}
}

// outcomeText says an outcome in words.
func outcomeText(o notify.Outcome) string { return strings.ReplaceAll(string(o), "_", " ") }

// outcome writes what became of one message, with the server's own words.
func (p *printer) outcome(m messageDocument) {
	mark := map[notify.Outcome]proof.Verdict{
		notify.Sent: proof.Passed, notify.Refused: proof.Failed, notify.RefusedForNow: proof.Failed, notify.Unknown: proof.Warned,
	}[m.Outcome]
	if mark == "" {
		mark = proof.Skipped
	}
	line := p.style.marks[mark] + " " + m.Person
	if m.Address != "" {
		line += " <" + m.Address + ">"
	}
	p.line("%s: %s", line, outcomeText(m.Outcome))
	p.labelled(2, "Why", m.Detail)
	if m.Remote != nil {
		p.labelled(2, "Server said", remoteText(m.Remote))
	}
	if m.Retryable && m.Attempts > 0 {
		p.labelled(2, "ID", m.ID)
	}
}

func notifyMessagesCommand() command {
	var outcome string
	var q notify.MessageQuery
	return command{
		name:  "notify messages",
		short: "list the messages and what became of their mail, the newest first",
		examples: []string{
			"patchbay notify messages", "patchbay notify messages --outcome refused --json",
			"patchbay notify messages --search ada@example.com",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&outcome, "outcome", "", "only these: sent, refused, refused_for_now, unknown, not_sent or pending")
			f.StringVar(&q.Search, "search", "", "only those to people with this `TEXT` in name or address")
			f.IntVar(&q.Limit, "limit", 0, "at most `N`; 0 is all")
		},
		run: func(c *call) error {
			parsed, err := parseOutcome(outcome)
			if err != nil {
				return err
			}
			if q.Limit < 0 {
				return usageError{message: "--limit must not be negative", command: "notify messages"}
			}
			q.Outcome = parsed
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.showMessages(bench, d, q)
			})
		},
	}
}

func parseOutcome(text string) (notify.Outcome, error) {
	for _, o := range append(allOutcomes(), "") {
		if text == string(o) || text != "" && text == outcomeText(o) {
			return o, nil
		}
	}
	return "", usageError{message: "there is no outcome " + text, command: "notify messages"}
}

func (c *call) showMessages(bench *workbench.Workbench, d deployment.Deployment, q notify.MessageQuery) error {
	messages, err := c.messagesOf(bench, d, q)
	if err != nil {
		return err
	}
	documents := make([]messageDocument, len(messages))
	rows := make([][]string, len(messages))
	for i, m := range messages {
		documents[i] = messageDocumentOf(m)
		rows[i] = []string{
			m.At.UTC().Format("2006-01-02 15:04"), m.ActionName, m.PersonName, m.Address, outcomeText(m.Outcome), m.Reason, m.ID,
		}
	}
	return c.out.result(documents, func(p *printer) {
		if len(rows) == 0 {
			p.line("There is no such message.")
			return
		}
		p.table([]string{"AT (UTC)", "ACTION", "PERSON", "ADDRESS", "OUTCOME", "REASON", "ID"}, rows)
	})
}

// messagesOf returns the messages that a query asks for, at most its limit.
func (c *call) messagesOf(bench *workbench.Workbench, d deployment.Deployment, q notify.MessageQuery) ([]notify.Message, error) {
	most := q.Limit
	var all []notify.Message
	for {
		q.Offset, q.Limit = len(all), mostRows
		if most > 0 {
			q.Limit = min(q.Limit, most-len(all))
		}
		page, err := bench.Notifications.Messages(c.ctx, d.ID, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Messages...)
		if len(page.Messages) == 0 || len(all) >= page.Matching || most > 0 && len(all) >= most {
			return all, nil
		}
	}
}
