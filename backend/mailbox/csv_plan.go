package mailbox

import (
	"context"
	"fmt"
	"slices"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/sheet"
	"patchbay/backend/vault"
)

// plan holds the rows of a file against each other and against what is stored.
type plan struct {
	m      *Mailboxes
	known  *known
	report *reporter
	rows   []*importRow
	// The first row of each address, which is compared without regard to case.
	mailboxes, aliases map[string]*importRow
}

// chunk is how many rows are compared in one view of the vault, so that nobody
// waits long to write.
const chunk = 500

// compare finds what each row would do, and what stands against it.
func (p *plan) compare(ctx context.Context) error {
	p.mailboxes, p.aliases = map[string]*importRow{}, map[string]*importRow{}
	for _, row := range p.rows {
		p.enter(row)
	}
	for rows := range slices.Chunk(p.rows, chunk) {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := p.m.access.View(ctx, func(tx *vault.Tx) error {
			for _, row := range rows {
				if row.isAlias || row.Unread {
					continue
				}
				if err := p.mailbox(tx, row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, row := range p.rows {
		if row.isAlias && !row.Unread {
			p.alias(row)
		}
	}
	return nil
}

// enter notes the address of a row, and blames two that have the same.
func (p *plan) enter(row *importRow) {
	if row.Unread {
		return
	}
	seen, address, column := p.mailboxes, row.draft.Settings.Mailbox, columnMailbox
	if row.isAlias {
		seen, address, column = p.aliases, row.alias.Address, columnAlias
	}
	key := p.known.taken.key(address)
	if key == "" {
		return
	}
	first, twice := seen[key]
	if !twice {
		seen[key] = row
		return
	}
	p.report.blame(row, column, fmt.Sprintf("is in line %d already", first.Line))
	if !first.Bad {
		p.report.blame(first, column, fmt.Sprintf("is in line %d too", row.Line))
	}
}

// mailbox checks the row of a mailbox and says what it would do.
func (p *plan) mailbox(tx *vault.Tx, row *importRow) error {
	d, done := p.m.settle(row.draft, p.known.lookup)
	defer done()
	p.blame(row, d.faults())
	key := p.known.taken.key(row.draft.Settings.Mailbox)
	if conflict := p.known.taken.mailboxTaken(row.draft.ID, row.draft.Settings.Mailbox); conflict != nil {
		p.blame(row, conflict.Fields)
	}
	if alias, taken := p.aliases[key]; taken && key != "" {
		p.report.blame(row, columnMailbox, fmt.Sprintf("is an alias in line %d", alias.Line))
	}
	if row.Bad {
		return nil
	}
	secrets, blocked, err := p.m.keeper.Gather(tx, row.draft.ID, d.secrets)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	for _, field := range blocked {
		p.report.blame(row, field, "is needed again: the stored one was saved for another server or user name")
	}
	if !slices.Contains(blocked, "password") && credential.Used(d.expanded.Settings, "password") && !secrets.Password.IsSet() {
		p.report.blame(row, "password", "is required")
	}
	if row.Bad {
		return nil
	}
	row.Effect, err = p.effect(tx, d)
	return err
}

func (p *plan) blame(row *importRow, faults []fault.Field) {
	for _, f := range faults {
		p.report.blame(row, f.Name, f.Message)
	}
}

// effect compares a good row with what is stored.
func (p *plan) effect(tx *vault.Tx, d *settled) (sheet.Effect, error) {
	if d.ID == "" {
		return sheet.EffectNew, nil
	}
	if explicit(d.Settings) != p.known.mailboxes[d.ID].Value.settings() {
		return sheet.EffectChanged, nil
	}
	stored, err := p.m.stored(tx, d.ID, d.expanded)
	if err != nil {
		return "", err
	}
	defer stored.Wipe()
	given := d.secrets.Inputs
	if same(given.Password, stored.Password) && same(given.ClientSecret, stored.ClientSecret) &&
		same(given.RefreshToken, stored.RefreshToken) {
		return sheet.EffectUnchanged, nil
	}
	return sheet.EffectChanged, nil
}

// same reports whether a secret stays what it is.
func same(given secret.Input, stored secret.Text) bool {
	return given.Change == secret.Keep || given.Value.Equal(stored)
}

// alias checks the row of an alias, when all mailboxes are known.
func (p *plan) alias(row *importRow) {
	a := &row.alias
	for _, f := range aliasFaults(*a, p.known.lookup) {
		column := f.Name
		if column == "address" {
			column = columnAlias
		}
		p.report.blame(row, column, f.Message)
	}
	p.own(row)
	key := p.known.taken.key(a.Address)
	if other, taken := p.mailboxes[key]; taken && key != "" {
		p.report.blame(row, columnAlias, fmt.Sprintf("is the mailbox in line %d; an alias is another address", other.Line))
	}
	id := p.known.taken.aliases[key]
	stored, exists := p.known.aliases[id]
	if exists && stored.Value.MailboxID == a.MailboxID && a.MailboxID != "" {
		a.ID, a.Revision, a.Address = id, stored.Revision, stored.Value.Address
	}
	if conflict := p.known.taken.aliasTaken(a.ID, a.Address); conflict != nil {
		for _, f := range conflict.Fields {
			p.report.blame(row, columnAlias, f.Message)
		}
	}
	if row.Bad {
		return
	}
	switch {
	case a.ID == "":
		row.Effect = sheet.EffectNew
	case stored.Value == (aliasRecord{a.MailboxID, a.Address, a.Workspace, a.ProjectType, a.Client}):
		row.Effect = sheet.EffectUnchanged
	default:
		row.Effect = sheet.EffectChanged
	}
}

// own finds the mailbox of an alias: in the file, else in the vault.
func (p *plan) own(row *importRow) {
	key := p.known.taken.key(row.alias.Mailbox)
	owner := p.mailboxes[key]
	id, stored := p.known.taken.mailboxes[key]
	switch {
	case key == "":
		p.report.blame(row, columnMailbox, "is required: it says which mailbox the alias belongs to")
	case owner != nil && owner.Bad && !stored:
		p.report.blame(row, columnMailbox, fmt.Sprintf("is not imported, because line %d is not right", owner.Line))
	case owner == nil && !stored:
		p.report.blame(row, columnMailbox, "is no mailbox of this deployment, nor of this file")
	default:
		row.alias.MailboxID = id
		if owner != nil && !owner.Bad {
			row.owner = owner
			owner.aliases++
		}
	}
}
