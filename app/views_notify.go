package app

// NotificationsState is what the page of notifications shows.
type NotificationsState struct {
	Switches    NotificationSwitches  `json:"switches"`
	Actions     []NotificationAction  `json:"actions"` // in their order
	Findings    []NotificationFinding `json:"findings"`
	Templates   []TemplateRow         `json:"templates"`   // the default one first
	Identifiers []PeopleIdentifier    `json:"identifiers"` // what people have, the fields first
	People      int                   `json:"people"`      // of the deployment
}

// NotificationSwitches are the deployment's switches, with what is known of
// its outgoing mail.
type NotificationSwitches struct {
	Revision       int    `json:"revision"`
	Integration    bool   `json:"integration"`
	Notifications  bool   `json:"notifications"`
	Identifier     string `json:"identifier"` // attribute that is a person's address
	TemplateID     string `json:"templateId"` // "" is the default one
	MailConfigured bool   `json:"mailConfigured"`
	MailFrom       string `json:"mailFrom"`
}

// NotificationSwitchesDraft are switches before they are saved.
type NotificationSwitchesDraft struct {
	DeploymentID  string `json:"deploymentId"`
	Revision      int    `json:"revision"`
	Integration   bool   `json:"integration"`
	Notifications bool   `json:"notifications"`
	Identifier    string `json:"identifier"`
	TemplateID    string `json:"templateId"`
}

// PeopleIdentifier is an attribute that could be a person's address.
type PeopleIdentifier struct {
	Name   string `json:"name"`
	Usable int    `json:"usable"` // people in whom it is a mail address
}

// NotificationFinding is something that does not fit together.
type NotificationFinding struct {
	Finding  Finding `json:"finding"`
	ActionID string  `json:"actionId"` // "" where it is not about one
	Warning  bool    `json:"warning"`  // mail goes all the same
}

// NotificationAction is one kind of step in a deployment's workflows. Own is
// nil where it uses the deployment's outgoing mail.
type NotificationAction struct {
	ID              string          `json:"id"`
	Revision        int             `json:"revision"`
	ChangedAt       string          `json:"changedAt"`
	Name            string          `json:"name"`
	NeedsPerson     bool            `json:"needsPerson"`
	NotifyByEmail   bool            `json:"notifyByEmail"`
	ManyFirstAnswer bool            `json:"manyFirstAnswer"`
	TemplateID      string          `json:"templateId"` // "" is that of the switches
	Own             *OutgoingServer `json:"own"`        // e-mail settings of its own; Configured false: still empty
}

// NotificationActionDraft is an unsaved action. Fields of its own server are
// named "ownServer.host" and so on in faults.
type NotificationActionDraft struct {
	DeploymentID    string         `json:"deploymentId"`
	ID              string         `json:"id"` // "" for a new one
	Revision        int            `json:"revision"`
	Name            string         `json:"name"`
	NeedsPerson     bool           `json:"needsPerson"`
	NotifyByEmail   bool           `json:"notifyByEmail"`
	ManyFirstAnswer bool           `json:"manyFirstAnswer"`
	TemplateID      string         `json:"templateId"`
	Own             *OutgoingDraft `json:"own"`
}

// NotificationActionCheck is what can be said of an action before it is saved.
// Own is nil where it uses the deployment's outgoing mail; its faults are among
// those of the action as "ownServer.host" and so on, and in Own as "host", like the
// names in Own.Unbound.
type NotificationActionCheck struct {
	Faults []FieldFault   `json:"faults"`
	Own    *OutgoingCheck `json:"own"`
}

// NotificationActionProof asks for a proof of an action's own server.
type NotificationActionProof struct {
	RunID string                  `json:"runId"`
	Draft NotificationActionDraft `json:"draft"`
	Level string                  `json:"level"`
	To    string                  `json:"to"` // "" is the operator's own address
}

// NotificationActionSignIn asks for a refresh token for an action's own server.
type NotificationActionSignIn struct {
	RunID  string                  `json:"runId"`
	Draft  NotificationActionDraft `json:"draft"`
	Method string                  `json:"method"` // "browser" or "device"
}

// NotificationEvent is what a workflow would tell people. RunID is chosen by
// the page; Notifications.CancelRun ends it.
type NotificationEvent struct {
	RunID        string   `json:"runId"`
	DeploymentID string   `json:"deploymentId"`
	ActionID     string   `json:"actionId"`
	People       []string `json:"people"` // IDs
	Everyone     bool     `json:"everyone"`
	Message      string   `json:"message"`
	Key          string   `json:"key"`       // names the event: the same one is not sent twice
	Rehearsal    bool     `json:"rehearsal"` // into the rehearsal inbox
}

// NotificationDecision is what an event comes to for one person.
type NotificationDecision struct {
	PersonID    string `json:"personId"`
	Person      string `json:"person"`
	Message     bool   `json:"message"` // one is put into the portal
	Mail        bool   `json:"mail"`
	Address     string `json:"address"`
	StoppedBy   string `json:"stoppedBy"` // "integration", "notifyByEmail", "identifier", ...; "" when nothing does
	StoppedText string `json:"stoppedText"`
}

