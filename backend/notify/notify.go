// Package notify keeps what a deployment tells people by e-mail: the switches,
// the actions of its workflows, the people and their addresses, the templates,
// and the messages with what became of their mail.
//
// One pure function, [Decide], says for an action and a person whether a message
// is put into the portal, whether a mail goes with it, and if not, which switch
// or missing value stops it. Rehearsing an event and sending it both ask it.
//
// Patchbay rehearses; it is not the production mailer. What a server has
// acknowledged is never sent twice, what it may have taken is shown as unknown,
// and nothing is tried again without somebody asking for it.
package notify

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Switches decide for a whole deployment.
type Switches struct {
	// Integration is the switch of the outgoing mail server. Off, no mail goes
	// but that of actions with their own server.
	Integration bool
	// Notifications off stops the mail of every action.
	Notifications bool
	// Identifier names the attribute that is a person's address at the mail
	// server; "" is [DefaultIdentifier].
	Identifier string
	// Template is the ID of the one that actions without their own use; "" is the
	// default one.
	Template string
}

// WithDefaults fills in what was left out.
func (s Switches) WithDefaults() Switches {
	if s.Identifier == "" {
		s.Identifier = DefaultIdentifier
	}
	return s
}

// Own are the e-mail settings of an action that does not use the deployment's.
// A server without host and From is one that is not configured yet.
type Own struct {
	Server smtp.Settings
}

// Configured reports whether there is a server to send through.
func (o *Own) Configured() bool {
	return o != nil && o.Server.Host != "" && o.Server.From != ""
}

// Action is one kind of step in the deployment's workflows.
type Action struct {
	ID        string // empty for a new one
	Revision  vault.Revision
	ChangedAt time.Time
	Name      string
	// NeedsPerson: a message is put into the portal for somebody.
	NeedsPerson bool
	// NotifyByEmail is the action's own switch.
	NotifyByEmail bool
	Own           *Own             // nil: the deployment's outgoing mail
	Secrets       credential.Infos // of Own
	Status        evidence.Status  // of Own, by its proofs
	Template      string           // its ID; "" is that of the switches
	// ManyFirstAnswer: the message goes to many, and the first answer ends the
	// action. Mail then is mostly noise.
	ManyFirstAnswer bool
}

// Draft returns what is stored as a draft that changes nothing.
func (a Action) Draft() ActionDraft {
	return ActionDraft{Action: a, Secrets: account.KeepSecrets()}
}

// ActionDraft is an unsaved action. Secrets are those of its own server.
type ActionDraft struct {
	Action
	Secrets smtp.SecretInputs
}

// Person is somebody to whom messages go.
type Person struct {
	ID        string // empty for a new one
	Revision  vault.Revision
	ChangedAt time.Time
	Name      string
	UserName  string
	Email     string
	// Attributes are any others, such as upn or employeeId.
	Attributes map[string]string
}

// Outcome is what became of the mail of a message.
type Outcome string

// The closed set of outcomes.
const (
	Pending       Outcome = "pending" // its turn has not come, or is just now
	Sent          Outcome = "sent"    // the server has taken it
	RefusedForNow Outcome = "refused_for_now"
	Refused       Outcome = "refused"  // for good
	Unknown       Outcome = "unknown"  // the connection was lost after the data
	NotSent       Outcome = "not_sent" // by a decision, or because no server took the envelope
)

// Message is a message for a person, and what became of its mail.
type Message struct {
	ID      string
	EventID string
	At      time.Time // of the event
	// The names are those of that time: action and person may be gone.
	ActionID, ActionName string
	PersonID, PersonName string
	Text                 string // what the workflow says
	Address              string // "" when there is none to send to
	Outcome              Outcome
	// Reason is the code of the stop or of the finding, and Detail says it in
	// words. Both are "" for what was sent.
	Reason, Detail string
	Remote         *fault.Remote // the server's own words, also of what was sent
	Attempts       int
	LastAt         time.Time // of the last attempt; zero when there was none
	MessageID      string    // of the mail, the same for every attempt; "" before the first
	Rehearsal      bool      // into the rehearsal inbox
	Running        bool      // its turn may still come by itself
}

// Retryable reports whether sending may be asked for again.
func (m Message) Retryable() bool { return m.Outcome != Sent && !m.Running }

// Fault codes of this package.
const (
	CodeInvalid         = "notify.invalid"
	CodeNoMail          = "notify.no_mail"
	CodeActionNotFound  = "notify.action_not_found"
	CodeActionExists    = "notify.action_exists"
	CodePersonNotFound  = "notify.person_not_found"
	CodePersonExists    = "notify.person_exists"
	CodePersonAmbiguous = "notify.person_ambiguous"
	CodeMessageNotFound = "notify.message_not_found"
	CodeEventNotFound   = "notify.event_not_found"
	CodeAlreadySent     = "notify.already_sent"
	CodeBeingSent       = "notify.being_sent"
	CodeMayHaveArrived  = "notify.may_have_arrived"
	CodeBoundElsewhere  = credential.CodeBoundElsewhere
)

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the input is not valid").WithFields(faults...)
}
