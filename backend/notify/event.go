package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
	"patchbay/backend/vault"
)

// The bounds of an event.
const (
	maxRecipients = 10_000
	maxText       = 16 << 10 // bytes of what a workflow says
	maxKey        = 200      // bytes
)

// Event is what a workflow would tell people.
type Event struct {
	Action   string   // its ID or its name
	People   []string // IDs, user names or e-mail addresses
	Everyone bool     // all people of the deployment, instead
	Message  string   // %action-message%
	// Key names the event: sending the same event with the same key again sends
	// nothing and returns what became of it. "" is another event every time.
	Key       string
	Rehearsal bool // into the rehearsal inbox instead of to the server
}

// check returns what is wrong with an event, by field.
func (e Event) check() []fault.Field {
	var faults []fault.Field
	blame := func(wrong bool, name, message string) {
		if wrong {
			faults = append(faults, fault.Field{Name: name, Message: message})
		}
	}
	blame(strings.TrimSpace(e.Message) == "", "message", "is required")
	blame(len(e.Message) > maxText, "message", fmt.Sprintf("must be at most %d KiB long", maxText>>10))
	blame(!utf8.ValidString(e.Message), "message", "must be valid UTF-8")
	blame(strings.ContainsFunc(e.Message, notText), "message", "must not contain control characters")
	blame(len(e.Key) > maxKey, "key", fmt.Sprintf("must be at most %d bytes long", maxKey))
	blame(len(e.People) == 0 && !e.Everyone, "people", "is required")
	blame(len(e.People) > maxRecipients, "people", fmt.Sprintf("must be at most %s at once", grouped(maxRecipients)))
	return faults
}

// notText reports a control character other than a line break or a tab.
func notText(r rune) bool { return isControl(r) && r != '\n' && r != '\r' && r != '\t' }

// digest identifies what was asked for, without the key.
func (e Event) digest() string {
	e.Key = ""
	doc, err := json.Marshal(e)
	if err != nil {
		return "" // strings, lists of strings and booleans cannot fail
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:])
}

// eventID is the ID of an event's record: that of its key, or a new one.
func (e Event) eventID(deploymentID string) string {
	if e.Key == "" {
		return vault.NewIDUnder(deploymentID)
	}
	sum := sha256.Sum256([]byte(e.Key))
	return deploymentID + "/key-" + hex.EncodeToString(sum[:16])
}

// plan is everything that an event's decisions and mails need.
type plan struct {
	event     Event
	switches  Switches
	action    Action
	people    []Person
	site      Site
	facts     Facts
	tree      *render.Tree
	decisions []Decision // of each person
}

// plan reads what there is, and decides.
func (n *Notifications) plan(ctx context.Context, deploymentID string, e Event) (*plan, error) {
	if faults := e.check(); len(faults) > 0 {
		return nil, invalid(faults)
	}
	p := &plan{event: e}
	var err error
	if p.site, err = n.deployments.SiteOf(ctx, deploymentID); err != nil {
		return nil, err
	}
	switches, err := n.readSwitches(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	p.switches = switches.Switches
	var template Template
	err = n.access.View(ctx, func(tx *vault.Tx) error {
		actions, err := n.readActions(tx, deploymentID)
		if err != nil {
			return err
		}
		if p.action, err = findAction(actions, e.Action); err != nil {
			return err
		}
		template, err = n.readTemplate(tx, deploymentID, templateOf(p.switches, p.action))
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.people, err = n.recipients(ctx, deploymentID, e); err != nil {
		return nil, err
	}
	p.tree, p.facts = factsOf(template.Template, p.site, switches.Mail)
	for _, person := range p.people {
		p.decisions = append(p.decisions, Decide(p.switches, p.action, person, p.facts))
	}
	return p, nil
}

// templateOf is the template that an action's mail is made of.
func templateOf(s Switches, a Action) string {
	if a.Template != "" {
		return a.Template
	}
	return s.Template
}

// factsOf reads a template, and says what decisions need to know of it.
func factsOf(t render.Template, site Site, mail MailState) (*render.Tree, Facts) {
	tree, problems := render.Parse(render.Notification, t)
	facts := Facts{MailConfigured: mail.Configured, PortalURL: site.PortalURL, MessagesURL: site.MessagesURL}
	if tree != nil {
		facts.StoreLink, facts.ActionLink = tree.Uses("store-link"), tree.Uses("action-link")
		for _, name := range []string{"person-name", "person-user-name", "person-email"} {
			if tree.Uses(name) {
				facts.Needs = append(facts.Needs, name)
			}
		}
	}
	for _, p := range problems {
		if p.Severity == render.Error {
			facts.TemplateProblem = p.Message + "."
			break
		}
	}
	return tree, facts
}

// recipients are the people of an event, each once.
func (n *Notifications) recipients(ctx context.Context, deploymentID string, e Event) ([]Person, error) {
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	if e.Everyone {
		return d.everyone()
	}
	return d.all(e.People)
}

// everyone is all that there are, if an event can be for so many.
func (d *directory) everyone() ([]Person, error) {
	there := len(d.sorted)
	if there == 0 {
		fields := []fault.Field{{Name: "people", Message: "this deployment has none yet"}}
		return nil, fault.Of(invalid(fields)).WithHint("add people, or import them from a file")
	}
	if there > maxRecipients {
		message := fmt.Sprintf("must be at most %s in one event, and there are %s: choose some of them", grouped(maxRecipients), grouped(there))
		return nil, invalid([]fault.Field{{Name: "people", Message: message}})
	}
	list := make([]Person, there)
	for i, one := range d.sorted {
		list[i] = one.Person
	}
	return list, nil
}

// all returns the people of these names, each once. It tells all names that nobody
// has.
func (d *directory) all(names []string) ([]Person, error) {
	var list []Person
	var missing []string
	seen := map[string]bool{}
	for _, who := range names {
		found, err := d.named(who)
		if fault.HasCode(err, CodePersonNotFound) {
			missing = append(missing, who)
			continue
		}
		if err != nil {
			return nil, err
		}
		if !seen[found.ID] {
			list = append(list, found.Person)
		}
		seen[found.ID] = true
	}
	if len(missing) > 0 {
		return nil, nobodyIs(missing...)
	}
	return list, nil
}

// Rehearse says for each person of an event what would come of it. Nothing is
// stored and nothing is sent.
func (n *Notifications) Rehearse(ctx context.Context, deploymentID string, e Event) ([]Decision, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	p, err := n.plan(ctx, deploymentID, e)
	if err != nil {
		return nil, err
	}
	return p.decisions, nil
}
