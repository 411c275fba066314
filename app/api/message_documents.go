package api

import (
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// messagesAnswer is what came of an event: its messages, or the decisions of a dry
// run. The other list is not there.
type messagesAnswer struct {
	EventID   string             `json:"eventId,omitempty" doc:"Of what was sent; missing for a dry run, and where the action has a message for nobody."`
	Messages  []messageDocument  `json:"messages,omitzero" nullable:"false" doc:"Of what was sent, one for each person."`
	Repeated  bool               `json:"repeated,omitempty" doc:"The same event was told before with this key: nothing was sent now, and the messages are those of that time."`
	Decisions []decisionDocument `json:"decisions,omitzero" nullable:"false" doc:"Of a dry run, one for each person."`
}

// messageDocument is a message for a person, and what became of its mail.
type messageDocument struct {
	ID        string         `json:"id"`
	PersonID  string         `json:"personId"`
	Person    string         `json:"person"`
	Address   string         `json:"address" doc:"Empty where there is none to send to."`
	Outcome   notify.Outcome `json:"outcome" enum:"pending,sent,refused_for_now,refused,unknown,not_sent" doc:"What became of the mail."`
	Reason    string         `json:"reason,omitempty" doc:"The switch, the missing value or the finding that stopped it."`
	Detail    string         `json:"detail,omitempty" doc:"The reason in words."`
	Remote    *fault.Remote  `json:"remote,omitempty" doc:"The mail server's own words."`
	MessageID string         `json:"messageId,omitempty" doc:"Of the mail, the same for every attempt."`
	Attempts  int            `json:"attempts"`
	LastAt    time.Time      `json:"lastAt,omitzero" doc:"Of the last attempt."`
	Rehearsal bool           `json:"rehearsal,omitempty" doc:"It went into the rehearsal inbox."`
}

func sentAnswer(sent notify.SentEvent) messagesAnswer {
	a := messagesAnswer{Messages: make([]messageDocument, len(sent.Messages)), Repeated: sent.Repeated}
	for i, m := range sent.Messages {
		a.EventID = m.EventID
		a.Messages[i] = messageDocument{
			ID: m.ID, PersonID: m.PersonID, Person: m.PersonName, Address: m.Address,
			Outcome: m.Outcome, Reason: m.Reason, Detail: m.Detail, Remote: m.Remote,
			MessageID: m.MessageID, Attempts: m.Attempts, LastAt: m.LastAt, Rehearsal: m.Rehearsal,
		}
	}
	return a
}

// decisionDocument is what an event would come to for a person.
type decisionDocument struct {
	PersonID  string         `json:"personId"`
	Person    string         `json:"person"`
	Message   bool           `json:"message" doc:"One would be put into the portal."`
	Mail      bool           `json:"mail" doc:"One would go to the address."`
	Address   string         `json:"address" doc:"Also where no mail would go; empty when there is none."`
	StoppedBy notify.Stopper `json:"stoppedBy,omitempty" doc:"The switch or the missing value that stops the mail."`
	Stopped   string         `json:"stoppedText,omitempty" doc:"The same in words."`
}

func decidedAnswer(decisions []notify.Decision) messagesAnswer {
	a := messagesAnswer{Decisions: make([]decisionDocument, len(decisions))}
	for i, d := range decisions {
		a.Decisions[i] = decisionDocument{
			PersonID: d.PersonID, Person: d.PersonName, Message: d.Message, Mail: d.Mail, Address: d.Address,
			StoppedBy: d.Stopped.By, Stopped: d.Stopped.Text,
		}
	}
	return a
}
