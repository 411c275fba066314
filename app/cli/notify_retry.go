package cli

import (
	"crypto/rand"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/workbench"
)

// retriedDocument is what became of an event that was sent again.
type retriedDocument struct {
	EventID  string                 `json:"eventId"`
	Messages []messageDocument      `json:"messages"` // those that were decided anew
	Total    int                    `json:"total"`    // of them
	Outcomes map[notify.Outcome]int `json:"outcomes"`
	Left     []leftDocument         `json:"left"`
}

// leftDocument counts messages that were left out for one reason.
type leftDocument struct {
	Why   notify.Left `json:"why"`
	Text  string      `json:"text"`
	Count int         `json:"count"`
}

func notifyRetryCommand() command {
	var event string
	var mayArriveTwice bool
	return command{
		name: "notify retry", args: "[ID]", max: 1,
		short: "send the mail of a message again, or of all messages of an event",
		long: "It is decided anew, by what is kept now. What a server has taken is never sent again. Where the outcome is " +
			"unknown, look for the mail at its recipient first: it is sent again only with --may-arrive-twice. Of an event " +
			"what cannot be sent again is left out, and counted with the reason. It ends with status 6 when a mail did not go, " +
			"or nobody knows whether it did.",
		examples: []string{"patchbay notify retry ID", "patchbay notify retry --event ID --json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&event, "event", "", "all of the event with this `ID`, which patchbay notify messages --json shows")
			f.BoolVar(&mayArriveTwice, "may-arrive-twice", false, "also when nobody knows whether it has arrived")
		},
		run: func(c *call) error {
			if (event == "") == (len(c.args) == 0) {
				return usageError{message: "notify retry needs the ID of a message, or --event ID", command: "notify retry"}
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				if event != "" {
					return c.retryEvent(bench, d, notify.AgainEvent{EventID: event, Run: rand.Text(), MayArriveTwice: mayArriveTwice})
				}
				return c.retryMessage(bench, d, notify.Again{MessageID: c.args[0], MayArriveTwice: mayArriveTwice})
			})
		},
	}
}

func (c *call) retryMessage(bench *workbench.Workbench, d deployment.Deployment, again notify.Again) error {
	m, err := bench.Notifications.Retry(c.ctx, d.ID, again)
	if fault.HasCode(err, notify.CodeMessageNotFound) {
		return fault.Of(err).WithHint("list them with: patchbay notify messages")
	}
	if fault.HasCode(err, notify.CodeMayHaveArrived) {
		return fault.Of(err).WithHint("look for it at its recipient; when it is not there, add --may-arrive-twice")
	}
	if err != nil {
		return err
	}
	document := messageDocumentOf(m)
	if err := c.out.result(document, func(p *printer) { p.outcome(document) }); err != nil {
		return err
	}
	return unsent([]notify.Message{m})
}

func (c *call) retryEvent(bench *workbench.Workbench, d deployment.Deployment, again notify.AgainEvent) error {
	defer bench.Events.Subscribe(c.sendingProgress(again.Run))()
	done, err := bench.Notifications.RetryEvent(c.ctx, d.ID, again)
	if fault.HasCode(err, notify.CodeEventNotFound) {
		return fault.Of(err).WithHint("its ID is the eventId in: patchbay notify messages --json")
	}
	if err != nil {
		return err
	}
	sent := sentDocumentOf(done.Messages)
	document := retriedDocument{
		EventID: again.EventID, Messages: sent.Messages, Total: sent.Total, Outcomes: sent.Outcomes,
		Left: make([]leftDocument, len(done.Left)),
	}
	for i, l := range done.Left {
		document.Left[i] = leftDocument{Why: l.Why, Text: l.Text, Count: l.Count}
	}
	if err := c.out.result(document, document.print); err != nil {
		return err
	}
	if c.ctx.Err() != nil {
		return errInterrupted
	}
	if err := unsent(done.Messages); err != nil {
		return err
	}
	return inDoubt(done.Left)
}

// inDoubt is the fault of mails of which nobody knows, and which were not sent again.
func inDoubt(left []notify.LeftOut) error {
	for _, l := range left {
		if l.Why == notify.LeftMayHaveArrived {
			said := "nobody knows whether " + count(l.Count, "mail has arrived", "mails have arrived")
			return fault.New(fault.Rejected, codeNotSent, said).
				WithHint("look for it at its recipient; when it is not there, add --may-arrive-twice")
		}
	}
	return nil
}

func (d retriedDocument) print(p *printer) {
	for _, m := range d.Messages {
		p.outcome(m)
	}
	if d.Total == 0 {
		p.line("Nothing is sent again.")
	} else {
		p.line("")
		p.line("%s again: %s.", count(d.Total, "message", "messages"), outcomesText(d.Outcomes))
	}
	for _, l := range d.Left {
		p.labelled(0, "Left out", count(l.Count, "message", "messages")+": "+l.Text)
	}
}
