package cli

import (
	"cmp"
	"fmt"
	"slices"

	"patchbay/backend/deployment"
	"patchbay/backend/notify"
	"patchbay/backend/workbench"
)

// rehearsedDocument is an event decided for everybody whom it is for.
type rehearsedDocument struct {
	Decisions []eventDecision `json:"decisions"`
	Total     int             `json:"total"`
	Messages  int             `json:"messages"`
	Mails     int             `json:"mails"`
	Stops     []stopDocument  `json:"stops"` // the commonest first
}

// eventDecision is what an event comes to for one person.
type eventDecision struct {
	PersonID    string         `json:"personId"`
	Person      string         `json:"person"`
	Message     bool           `json:"message"` // one is put into the portal
	Mail        bool           `json:"mail"`
	Address     string         `json:"address"`
	StoppedBy   notify.Stopper `json:"stoppedBy,omitempty"` // switch or missing value, named as in the documents
	StoppedText string         `json:"stoppedText,omitempty"`
}

// stopDocument counts the people whose mail one thing stops.
type stopDocument struct {
	By    notify.Stopper `json:"by"`
	Text  string         `json:"text"` // of the first of them
	Count int            `json:"count"`
}

func rehearsedDocumentOf(decisions []notify.Decision) rehearsedDocument {
	d := rehearsedDocument{Decisions: make([]eventDecision, len(decisions)), Total: len(decisions), Stops: []stopDocument{}}
	for i, one := range decisions {
		d.Decisions[i] = eventDecision{
			PersonID: one.PersonID, Person: one.PersonName, Message: one.Message, Mail: one.Mail, Address: one.Address,
			StoppedBy: one.Stopped.By, StoppedText: one.Stopped.Text,
		}
		if one.Message {
			d.Messages++
		}
		if one.Mail {
			d.Mails++
			continue
		}
		at := slices.IndexFunc(d.Stops, func(s stopDocument) bool { return s.By == one.Stopped.By })
		if at < 0 {
			at = len(d.Stops)
			d.Stops = append(d.Stops, stopDocument{By: one.Stopped.By, Text: one.Stopped.Text})
		}
		d.Stops[at].Count++
	}
	slices.SortStableFunc(d.Stops, func(a, b stopDocument) int { return cmp.Compare(b.Count, a.Count) })
	return d
}

func notifyRehearseCommand() command {
	o := eventSource{command: "notify rehearse"}
	return command{
		name:  "notify rehearse",
		short: "say for each person of an event whether a mail would go, to which address, and if not, what stops it",
		long: "The same is decided when the event is sent. Nothing is kept and nothing is sent. The document of an event is " +
			"{action, people, everyone, message, key, rehearsal}.",
		examples: []string{
			`patchbay notify rehearse --action "Assign task" --person ada --person grace --message "A task."`,
			`patchbay notify rehearse --action "Send message" --everyone --message "A notice." --json`,
			"patchbay notify rehearse --from event.json",
		},
		flags: o.bind,
		run: func(c *call) error {
			e, err := o.read(c)
			if err != nil {
				return err
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				decisions, err := bench.Notifications.Rehearse(c.ctx, d.ID, e)
				if err != nil {
					return err
				}
				document := rehearsedDocumentOf(decisions)
				return c.out.result(document, document.print)
			})
		},
	}
}

func (d rehearsedDocument) print(p *printer) {
	rows := make([][]string, len(d.Decisions))
	for i, one := range d.Decisions {
		rows[i] = []string{one.Person, yes(one.Message), yes(one.Mail), one.Address, one.StoppedText}
	}
	if len(rows) > 0 {
		p.table([]string{"PERSON", "MESSAGE", "MAIL", "ADDRESS", "WHY NOT"}, rows)
		p.line("")
	}
	p.line("%s, %s to %s. Nothing was sent.", count(d.Messages, "message", "messages"), count(d.Mails, "mail", "mails"),
		count(d.Total, "person", "people"))
	for _, s := range d.Stops {
		p.line("%s", fmt.Sprintf("%s stops %s.", s.By, count(s.Count, "mail", "mails")))
	}
	if d.Mails > 0 {
		p.line("Send it with: patchbay notify send and the same flags; --rehearsal keeps it on this machine.")
	}
}
