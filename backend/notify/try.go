package notify

import (
	"context"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// CodeStopped is the fault of a test mail that a switch or a missing value stops.
const CodeStopped = "notify.stopped"

// Draft is a template that somebody works on, with what it is filled in with.
type Draft struct {
	Template render.Template
	Action   string // its ID or its name; "" is an invented one
	Person   string // ID; "" is an invented one
	Message  string // %action-message%; "" is an invented one
	// Sample names one of [render.Samples]: what is invented is as it has it. "" is
	// the ordinary one.
	Sample string
}

// Preview renders a template that may have errors with the values of a deployment,
// and says what is wrong with it. A template that cannot be read at all has no
// mail.
func (n *Notifications) Preview(ctx context.Context, deploymentID string, d Draft) (render.Mail, []render.Problem, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return render.Mail{}, nil, err
	}
	p, err := n.tryout(ctx, deploymentID, d)
	if err != nil {
		return render.Mail{}, nil, err
	}
	tree, problems := render.Parse(render.Notification, d.Template)
	if tree == nil {
		return render.Mail{}, problems, nil
	}
	mail, missing := tree.Render(p.values(p.people[0], n.now()))
	return mail, append(problems, missing...), nil
}

// invented are the values of a sample.
func invented(name string) (render.Values, error) {
	samples := render.Samples()
	for _, s := range samples {
		if name == "" || s.Name == name {
			return s.Values, nil
		}
	}
	return nil, invalid([]fault.Field{{Name: "sample", Message: "is not known"}})
}

// tryout is an event with what a draft leaves out invented.
func (n *Notifications) tryout(ctx context.Context, deploymentID string, d Draft) (*plan, error) {
	sample, err := invented(d.Sample)
	if err != nil {
		return nil, err
	}
	p := &plan{
		event:  Event{Message: d.Message},
		action: Action{Name: sample["action-name"], NeedsPerson: true, NotifyByEmail: true},
		people: []Person{{Name: sample["person-name"], UserName: sample["person-user-name"], Email: sample["person-email"]}},
	}
	if d.Message == "" {
		p.event.Message = sample["action-message"]
	}
	if p.site, err = n.deployments.SiteOf(ctx, deploymentID); err != nil {
		return nil, err
	}
	err = n.access.View(ctx, func(tx *vault.Tx) (err error) {
		if d.Action != "" {
			actions, err := n.readActions(tx, deploymentID)
			if err != nil {
				return err
			}
			if p.action, err = findAction(actions, d.Action); err != nil {
				return err
			}
		}
		if d.Person != "" {
			p.people[0], err = n.person(tx, deploymentID, d.Person)
		}
		return err
	})
	return p, err
}

// SendDraft sends one mail of a template that somebody works on to an address, so
// that it is seen in a mail program. The same decision as for an event stops it, but
// for the switches of notifications and of the action. No message is kept.
func (n *Notifications) SendDraft(ctx context.Context, deploymentID string, d Draft, to string, rehearsal bool) (Message, error) {
	operator, err := n.mayEdit(ctx, actionSent, deploymentID)
	if err != nil {
		return Message{}, err
	}
	if message := account.CheckAddress(to); message != "" {
		return Message{}, invalid([]fault.Field{{Name: "to", Message: message}})
	}
	p, err := n.tryout(ctx, deploymentID, d)
	if err != nil {
		return Message{}, err
	}
	switches, err := n.readSwitches(ctx, deploymentID)
	if err != nil {
		return Message{}, err
	}
	p.event.Rehearsal = rehearsal
	p.tree, p.facts = factsOf(d.Template, p.site, switches.Mail)
	p.action.NeedsPerson, p.action.NotifyByEmail = true, true
	decided := Decide(Switches{Integration: switches.Integration, Notifications: true}, p.action, Person{
		Name: p.people[0].Name, UserName: p.people[0].UserName, Email: to,
	}, p.facts)
	if !decided.Mail {
		return Message{}, fault.New(fault.Invalid, CodeStopped, "no mail goes: "+clause(strings.TrimSuffix(decided.Stopped.Text, "."))).
			WithField(string(decided.Stopped.By), decided.Stopped.Text)
	}
	mailer, err := n.mailer(p)
	if err != nil {
		return Message{}, err
	}
	entry := audit.Entry{Operator: operator, Action: actionSent, Deployment: deploymentID, Subject: p.action.Name, Detail: "a draft of the template, to " + to}
	if err := n.access.Update(ctx, func(tx *vault.Tx) error { return n.journal.Append(tx, entry) }); err != nil {
		return Message{}, err
	}
	return n.sendOne(ctx, deploymentID, p, mailer, decided)
}

// sendOne sends a mail of which no message is kept.
func (n *Notifications) sendOne(ctx context.Context, deploymentID string, p *plan, mailer Mailer, decided Decision) (Message, error) {
	t := &turn{person: p.people[0], record: messageRecord{PersonName: p.people[0].Shown(), MessageID: smtp.NewID()}}
	t.decide(decided)
	s := &sending{n: n, deployment: deploymentID, plan: p, turns: []*turn{t}, mails: []*turn{t}}
	s.record = eventRecord{At: n.now().UTC(), ActionID: p.action.ID, ActionName: p.action.Name, Text: p.event.Message, Rehearsal: p.event.Rehearsal}
	err := mailer.Send(ctx, deploymentID, smtp.Batch{
		Count:   1,
		Mail:    func(int) (smtp.Mail, bool) { return s.compose(t) },
		Handing: func(int) error { return nil },
		Ended:   func(_ int, d smtp.Delivery) error { s.ended(t, d); return nil },
	})
	if err != nil {
		return Message{}, err
	}
	return s.messages()[0], nil
}

// clause is a sentence as it stands behind a colon.
func clause(sentence string) string { return strings.ToLower(sentence[:1]) + sentence[1:] }
