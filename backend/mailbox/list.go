package mailbox

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// List returns the table of a deployment's mailboxes, by address.
func (m *Mailboxes) List(ctx context.Context, deploymentID string) ([]Summary, error) {
	lines, err := m.lines(ctx, deploymentID)
	list := make([]Summary, len(lines))
	for i, l := range lines {
		list[i] = l.Summary
	}
	return list, err
}

// line is a mailbox with what is known of it without its proofs.
type line struct {
	Summary
	expanded imap.Settings
	glance   evidence.Glance
	key      string // the folded address
}

// lines reads all mailboxes of a deployment, by address.
func (m *Mailboxes) lines(ctx context.Context, deploymentID string) ([]line, error) {
	if _, err := m.access.MayRead(); err != nil {
		return nil, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	var lines []line
	err = m.access.View(ctx, func(tx *vault.Tx) (err error) {
		lines, err = m.readLines(tx, deploymentID, lookup)
		return err
	})
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.ID, b.ID)) })
	return lines, err
}

func (m *Mailboxes) readLines(tx *vault.Tx, deploymentID string, lookup lookup) ([]line, error) {
	items, err := ofDeployment(tx, m.records, deploymentID)
	if err != nil {
		return nil, err
	}
	counts, err := m.countAliases(tx, deploymentID)
	if err != nil {
		return nil, err
	}
	lines := make([]line, len(items))
	for i, item := range items {
		l, err := m.readLine(tx, item, lookup)
		if err != nil {
			return nil, err
		}
		l.Aliases = counts[item.ID]
		lines[i] = l
	}
	return lines, nil
}

func (m *Mailboxes) readLine(tx *vault.Tx, item vault.Item[record], lookup lookup) (line, error) {
	full := item.Value.settings().WithDefaults()
	l := line{Summary: Summary{ID: item.ID, Revision: item.Revision, Settings: full}, key: fold(full.Mailbox)}
	l.expanded, _ = full.Expand(lookup)
	infos, err := m.keeper.Infos(tx, item.ID)
	if err != nil {
		return line{}, err
	}
	state, _, err := m.states.Get(tx, item.ID)
	if err = absent(err); err != nil {
		return line{}, err
	}
	l.HasSecret, l.glance = infos.Any(), state.Glance
	l.Code, l.Cause, l.ProvedAt = state.Glance.Code, state.Glance.Cause, state.Glance.StartedAt
	l.Status, err = m.status(tx, item.ID, state, l.expanded, infos)
	return l, err
}

func (m *Mailboxes) countAliases(tx *vault.Tx, deploymentID string) (map[string]int, error) {
	items, err := ofDeployment(tx, m.aliases, deploymentID)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, item := range items {
		counts[item.Value.MailboxID]++
	}
	return counts, nil
}

// Get returns one mailbox, or mailbox.not_found.
func (m *Mailboxes) Get(ctx context.Context, deploymentID, id string) (Mailbox, error) {
	return m.one(ctx, deploymentID, func(*vault.Tx, lookup) (string, error) { return id, nil })
}

// ByAddress returns the mailbox with an address, compared without regard to
// case, or mailbox.not_found.
func (m *Mailboxes) ByAddress(ctx context.Context, deploymentID, address string) (Mailbox, error) {
	return m.one(ctx, deploymentID, func(tx *vault.Tx, lookup lookup) (string, error) {
		known, err := m.directory(tx, deploymentID, lookup)
		if err != nil {
			return "", err
		}
		id, found := known.find(address)
		if !found {
			return "", fault.Of(notFound()).WithField("mailbox", "is not a mailbox of this deployment")
		}
		return id, nil
	})
}

func (m *Mailboxes) one(ctx context.Context, deploymentID string, find func(*vault.Tx, lookup) (string, error)) (Mailbox, error) {
	if _, err := m.access.MayRead(); err != nil {
		return Mailbox{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Mailbox{}, err
	}
	var found Mailbox
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		id, err := find(tx, lookup)
		if err != nil {
			return err
		}
		found, err = m.read(tx, deploymentID, id, lookup)
		return err
	})
	return found, err
}

// read returns a mailbox with its aliases and the proof its light stands on.
func (m *Mailboxes) read(tx *vault.Tx, deploymentID, id string, lookup lookup) (Mailbox, error) {
	r, meta, err := m.get(tx, deploymentID, id)
	if err != nil {
		return Mailbox{}, err
	}
	found := Mailbox{
		DeploymentID: deploymentID, ID: id, Revision: meta.Revision, ChangedAt: meta.ChangedAt, Settings: r.settings(),
	}
	if found.Aliases, err = m.aliasesOf(tx, deploymentID, id, r.Mailbox); err != nil {
		return Mailbox{}, err
	}
	if found.Secrets, err = m.keeper.Infos(tx, id); err != nil {
		return Mailbox{}, err
	}
	state, _, err := m.states.Get(tx, id)
	if err = absent(err); err != nil {
		return Mailbox{}, err
	}
	if found.Status, err = m.status(tx, id, state, r.expanded(lookup), found.Secrets); err != nil {
		return Mailbox{}, err
	}
	found.Status.Proof, err = m.report(tx, id, state.Glance)
	return found, err
}

// report returns the kept report of a glance, nil when it is not kept any more.
func (m *Mailboxes) report(tx *vault.Tx, id string, glance evidence.Glance) (*proof.Report, error) {
	kept, err := m.ledger.Recent(tx, id)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return nil, err
	}
	for _, entry := range kept {
		if entry.Report.StartedAt.Equal(glance.StartedAt) {
			return &entry.Report, nil
		}
	}
	return nil, nil
}
