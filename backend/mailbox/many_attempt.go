package mailbox

import (
	"context"
	"fmt"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// prover makes the attempts of a run.
type prover struct {
	mailboxes  *Mailboxes
	deployment string
	lookup     lookup
	network    dial.Network
	sessions   *dial.Sessions
}

// outcome is how an attempt ended.
type outcome struct {
	job    *job
	epoch  int
	proved []ManyResult // the job, and its twins that it speaks for
	kept   []provedOne
	apart  []*job // twins that it does not speak for
	gone   bool   // it was deleted meanwhile
	err    error  // ends the run
}

// attempt proves one stored mailbox. Its secrets are read now, and wiped before
// it returns. Where silence is given, the server is not asked again.
func (v *prover) attempt(ctx context.Context, j *job, epoch int, silence *proof.Report) outcome {
	o := outcome{job: j, epoch: epoch}
	r, revision, err := v.read(ctx, j)
	if err != nil {
		o.gone, o.err = isNotFound(err), err
		return o
	}
	expanded := r.expanded(v.lookup)
	secrets, err := v.mailboxes.keeper.Prepare(ctx, credential.PrepareRequest{
		ID: j.id, Settled: asStored(expanded), Bound: r.Bound,
		Entry: audit.Entry{Action: actionProved, Deployment: v.deployment, Subject: r.Mailbox},
	})
	if err != nil {
		o.err = err
		return o
	}
	defer secrets.Done()
	var report proof.Report
	if silence != nil {
		report = unaskedReport(*silence, expanded, v.mailboxes.now().UTC())
	} else {
		report = imap.Prove(ctx, imap.Request{
			Settings: r.settings(), Secrets: secrets.Secrets, Lookup: v.lookup, Blocked: secrets.Blocked,
			Version: v.mailboxes.version, Network: v.network, Sessions: v.sessions, Rotated: secrets.Rotated,
		})
	}
	o.add(v, j, revision, report, secrets.Secrets)
	for _, twin := range j.twins {
		if err := v.share(ctx, &o, twin, expanded, report, secrets.Secrets); err != nil {
			o.err = err
			return o
		}
	}
	return o
}

// read returns a mailbox as it is stored now: mostly as it was when the run was
// planned.
func (v *prover) read(ctx context.Context, j *job) (r record, revision vault.Revision, err error) {
	err = v.mailboxes.access.View(context.WithoutCancel(ctx), func(tx *vault.Tx) error {
		meta, err := v.mailboxes.records.Meta(tx, j.id)
		if err == nil && meta.Revision == j.revision {
			r = j.record
		} else {
			r, meta, err = v.mailboxes.get(tx, v.deployment, j.id)
		}
		revision = meta.Revision
		return err
	})
	if _, refreshed := r.Bound["oauth2.refreshToken"]; refreshed {
		revision = 0 // it is replaced by the provider, in the same revision
	}
	return r, revision, err
}

// add notes what a report says of a mailbox.
func (o *outcome) add(v *prover, j *job, revision vault.Revision, report proof.Report, secrets account.Secrets) {
	glance := evidence.GlanceOf(report, secrets, words())
	o.kept = append(o.kept, provedOne{id: j.id, revision: revision, report: slim(report), glance: glance})
	o.proved = append(o.proved, ManyResult{
		ID: j.id, Mailbox: j.mailbox, Report: report,
		Status: glance.Status(report.ConfigHash, secrets, v.mailboxes.now()),
	})
}

// share lets a report speak for another mailbox with the same account: a
// credential is submitted once. It does so only for the same way to the same
// server with the same secrets.
func (v *prover) share(
	ctx context.Context, o *outcome, twin *job, first imap.Settings, report proof.Report, used account.Secrets,
) error {
	r, revision, err := v.read(ctx, twin)
	if isNotFound(err) {
		o.apart = append(o.apart, twin) // which finds it gone
		return nil
	}
	if err != nil {
		return err
	}
	own := r.expanded(v.lookup)
	var secrets account.Secrets
	err = v.mailboxes.access.View(context.WithoutCancel(ctx), func(tx *vault.Tx) (err error) {
		secrets, err = v.mailboxes.stored(tx, twin.id, own)
		return err
	})
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	same := own
	same.Mailbox = first.Mailbox
	if same.Hash() != first.Hash() || !equal(secrets, used) {
		o.apart = append(o.apart, twin)
		return nil
	}
	o.add(v, twin, revision, asTwin(report, own, first.Mailbox), secrets)
	return nil
}

func equal(a, b account.Secrets) bool {
	return a.Password.Equal(b.Password) && a.ClientSecret.Equal(b.ClientSecret) && a.RefreshToken.Equal(b.RefreshToken)
}

// asTwin is the report of one mailbox as that of another with the same account,
// which says so.
func asTwin(report proof.Report, own imap.Settings, first string) proof.Report {
	report.ConfigHash = own.Hash()
	report.Steps = slices.Clone(report.Steps)
	for i := range report.Steps {
		if step := &report.Steps[i]; step.Name == "authenticate" {
			step.Detail += fmt.Sprintf(" (signed in once for this account, as %s)", first)
		}
	}
	return report
}
