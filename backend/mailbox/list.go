package mailbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"patchbay/backend/evidence"
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
	record   record
	expanded imap.Settings
	glance   evidence.Glance
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
	table, err := m.readTable(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	lines := make([]line, len(table.records))
	var open []int // lines whose light only the secrets can tell
	for i, place := range byAddress(table.records) {
		item := &table.records[place]
		state := table.states[item.ID]
		lines[i] = lineOf(item, state, lookup)
		lines[i].Aliases = table.aliases[item.ID]
		var known bool
		if lines[i].Status, known = state.status(item.Value, lines[i].expanded, m.now()); !known {
			open = append(open, i)
		}
	}
	if err := m.judgeLines(ctx, lines, open); err != nil {
		return nil, err
	}
	return lines, nil
}

// byAddress returns the places of records in the order of their addresses: the
// records are large, and are not moved.
func byAddress(records []vault.Item[record]) []int {
	keys, places := make([]string, len(records)), make([]int, len(records))
	for i := range records {
		keys[i], places[i] = fold(records[i].Value.Mailbox), i
	}
	slices.SortFunc(places, func(a, b int) int {
		return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(records[a].ID, records[b].ID))
	})
	return places
}

// table is all that is stored of a deployment's mailboxes but their proofs.
type table struct {
	records []vault.Item[record]
	states  map[string]stateRecord
	aliases map[string]int // how many, by mailbox
}

// readTable reads mailboxes and states side by side: that takes half the time.
// A proof that is kept between the two shows in one of them, and the other
// cannot contradict it, because a state tells what it is of.
func (m *Mailboxes) readTable(ctx context.Context, deploymentID string) (t table, err error) {
	t.states, t.aliases = map[string]stateRecord{}, map[string]int{}
	var reading sync.WaitGroup
	var failed error
	reading.Go(func() {
		failed = m.access.View(ctx, func(tx *vault.Tx) error {
			states, err := m.states.Under(tx, deploymentID)
			for _, item := range states {
				t.states[item.ID] = item.Value
			}
			return err
		})
	})
	err = m.access.View(ctx, func(tx *vault.Tx) (err error) {
		if t.records, err = m.records.Under(tx, deploymentID); err != nil {
			return err
		}
		aliases, err := m.aliases.Under(tx, deploymentID)
		for _, item := range aliases {
			t.aliases[item.Value.MailboxID]++
		}
		return err
	})
	reading.Wait()
	return t, errors.Join(err, failed)
}

func lineOf(item *vault.Item[record], state stateRecord, lookup lookup) line {
	full, glance := item.Value.settings().WithDefaults(), state.Glance
	l := line{
		Summary: Summary{
			ID: item.ID, Revision: item.Revision, Settings: full, HasSecret: len(item.Value.Bound) > 0,
			Code: glance.Code, Cause: glance.Cause, ProvedAt: glance.StartedAt,
		},
		record: item.Value, glance: glance,
	}
	l.expanded, _ = full.Expand(lookup)
	return l
}

// judgeLines opens the secrets of those lines whose light nothing else can tell.
func (m *Mailboxes) judgeLines(ctx context.Context, lines []line, open []int) error {
	if len(open) == 0 {
		return nil
	}
	return m.access.View(ctx, func(tx *vault.Tx) (err error) {
		for _, i := range open {
			l := &lines[i]
			if l.Status, err = m.statusBySecrets(tx, l.ID, l.glance, l.expanded); err != nil {
				return err
			}
		}
		return nil
	})
}
