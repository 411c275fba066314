package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// StoredSwitches are the switches as stored, with what belongs to them.
type StoredSwitches struct {
	Switches
	Revision vault.Revision // 0: nothing was saved yet
	Mail     MailState
}

// Switches returns the switches of a deployment. One where nothing was saved has
// its notifications off.
func (n *Notifications) Switches(ctx context.Context, deploymentID string) (StoredSwitches, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return StoredSwitches{}, err
	}
	return n.readSwitches(ctx, deploymentID)
}

func (n *Notifications) readSwitches(ctx context.Context, deploymentID string) (StoredSwitches, error) {
	s, err := n.storedSwitches(ctx, deploymentID)
	if err != nil {
		return StoredSwitches{}, err
	}
	if s.Mail, err = n.mail.State(ctx, deploymentID); err != nil {
		return StoredSwitches{}, err
	}
	s.Integration = s.Mail.Configured && s.Mail.Enabled
	return s, nil
}

// storedSwitches are those that are kept here: all but that of the integration.
func (n *Notifications) storedSwitches(ctx context.Context, deploymentID string) (s StoredSwitches, err error) {
	err = n.access.View(ctx, func(tx *vault.Tx) error {
		r, meta, err := n.switches.Get(tx, deploymentID)
		if err := vault.Optional(err); err != nil {
			return err
		}
		s.Revision = meta.Revision
		s.Switches = Switches{Notifications: r.Notifications, Identifier: r.Identifier, Template: r.Template}.WithDefaults()
		return nil
	})
	return s, err
}

// SaveSwitches keeps the switches of a deployment, when they have not changed
// since the revision. That of the integration is set at the outgoing mail: before
// the others, so that nothing is switched on by halves.
func (n *Notifications) SaveSwitches(ctx context.Context, deploymentID string, s Switches, revision vault.Revision) (StoredSwitches, error) {
	operator, err := n.mayEdit(ctx, actionSaved, deploymentID)
	if err != nil {
		return StoredSwitches{}, err
	}
	s.Identifier = strings.TrimSpace(s.Identifier)
	s = s.WithDefaults()
	before, err := n.readSwitches(ctx, deploymentID)
	if err != nil {
		return StoredSwitches{}, err
	}
	if revision != vault.AnyRevision && revision != before.Revision {
		return StoredSwitches{}, fault.New(fault.Conflict, vault.CodeStaleRevision, "the switches were changed elsewhere meanwhile").
			WithHint("load them again and repeat your change")
	}
	if s.Template, err = n.checkSwitches(ctx, deploymentID, s, before); err != nil {
		return StoredSwitches{}, err
	}
	if s.Integration != before.Integration {
		if err := n.mail.SetEnabled(ctx, deploymentID, s.Integration); err != nil {
			return StoredSwitches{}, err
		}
	}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		r := switchesRecord{Notifications: s.Notifications, Identifier: s.Identifier, Template: s.Template}
		if _, err := n.switches.Put(tx, deploymentID, r, revision); err != nil {
			return fmt.Errorf("save the switches: %w", err)
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionSaved, Deployment: deploymentID, Detail: difference(before.Switches, s),
		})
	})
	if err != nil {
		return StoredSwitches{}, err
	}
	n.changed(deploymentID, "")
	return n.readSwitches(ctx, deploymentID)
}

// checkSwitches returns the ID of the template that the switches name.
func (n *Notifications) checkSwitches(ctx context.Context, deploymentID string, s Switches, before StoredSwitches) (template string, err error) {
	if message := checkIdentifier(s.Identifier); message != "" {
		return "", invalid([]fault.Field{{Name: "identifier", Message: message}})
	}
	if s.Integration && !before.Mail.Configured {
		return "", fault.New(fault.Invalid, CodeNoMail, "this deployment has no outgoing mail server that could be switched on").
			WithField("integration", "needs an outgoing mail server").WithHint("save one with: patchbay smtp set --from FILE")
	}
	err = n.access.View(ctx, func(tx *vault.Tx) (err error) {
		template, err = n.findTemplate(tx, deploymentID, s.Template)
		return err
	})
	return template, err
}

// difference says what was switched, for the journal.
func difference(before, after Switches) string {
	var said []string
	flag := func(name string, was, is bool) {
		if was != is {
			said = append(said, fmt.Sprintf("%s %s", name, map[bool]string{true: "on", false: "off"}[is]))
		}
	}
	flag("e-mail integration", before.Integration, after.Integration)
	flag("e-mail notifications", before.Notifications, after.Notifications)
	if before.Identifier != after.Identifier {
		said = append(said, "people identifier "+after.Identifier)
	}
	if before.Template != after.Template {
		said = append(said, "another template")
	}
	return strings.Join(said, ", ")
}
