package notify

import (
	"context"
	"sync"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// What is done, in the words of the audit journal.
const (
	actionSaved           = "notify.saved"
	actionActionSaved     = "notify.action_saved"
	actionActionRemoved   = "notify.action_removed"
	actionPersonSaved     = "notify.person_saved"
	actionPersonRemoved   = "notify.person_removed"
	actionImported        = "notify.people_imported"
	actionTemplateSaved   = "notify.template_saved"
	actionTemplateRemoved = "notify.template_removed"
	actionSent            = "notify.sent"
	actionRetried         = "notify.retried"
	actionOwnProved       = "notify.own_server_proved" // only where it was refused
	actionOwnSignedIn     = "notify.own_server_signed_in"
)

// Names of events.
const (
	eventChanged = "notify.changed" // switches, actions, people or templates
	eventSent    = "notify.sent"    // a message has another outcome
)

// Access is what notifications need of the vault and of who is at work. May*
// return the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Site is what templates may say of a deployment.
type Site struct {
	Name, TenantID, Environment string
	PortalURL                   string // start page of the web portal
	MessagesURL                 string // its messages page
}

// Deployments knows the deployments and their variables; both fail for one that
// does not exist.
type Deployments interface {
	LookupOf(ctx context.Context, deploymentID string) (func(name string) (string, bool), error)
	SiteOf(ctx context.Context, deploymentID string) (Site, error)
	// ExistsIn fails for one that does not exist in the transaction: it may be
	// removed after it was looked up.
	ExistsIn(tx *vault.Tx, deploymentID string) error
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
}

// Mailer sends mail through one server. It fails where nothing could be tried at
// all; what became of each mail the batch is told.
type Mailer interface {
	Send(ctx context.Context, deploymentID string, batch smtp.Batch) error
}

// Inbox catches mail as it would arrive from a deployment. It stands in for two
// servers, so that it must be told which of them: own is the action's, nil that of
// the deployment. The sender is the same as for real.
type Inbox interface {
	Catch(ctx context.Context, deploymentID string, own *Own, batch smtp.Batch) error
}

// MailState is what there is of a deployment's outgoing mail.
type MailState struct {
	Configured bool
	Enabled    bool // the switch of the e-mail integration
	// Failed and Refused are of its last proof, where that is of what is stored:
	// it has failed, and the server does not take the From address.
	Failed, FromRefused bool
	From                string
}

// Mail is a deployment's outgoing mail.
type Mail interface {
	Mailer
	State(ctx context.Context, deploymentID string) (MailState, error)
	SetEnabled(ctx context.Context, deploymentID string, on bool) error
}

// Options are what notifications are made of. Version is that of Patchbay.
type Options struct {
	Access      Access
	Deployments Deployments
	Network     Network
	Mail        Mail
	Rehearsal   Inbox // of the rehearsal; nil where there is none
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	Version     string
}

// Notifications keeps the notifications of each deployment, and sends them.
type Notifications struct {
	access      Access
	deployments Deployments
	network     Network
	mail        Mail
	rehearsal   Inbox
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	keeper      *credential.Keeper
	switches    vault.Collection[switchesRecord]
	actions     vault.Collection[actionRecord]
	proofs      *evidence.Ledger
	made        vault.Collection[madeRecord]
	persons     vault.Collection[personRecord]
	templates   shelf.Shelf
	sendings    vault.Collection[eventRecord]
	messages    vault.Collection[messageRecord]
	people      people
	running     running
}

// New returns the notifications of a vault. Locking it forgets the people that
// were read.
func New(o Options) *Notifications {
	n := &Notifications{
		access: o.Access, deployments: o.Deployments, network: o.Network, mail: o.Mail, rehearsal: o.Rehearsal,
		journal: o.Journal, events: o.Events, now: o.Now, version: o.Version,
		keeper: credential.New(credential.Options{
			Protocol: "smtp", Kind: KindAction, Access: o.Access, Network: o.Network, Events: o.Events,
		}),
		switches: newSwitches(), actions: newActions(), proofs: newProofs(), made: newMade(), persons: newPersons(),
		templates: newTemplates(), sendings: newSendings(), messages: newMessages(),
	}
	o.Events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" || e.Name == "deployment.removed" {
			n.people.forget()
		}
	})
	return n
}

// exists fails for a deployment that there is not.
func (n *Notifications) exists(ctx context.Context, deploymentID string) error {
	_, err := n.deployments.LookupOf(ctx, deploymentID)
	return err
}

// mayEdit returns the operator who may change a deployment that there is.
func (n *Notifications) mayEdit(ctx context.Context, action, deploymentID string) (operator string, err error) {
	if operator, err = n.access.MayEdit(ctx, action); err != nil {
		return "", err
	}
	return operator, n.exists(ctx, deploymentID)
}

// mayRead fails for who may not read, and for a deployment that there is not.
func (n *Notifications) mayRead(ctx context.Context, deploymentID string) error {
	if _, err := n.access.MayRead(); err != nil {
		return err
	}
	return n.exists(ctx, deploymentID)
}

// update changes what is stored of a deployment, while it is there.
func (n *Notifications) update(ctx context.Context, deploymentID string, fn func(*vault.Tx) error) error {
	return n.access.Update(ctx, func(tx *vault.Tx) error {
		if err := n.deployments.ExistsIn(tx, deploymentID); err != nil {
			return err
		}
		return fn(tx)
	})
}

// changed tells that something of a deployment has been changed.
func (n *Notifications) changed(deploymentID, subject string) {
	n.events.Publish(event.Event{Name: eventChanged, Deployment: deploymentID, Subject: subject})
}

// running are the messages whose turn may still come, by ID.
type running struct {
	mu  sync.Mutex
	ids map[string]bool
}

// begin enters messages, or reports that one of them is there already.
func (r *running) begin(ids ...string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		if r.ids[id] {
			return false
		}
	}
	if r.ids == nil {
		r.ids = map[string]bool{}
	}
	for _, id := range ids {
		r.ids[id] = true
	}
	return true
}

// claim enters those messages that are not there yet, and returns them.
func (r *running) claim(ids []string) []string {
	var claimed []string
	for _, id := range ids {
		if r.begin(id) {
			claimed = append(claimed, id)
		}
	}
	return claimed
}

func (r *running) end(ids ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		delete(r.ids, id)
	}
}

func (r *running) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ids[id]
}

// events returns those of which a message is there.
func (r *running) events() map[string]bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	events := map[string]bool{}
	for id := range r.ids {
		events[eventOf(id)] = true
	}
	return events
}
