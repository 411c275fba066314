package cli

import (
	"crypto/rand"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/workbench"
)

// codeNotSent is the fault of an event of which not every mail went.
const codeNotSent = "notify.not_sent"

// fewMails are so many that their sending is not told of in steps.
const fewMails = 20

// sentDocument is what became of an event.
type sentDocument struct {
	EventID  string                 `json:"eventId"` // "" of an action that needs nobody
	Messages []messageDocument      `json:"messages"`
	Total    int                    `json:"total"`
	Outcomes map[notify.Outcome]int `json:"outcomes"`
	Repeated bool                   `json:"repeated"` // its key was known: nothing was sent now
}

func sentDocumentOf(messages []notify.Message) sentDocument {
	d := sentDocument{Messages: make([]messageDocument, len(messages)), Total: len(messages), Outcomes: map[notify.Outcome]int{}}
	for i, m := range messages {
		d.Messages[i] = messageDocumentOf(m)
		d.Outcomes[m.Outcome]++
		d.EventID = m.EventID
	}
	return d
}

func notifySendCommand() command {
	o := eventSource{command: "notify send"}
	return command{
		name:  "notify send",
		short: "send an event: put its messages, mail them, and say what became of each",
		long: "What is decided is what patchbay notify rehearse says. Nothing is repeated: what a server has taken is never " +
			"sent twice, and an unknown outcome is told as that. An interrupt ends it after the mail that is on its way; the " +
			"rest is not sent. With a --key the same event sends nothing again, says so, and tells what became of it. It ends with " +
			"status 0 when all mails went that were to go, and with 6 when some were refused, unknown or could not be sent.",
		examples: []string{
			`patchbay notify send --action "Assign task" --person ada --message "A new task." --key task-4711`,
			`patchbay notify send --action "Assign task" --everyone --message "A rehearsal." --rehearsal`,
			"patchbay notify send --from event.json --json",
		},
		flags: func(f *pflag.FlagSet) {
			o.bind(f)
			f.StringVar(&o.event.Key, "key", "", "`KEY` that names the event, so that it is sent once only")
			f.BoolVar(&o.event.Rehearsal, "rehearsal", false, "into a rehearsal inbox on this machine instead of to the server")
		},
		run: func(c *call) error {
			e, err := o.read(c)
			if err != nil {
				return err
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.sendEvent(bench, d, e)
			})
		},
	}
}

func (c *call) sendEvent(bench *workbench.Workbench, d deployment.Deployment, e notify.Event) error {
	run := rand.Text()
	defer bench.Events.Subscribe(c.sendingProgress(run))()
	sent, err := bench.Notifications.Send(c.ctx, d.ID, e, run)
	if err != nil {
		return err
	}
	document := sentDocumentOf(sent.Messages)
	document.Repeated = sent.Repeated
	if err := c.out.result(document, document.print); err != nil {
		return err
	}
	if c.ctx.Err() != nil {
		return errInterrupted
	}
	return unsent(sent.Messages)
}

// sendingEvent is the event "sending": how far it is. It comes now and then.
type sendingEvent struct {
	Done  int `json:"done"`
	Total int `json:"total"` // mails that are to go
}

// sendingProgress tells how far a run is: with --events as it is heard, else in
// ten steps, and of few mails not at all.
func (c *call) sendingProgress(run string) func(event.Event) {
	told := 0
	return func(e event.Event) {
		switch {
		case e.Name != "notify.sent" || e.Run != run || e.Total == 0:
		case c.out.global.events:
			_ = c.out.event("sending", sendingEvent{e.Done, e.Total}, nil) // a lost line is no reason to stop
		case e.Total > fewMails && e.Done*10/e.Total > told:
			told = e.Done * 10 / e.Total
			c.out.note("%d of %s tried", e.Done, count(e.Total, "mail", "mails"))
		}
	}
}

// unsent is the fault of mails that were to go and did not, or of which nobody
// knows; nil when all went. What a switch or a missing value stopped was not to go.
func unsent(messages []notify.Message) error {
	failed, eventID := 0, ""
	for _, m := range messages {
		if m.Outcome != notify.Sent && !stopped(m) {
			failed++
			eventID = m.EventID
		}
	}
	if failed == 0 {
		return nil
	}
	said := count(failed, "mail did not go, or nobody knows whether it did", "mails did not go, or nobody knows whether they did")
	return fault.New(fault.Rejected, codeNotSent, said).
		WithHint("send all of it again with: patchbay notify retry --event " + eventID + "; or one by one with: patchbay notify retry ID")
}

// stopped reports whether a decision has stopped the mail of a message.
func stopped(m notify.Message) bool {
	return m.Outcome == notify.NotSent && m.Attempts == 0 && slices.Contains([]notify.Stopper{
		notify.StopNeedsPerson, notify.StopIntegration, notify.StopNotifications, notify.StopNotifyByEmail, notify.StopServer,
		notify.StopOwnServer, notify.StopTemplate, notify.StopPortalURL, notify.StopMessagesURL, notify.StopIdentifier,
		notify.StopAddress, notify.StopValue,
	}, notify.Stopper(m.Reason))
}

func (d sentDocument) print(p *printer) {
	if d.Total == 0 {
		p.line("This action needs no person: no message was put and no mail was sent.")
		return
	}
	if d.Repeated {
		p.line("This event was sent before with this key: nothing is sent now. What became of it:")
	}
	for _, m := range d.Messages {
		p.outcome(m)
	}
	rehearsal := d.Messages[0].Rehearsal && !d.Repeated
	p.line("")
	p.line("%s: %s.", count(d.Total, "message", "messages"), outcomesText(d.Outcomes))
	if rehearsal {
		p.line("The rehearsal inbox took them; it is gone with this command. It stays open in the window.")
	}
}

// outcomesText counts the outcomes in words.
func outcomesText(outcomes map[notify.Outcome]int) string {
	var said []string
	for _, o := range allOutcomes() {
		if n := outcomes[o]; n > 0 {
			said = append(said, count(n, outcomeText(o), outcomeText(o)))
		}
	}
	return strings.Join(said, ", ")
}
