package notify

import (
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/vault"
)

// Kinds of the vault's records. With the JSON names below they are a promise to
// old vaults.
const (
	KindSwitches = "notify"         // has the deployment's ID
	KindAction   = "notify-action"  // its secrets are of this kind as well
	KindProofs   = "notify-proofs"  // of an action's own server; has its ID
	KindMade     = "notify-actions" // has the deployment's ID
	KindPerson   = "notify-person"
	KindTemplate = "notify-template"
	KindPart     = "notify-template-part" // of a template that one record cannot hold
	KindEvent    = "notify-event"
	KindMessage  = "notify-message"
)

// switchesRecord is what is stored of the switches. That of the integration is
// the outgoing mail's.
type switchesRecord struct {
	Notifications bool   `json:"notifications"`
	Identifier    string `json:"identifier,omitempty"`
	Template      string `json:"template,omitempty"`
}

// madeRecord says that a deployment's actions are stored: until then it has those
// it starts with.
type madeRecord struct{}

// actionRecord is the stored form of an action, without its secrets.
type actionRecord struct {
	Name            string     `json:"name"`
	NeedsPerson     bool       `json:"needsPerson"`
	NotifyByEmail   bool       `json:"notifyByEmail"`
	ManyFirstAnswer bool       `json:"manyFirstAnswer,omitempty"`
	Template        string     `json:"template,omitempty"`
	Order           int        `json:"order"` // in the list
	Own             *ownRecord `json:"ownServer,omitempty"`
	// Bound is what the stored secrets were saved for, to be shown. It decides
	// nothing: the vault's encryption does.
	Bound map[string]string `json:"bound,omitempty"`
}

// personRecord is the stored form of a person.
type personRecord struct {
	Name       string            `json:"name,omitempty"`
	UserName   string            `json:"userName,omitempty"`
	Email      string            `json:"email,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// eventRecord is what the messages of one event have in common.
type eventRecord struct {
	At         time.Time `json:"at"`
	ActionID   string    `json:"actionId"`
	ActionName string    `json:"actionName"`
	Text       string    `json:"text"`
	Rehearsal  bool      `json:"rehearsal,omitempty"`
	Digest     string    `json:"digest,omitempty"` // of what was asked for with a key
	Count      int       `json:"count"`            // messages
}

// count is how many messages an event has: no more than one can have, whatever the
// record of a restored backup says.
func (r eventRecord) count() int { return max(0, min(r.Count, maxRecipients)) }

// messageRecord is the stored form of a message.
type messageRecord struct {
	PersonID   string        `json:"personId"`
	PersonName string        `json:"personName"`
	Address    string        `json:"address,omitempty"`
	Outcome    Outcome       `json:"outcome"`
	Reason     string        `json:"reason,omitempty"`
	Detail     string        `json:"detail,omitempty"`
	Remote     *fault.Remote `json:"remote,omitempty"`
	Attempts   int           `json:"attempts,omitempty"`
	LastAt     time.Time     `json:"lastAt,omitzero"`
	MessageID  string        `json:"messageId,omitempty"`
	// Handing: the data of a mail were being handed over. A record that says so
	// while nobody sends is that of a mail whose outcome nobody knows.
	Handing bool `json:"handing,omitempty"`
	// Doubt is the address that an earlier attempt went to of which nobody knows
	// what became; "" when there is none.
	Doubt string `json:"doubt,omitempty"`
}

func newSwitches() vault.Collection[switchesRecord] {
	return vault.NewCollection[switchesRecord](KindSwitches, 1, nil)
}

func newActions() vault.Collection[actionRecord] {
	return vault.NewCollection[actionRecord](KindAction, 1, nil)
}

func newMade() vault.Collection[madeRecord] { return vault.NewCollection[madeRecord](KindMade, 1, nil) }

func newPersons() vault.Collection[personRecord] {
	return vault.NewCollection[personRecord](KindPerson, 1, nil)
}

func newTemplates() shelf.Shelf { return shelf.New(KindTemplate, KindPart) }

func newSendings() vault.Collection[eventRecord] {
	return vault.NewCollection[eventRecord](KindEvent, 1, nil)
}

func newMessages() vault.Collection[messageRecord] {
	return vault.NewCollection[messageRecord](KindMessage, 1, nil)
}

func toPersonRecord(p Person) personRecord {
	return personRecord{Name: p.Name, UserName: p.UserName, Email: p.Email, Attributes: p.Attributes}
}

func toPerson(item vault.Item[personRecord]) Person {
	r := item.Value
	return Person{
		ID: item.ID, Revision: item.Revision, ChangedAt: item.ChangedAt,
		Name: r.Name, UserName: r.UserName, Email: r.Email, Attributes: r.Attributes,
	}
}
