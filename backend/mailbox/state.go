package mailbox

import (
	"errors"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// Bounds of what is kept of the proofs of one mailbox: there may be ten
// thousand of them. One that held is kept without its transcript.
const (
	maxProofs           = 2
	maxStoredTranscript = 4 << 10
	maxStoredProof      = 16 << 10
	maxStoredPassed     = 8 << 10
)

func newLedger() *evidence.Ledger {
	limits := evidence.Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof}
	return evidence.NewBoundedLedger(kindProofs, words(), maxProofs, limits)
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
	// Since tells that the stored secrets are still those of the proof, without
	// opening them.
	Since since `json:"since,omitzero"`
}

// since is when the stored secrets were changed, in nanoseconds of Unix time; 0
// is never.
type since struct {
	Password     int64 `json:"password,omitempty"`
	ClientSecret int64 `json:"clientSecret,omitempty"`
	RefreshToken int64 `json:"refreshToken,omitempty"`
}

func sinceOf(infos credential.Infos) since {
	at := func(info vault.SecretInfo) int64 {
		if !info.Set {
			return 0
		}
		return info.ChangedAt.UnixNano()
	}
	return since{Password: at(infos.Password), ClientSecret: at(infos.ClientSecret), RefreshToken: at(infos.RefreshToken)}
}

// status is the light of a mailbox. Its secrets are opened only when they may be
// others than those of the proof.
func (m *Mailboxes) status(
	tx *vault.Tx, id string, state stateRecord, expanded imap.Settings, infos credential.Infos,
) (evidence.Status, error) {
	glance, hash := state.Glance, expanded.Hash()
	if glance.IsZero() || glance.Hash != hash {
		return glance.Status(hash, account.Secrets{}, m.now()), nil
	}
	if state.Since != (since{}) && state.Since == sinceOf(infos) || !infos.Any() && glance.Mark == nil {
		glance.Salt, glance.Mark = nil, nil // known to be of these secrets
		return glance.Status(hash, account.Secrets{}, m.now()), nil
	}
	secrets, err := m.stored(tx, id, expanded)
	if err != nil {
		return evidence.Status{}, err
	}
	defer secrets.Wipe()
	return glance.Status(hash, secrets, m.now()), nil
}

// stored opens the secrets of a mailbox that may go where it leads.
func (m *Mailboxes) stored(tx *vault.Tx, id string, expanded imap.Settings) (account.Secrets, error) {
	kept := &credential.Settled{Inputs: account.KeepSecrets(), Expanded: expanded.Settings}
	secrets, _, err := m.keeper.Gather(tx, id, kept)
	return secrets, err
}

// judgeAgain finds, after a change, the proof that the light of a mailbox now
// stands on: one of a draft may be that of what has been saved since.
func (m *Mailboxes) judgeAgain(tx *vault.Tx, id string, expanded imap.Settings) error {
	state, _, err := m.states.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		err = nil
	}
	if err != nil {
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
	state.Since = since{}
	if state.Glance.Status(hash, secrets, m.now()).Light != evidence.Stale {
		infos, err := m.keeper.Infos(tx, id)
		if err != nil {
			return err
		}
		state.Since = sinceOf(infos)
	}
	_, err = m.states.Put(tx, id, state, vault.AnyRevision)
	return err
}

// provedOne is a proof that is to be kept.
type provedOne struct {
	id     string
	report proof.Report
	glance evidence.Glance
}

// keepProof stores a proof of a mailbox that exists, when it is one of what is
// stored now; it returns whether it is. drafted are the secrets of a draft, whose
// proof is kept in any case, and changes the light only when the draft is what
// is stored.
func (m *Mailboxes) keepProof(tx *vault.Tx, lookup lookup, p provedOne, drafted *account.Secrets) error {
	r, _, err := m.records.Get(tx, p.id)
	if err != nil {
		return absent(err) // deleted meanwhile
	}
	expanded := r.expanded(lookup)
	secrets, err := m.stored(tx, p.id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	current := p.glance.Status(expanded.Hash(), secrets, p.glance.StartedAt).Light != evidence.Stale
	with := secrets
	if drafted != nil {
		with = *drafted
	} else if !current {
		return nil
	}
	if err := m.ledger.Keep(tx, p.id, slim(p.report), with); err != nil || !current {
		return err
	}
	infos, err := m.keeper.Infos(tx, p.id)
	if err != nil {
		return err
	}
	state := stateRecord{Glance: p.glance, Since: sinceOf(infos)}
	_, err = m.states.Put(tx, p.id, state, vault.AnyRevision)
	return err
}

// slim is a report in the form in which it is kept.
func slim(report proof.Report) proof.Report {
	limits := evidence.Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof}
	if report.Verdict != proof.Failed {
		report.Transcript, report.TranscriptCut = nil, true
		limits = evidence.Limits{Bytes: maxStoredPassed}
	}
	return evidence.Compact(report, limits)
}