// NotificationRehearsal is an event decided for everybody whom it is for, by
// name. Decisions are the first 1,000.
type NotificationRehearsal struct {
	Decisions []NotificationDecision `json:"decisions"`
	Total     int                    `json:"total"`
	Messages  int                    `json:"messages"`
	Mails     int                    `json:"mails"`
	Stops     []NotificationStop     `json:"stops"` // the commonest first
}

// NotificationStop counts the people whose mail one thing stops.
type NotificationStop struct {
	By    string `json:"by"`
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// NotificationSent is what became of an event that was sent. Messages are the
// first 1,000.
type NotificationSent struct {
	EventID  string                `json:"eventId"`
	Messages []NotificationMessage `json:"messages"`
	Total    int                   `json:"total"`
	Outcomes []MessageOutcome      `json:"outcomes"`
	Repeated bool                  `json:"repeated"` // its key was known: nothing was sent now
}

// NotificationMessage is a message for a person and what became of its mail.
type NotificationMessage struct {
	ID        string  `json:"id"`
	EventID   string  `json:"eventId"`
	At        string  `json:"at"`
	ActionID  string  `json:"actionId"`
	Action    string  `json:"action"`
	PersonID  string  `json:"personId"`
	Person    string  `json:"person"`
	Text      string  `json:"text"`
	Address   string  `json:"address"`
	Outcome   string  `json:"outcome"` // "pending", "sent", "refused_for_now", "refused", "unknown", "not_sent"
	Reason    string  `json:"reason"`  // code of what stopped it
	Detail    string  `json:"detail"`  // the same in words
	Remote    *Remote `json:"remote"`  // the server's own words
	Attempts  int     `json:"attempts"`
	LastAt    string  `json:"lastAt"`
	MessageID string  `json:"messageId"`
	Rehearsal bool    `json:"rehearsal"`
	Running   bool    `json:"running"`
	Retryable bool    `json:"retryable"` // sending may be asked for again
}

// MessageOutcome counts messages with one outcome.
type MessageOutcome struct {
	Outcome string `json:"outcome"`
	Count   int    `json:"count"`
}

// MessageQuery asks for a part of a deployment's messages.
type MessageQuery struct {
	DeploymentID string `json:"deploymentId"`
	Outcome      string `json:"outcome"` // "" for all
	ActionID     string `json:"actionId"`
	EventID      string `json:"eventId"`
	Search       string `json:"search"`
	Offset       int    `json:"offset"`
	Limit        int    `json:"limit"` // at most 1,000
}

// MessageList is a part of the messages, the newest first.
type MessageList struct {
	Messages []NotificationMessage `json:"messages"`
	Matching int                   `json:"matching"`
	Total    int                   `json:"total"`
	Outcomes []MessageOutcome      `json:"outcomes"` // of all
}

// MessageRetry asks for another attempt.
type MessageRetry struct {
	RunID        string `json:"runId"`
	DeploymentID string `json:"deploymentId"`
	ID           string `json:"id"`
	// MayArriveTwice is the consent to send what may have arrived.
	MayArriveTwice bool `json:"mayArriveTwice"`
}

// EventRetry asks for another attempt of an event's messages: of all, or of those
// with these IDs.
type EventRetry struct {
	RunID        string   `json:"runId"`
	DeploymentID string   `json:"deploymentId"`
	EventID      string   `json:"eventId"`
	IDs          []string `json:"ids"` // none: all of the event
	// MayArriveTwice is the consent to send what may have arrived.
	MayArriveTwice bool `json:"mayArriveTwice"`
}

// EventRetryCheck is what sending them again would come to.
type EventRetryCheck struct {
	Total  int            `json:"total"`  // messages that were asked for
	Again  int            `json:"again"`  // of them are decided anew, and sent
	People []string       `json:"people"` // names to the first ten of those
	Left   []MessagesLeft `json:"left"`
}

// EventRetried is what became of messages that were sent again. Messages are the
// first 1,000 of those that were decided anew, which Total and Outcomes count.
type EventRetried struct {
	Messages []NotificationMessage `json:"messages"`
	Total    int                   `json:"total"`
	Outcomes []MessageOutcome      `json:"outcomes"`
	Left     []MessagesLeft        `json:"left"`
}

// MessagesLeft counts messages that are not sent again.
type MessagesLeft struct {
	Why   string `json:"why"`  // "sent", "may_have_arrived", "being_sent", "person_gone"
	Text  string `json:"text"` // the same in words
	Count int    `json:"count"`
}

// NotifySentEvent is the payload of the event "notify.sent": messages have another
// outcome, the one with this ID at last. It comes at the begin of a run, with
// neither ID nor outcome, at its end, and at most five times a second between; Done
// and Total are of the run.
type NotifySentEvent struct {
	RunID        string `json:"runId"`
	DeploymentID string `json:"deploymentId"`
	ID           string `json:"id"`
	Outcome      string `json:"outcome"`
	Done         int    `json:"done"`
	Total        int    `json:"total"`
}
