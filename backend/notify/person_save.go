package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// SavePerson checks and keeps a person: a new one without an ID, else the one
// with that ID, when it has not changed since the revision. No two people of a
// deployment have the same user name or the same e-mail address.
func (n *Notifications) SavePerson(ctx context.Context, deploymentID string, p Person) (Person, error) {
	operator, err := n.mayEdit(ctx, actionPersonSaved, deploymentID)
	if err != nil {
		return Person{}, err
	}
	p = p.trimmed()
	if faults := p.check(); len(faults) > 0 {
		return Person{}, invalid(faults)
	}
	if p, err = n.storePerson(ctx, operator, deploymentID, p); err != nil {
		return Person{}, err
	}
	n.changed(deploymentID, p.ID)
	return p, nil
}

func (n *Notifications) storePerson(ctx context.Context, operator, deploymentID string, p Person) (Person, error) {
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return Person{}, err
	}
	if err := d.mayHold(p); err != nil {
		return Person{}, err
	}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		if p, err = n.putPerson(tx, deploymentID, p); err != nil {
			return err
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionPersonSaved, Deployment: deploymentID, Subject: p.Shown(),
		})
	})
	if err != nil {
		return Person{}, err
	}
	d.put(p)
	return p, nil
}

// mayHold says why a person cannot be stored beside the others.
func (d *directory) mayHold(p Person) error {
	if p.ID == "" && len(d.sorted) >= maxPeople {
		return fault.New(fault.Invalid, CodeInvalid, fmt.Sprintf("a deployment has at most %d people", maxPeople))
	}
	if other := d.byUserName[strings.ToLower(p.UserName)]; p.UserName != "" && other != nil && other.ID != p.ID {
		return personExists(AttributeUserName, other)
	}
	if other := d.byEmail[foldAddress(p.Email)]; p.Email != "" && other != nil && other.ID != p.ID {
		return personExists(AttributeEmail, other)
	}
	return nil
}

func personExists(field string, other *entry) error {
	return fault.New(fault.Conflict, CodePersonExists, "another person of this deployment has this already").
		WithField(field, "belongs to "+other.Shown()).WithHint("open that person, or enter another value")
}

func (n *Notifications) putPerson(tx *vault.Tx, deploymentID string, p Person) (Person, error) {
	if p.ID == "" {
		p.ID, p.Revision = vault.NewIDUnder(deploymentID), 0
	} else if _, err := n.person(tx, deploymentID, p.ID); err != nil {
		return Person{}, err
	}
	meta, err := n.persons.Put(tx, p.ID, toPersonRecord(p), p.Revision)
	if err != nil {
		return Person{}, fmt.Errorf("save the person: %w", err)
	}
	p.Revision, p.ChangedAt = meta.Revision, meta.ChangedAt
	return p, nil
}
