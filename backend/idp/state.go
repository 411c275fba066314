package idp

import (
	"cmp"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// What is kept of the proofs of one provider, of those with a sign-in and of
// those without one each.
const (
	maxProofs           = 5
	maxStoredTranscript = 16 << 10
	maxStoredProof      = 64 << 10
)

func newLedger() *evidence.Ledger {
	return evidence.NewBoundedLedger(KindProofs, words(), maxProofs,
		evidence.Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof})
}

// words are those in which proofs of sign-in providers are summed up.
func words() evidence.Words {
	return evidence.Words{Level: func(level string) string {
		if level == signin.LevelSignIn {
			return "somebody has signed in"
		}
		return "the settings hold; nobody has signed in yet"
	}}
}

// glanceOf is the glance at a report. The checks of a list are called by what
// they look at, because their IDs say little.
func glanceOf(report proof.Report, secrets signin.Secrets) evidence.Glance {
	glance := evidence.GlanceOf(report, secrets, words())
	glance.Summary = cmp.Or(summaryOf(report), glance.Summary)
	return glance
}

// summaryOf says in short why a proof failed, "" where the words of all proofs
// do.
func summaryOf(report proof.Report) string {
	switch {
	case report.Verdict != proof.Failed:
		return ""
	case ending(report) == signin.TimedOut:
		return "Nobody came back from the provider"
	case ending(report) == signin.NoPort:
		return "The port for the answer is in use"
	}
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed && step.Title != "" {
			return "Failed at " + step.Name + ": " + step.Title
		} else if step.Verdict == proof.Failed {
			return ""
		}
	}
	return ""
}

// shelf names where the proofs of a level are kept: checks, which are made
// often, do not push sign-ins out.
func shelf(id, level string) string {
	if level == signin.LevelSignIn {
		return id + "/" + signin.LevelSignIn
	}
	return id + "/" + signin.LevelCheck
}

// stateRecord is the newest proof of each level in short: the list reads no more
// of each provider.
type stateRecord struct {
	SignIn evidence.Glance `json:"signIn,omitzero"`
	Check  evidence.Glance `json:"check,omitzero"`
	// Signers are the certificates in metadata at an address, as the newest check
	// saw them.
	Signers *signers `json:"signers,omitempty"`
}

// of is the glance of a level.
func (s *stateRecord) of(level string) *evidence.Glance {
	if level == signin.LevelSignIn {
		return &s.SignIn
	}
	return &s.Check
}

// judgeAgain finds, after a change, the proofs that the light of a provider now
// stands on: one of a draft may be that of what has been saved since.
func (p *Providers) judgeAgain(tx *vault.Tx, id string, expanded signin.Settings) error {
	state, _, err := p.states.Get(tx, id)
	if err = vault.Optional(err); err != nil {
		return err
	}
	secrets, err := stored(tx, id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	for _, level := range []string{signin.LevelSignIn, signin.LevelCheck} {
		status, err := p.ledger.Status(tx, shelf(id, level), expanded.Hash(), secrets, p.now())
		if err != nil {
			return err
		}
		if status.Proof != nil && status.Light != evidence.Stale {
			*state.of(level) = glanceOf(*status.Proof, secrets)
		}
	}
	if state.SignIn.IsZero() && state.Check.IsZero() {
		return nil
	}
	_, err = p.states.Put(tx, id, state, vault.AnyRevision)
	return err
}

// adopt gives a provider that has just been made the proofs that it had as a
// draft.
func (p *Providers) adopt(tx *vault.Tx, id string, d *settled) error {
	secrets, err := stored(tx, id, d.expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	for _, level := range []string{signin.LevelSignIn, signin.LevelCheck} {
		report, glance, ok := p.unsaved.Newest(shelf(d.deployment, level), d.expanded.Hash(), secrets)
		if !ok {
			continue
		}
		if err := p.ledger.KeepGlanced(tx, shelf(id, level), report, glance); err != nil {
			return err
		}
	}
	return nil
}

// keepProof stores a proof of a provider that exists. The light changes when it
// is one of exactly what is stored. A sign-in that nobody answered says too
// little to stand beside another of the same settings, and is not kept then.
func (p *Providers) keepProof(tx *vault.Tx, run *prepared, report proof.Report) error {
	d := run.settled
	r, _, err := p.records.Get(tx, d.id)
	if err != nil {
		return vault.Optional(err) // deleted meanwhile
	}
	state, _, err := p.states.Get(tx, d.id)
	if err = vault.Optional(err); err != nil {
		return err
	}
	expanded := r.expanded(d.lookup)
	secrets, err := stored(tx, d.id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	glance, hash := glanceOf(report, run.secrets), expanded.Hash()
	isStored := current(glance, hash, secrets)
	if ending(report) != "" && (!isStored || current(state.SignIn, hash, secrets)) {
		return nil
	}
	if err := p.ledger.KeepGlanced(tx, shelf(d.id, report.Level), report, glance); err != nil || !isStored {
		return err
	}
	*state.of(report.Level) = glance
	if run.signers != nil {
		state.Signers = run.signers
	}
	_, err = p.states.Put(tx, d.id, state, vault.AnyRevision)
	return err
}

// ending is why a sign-in ended before an answer came, "" for one that was
// answered and for a check.
func ending(report proof.Report) signin.EndReason {
	for _, step := range report.Steps {
		f := step.Finding
		switch {
		case f == nil:
		case f.Code == signin.CodeCancelled:
			return signin.Cancelled
		case f.Code == signin.CodeTimeout:
			return signin.TimedOut
		case f.Code == signin.CodeCheckFailed && f.Reason == signin.ReasonPort:
			return signin.NoPort
		}
	}
	return ""
}
