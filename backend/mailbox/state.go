package mailbox

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

func newLedger() *evidence.Ledger {
	return evidence.NewBoundedLedger(KindProofs, words(), maxProofs, storedLimits())
}

func words() evidence.Words {
	return evidence.Words{Level: func(level string) string {
		if level == "signin" {
			return "signing in works"
		}
		return level
	}}
}

// stateRecord is the newest proof of a mailbox as it is stored: a list of ten
// thousand reads no more than this of each.
type stateRecord struct {
	Glance evidence.Glance `json:"glance"`
	// Current: the proof was made with the secrets that are stored. Every change
	// of a mailbox looks at it anew. Only a refresh token is replaced beside that,
	// by its provider.
	Current bool `json:"current,omitempty"`
}

// status is the light of a mailbox as far as it can be told without opening its
// secrets.
func (s stateRecord) status(r record, expanded imap.Settings, now time.Time) (status evidence.Status, known bool) {
	glance, hash := s.Glance, expanded.Hash()
	if glance.IsZero() || glance.Hash != hash {
		return glance.Status(hash, account.Secrets{}, now), true
	}
	_, refreshed := r.Bound["oauth2.refreshToken"]
	if !s.Current || refreshed {
		return evidence.Status{}, false
	}
	glance.Salt, glance.Mark = nil, nil // known to be of these secrets
	return glance.Status(hash, account.Secrets{}, now), true
}

// statusBySecrets compares the stored secrets with those of the proof.
func (m *Mailboxes) statusBySecrets(tx *vault.Tx, id string, glance evidence.Glance, expanded imap.Settings) (evidence.Status, error) {
	secrets, err := m.stored(tx, id, expanded)
	if err != nil {
		return evidence.Status{}, err
	}
	defer secrets.Wipe()
	return glance.Status(expanded.Hash(), secrets, m.now()), nil
}

// stored opens the secrets of a mailbox that may go where it leads.
func (m *Mailboxes) stored(tx *vault.Tx, id string, expanded imap.Settings) (account.Secrets, error) {
	secrets, _, err := m.keeper.Gather(tx, id, asStored(expanded))
	return secrets, err
}

// asStored brings no secret: those of the vault are meant.
func asStored(expanded imap.Settings) *credential.Settled {
	return &credential.Settled{Inputs: account.KeepSecrets(), Expanded: expanded.Settings}
}

// judgeAgain finds, after a change, the proof that the light of a mailbox now
// stands on: one of a draft may be that of what has been saved since.
func (m *Mailboxes) judgeAgain(tx *vault.Tx, id string, expanded imap.Settings) error {
	state, _, err := m.states.Get(tx, id)
	if err = vault.Optional(err); err != nil {
		return err
	}
	secrets, err := m.stored(tx, id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	hash := expanded.Hash()
	if status, err := m.ledger.Status(tx, id, hash, secrets, m.now()); err != nil {
		return err
	} else if status.Proof != nil && status.Light != evidence.Stale {
		state.Glance = evidence.GlanceOf(*status.Proof, secrets, words())
	}
	if state.Glance.IsZero() {
		return nil
	}
	state.Current = isOf(state.Glance, hash, secrets)
	_, err = m.states.Put(tx, id, state, vault.AnyRevision)
	return err
}

// provedOne is a proof that is to be kept.
type provedOne struct {
	id string
	// revision is that of the mailbox that was proved; 0 where its secrets may
	// have been replaced since without another.
	revision vault.Revision
	report   proof.Report // slim
	glance   evidence.Glance
}

// keepProof stores a proof of a mailbox that exists, when it is one of what is
// stored now. drafted are the secrets of a draft, whose proof is kept in any
// case, and changes the light only when the draft is what is stored.
func (m *Mailboxes) keepProof(tx *vault.Tx, lookup lookup, p provedOne, drafted *account.Secrets) error {
	r, _, err := m.records.Get(tx, p.id)
	if err != nil {
		return vault.Optional(err) // deleted meanwhile
	}
	expanded := r.expanded(lookup)
	secrets, err := m.stored(tx, p.id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	current := isOf(p.glance, expanded.Hash(), secrets)
	with := secrets
	if drafted != nil {
		with = *drafted
	} else if !current {
		return nil
	}
	if err := m.ledger.Keep(tx, p.id, p.report, with); err != nil || !current {
		return err
	}
	_, err = m.states.Put(tx, p.id, stateRecord{Glance: p.glance, Current: true}, vault.AnyRevision)
	return err
}

// isOf reports whether a glance is one at exactly this configuration and these
// secrets.
func isOf(glance evidence.Glance, hash string, secrets account.Secrets) bool {
	return glance.Status(hash, secrets, glance.StartedAt).Light != evidence.Stale
}
