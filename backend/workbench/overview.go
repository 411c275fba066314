package workbench

import (
	"context"
	"fmt"
	"slices"

	"patchbay/backend/event"
	"patchbay/backend/mailbox"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

// RecentProof is one of the newest proofs, and what it is of: Title is the
// integration, or the mailbox.
type RecentProof struct {
	Kind, Title string
	outgoing.ProofEntry
}

// mostRecent bounds the proofs of RecentProofs.
const mostRecent = 20

// RecentProofs lists the newest proofs of a deployment, the newest first: of
// mailboxes and API clients one each, of sign-in providers that with a sign-in and
// that without.
func (w *Workbench) RecentProofs(ctx context.Context, deploymentID string) ([]RecentProof, error) {
	out, err := w.Outgoing.Recent(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	in, err := w.Mailboxes.Recent(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	providers, err := w.Providers.Recent(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	clients, err := w.Clients.Recent(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	recent := make([]RecentProof, 0, len(out)+len(in)+len(providers)+len(clients))
	for _, p := range out {
		recent = append(recent, RecentProof{Kind: KindOutgoing, Title: titleOutgoing, ProofEntry: p})
	}
	for _, p := range in {
		recent = append(recent, RecentProof{Kind: KindMailboxes, Title: p.Mailbox, ProofEntry: outgoing.ProofEntry{
			Report: p.Report, Summary: p.Summary, Current: p.Current,
		}})
	}
	for _, p := range providers {
		recent = append(recent, RecentProof{Kind: KindIDP, Title: p.Name, ProofEntry: outgoing.ProofEntry{
			Report: p.Report, Summary: p.Summary, Current: p.Current,
		}})
	}
	for _, p := range clients {
		recent = append(recent, RecentProof{Kind: KindAPI, Title: p.Name, ProofEntry: outgoing.ProofEntry{
			Report: p.Report, Summary: p.Summary, Current: p.Current,
		}})
	}
	slices.SortStableFunc(recent, func(a, b RecentProof) int { return b.Report.StartedAt.Compare(a.Report.StartedAt) })
	return recent[:min(len(recent), mostRecent)], nil
}

// ProvedOne is how the proof of one integration ended. Its verdict is Skipped
// when the deployment does not have the integration.
type ProvedOne struct {
	Kind, Title string
	Verdict     proof.Verdict
	Summary     string
}

// ProveAll proves everything that a deployment has, one after the other, and
// tells of it as the event "overview.proving". The run of each is named
// "run/kind": mailboxes tell of theirs as "mailboxes.proving". Nothing is sent:
// outgoing mail is proved up to the envelope, and nobody signs in at a provider.
// A cancelled run returns what was done.
func (w *Workbench) ProveAll(ctx context.Context, deploymentID, run string) ([]ProvedOne, error) {
	all := []struct {
		kind, title string
		prove       func(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error)
	}{
		{KindOutgoing, titleOutgoing, w.proveOutgoing},
		{KindMailboxes, titleMailboxes, w.proveMailboxes},
		{KindIDP, titleIDP, w.checkProviders},
		{KindAPI, titleAPI, w.proveClients},
	}
	tell := func(done int, kind string, verdict proof.Verdict) {
		w.Events.Publish(event.Event{
			Name: "overview.proving", Deployment: deploymentID, Run: run,
			Subject: kind, Verdict: string(verdict), Done: done, Total: len(all),
		})
	}
	tell(0, "", "")
	results := []ProvedOne{}
	for i, one := range all {
		verdict, summary, err := one.prove(ctx, deploymentID, run+"/"+one.kind)
		if err != nil {
			return results, err
		}
		if ctx.Err() != nil {
			return results, nil
		}
		results = append(results, ProvedOne{Kind: one.kind, Title: one.title, Verdict: verdict, Summary: summary})
		tell(i+1, one.kind, verdict)
	}
	return results, nil
}

func (w *Workbench) proveOutgoing(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error) {
	reading := context.WithoutCancel(ctx)
	server, err := w.Outgoing.Get(reading, deploymentID)
	if err != nil {
		return "", "", err
	}
	if !server.Configured() {
		return proof.Skipped, server.Status.Summary, nil
	}
	who, err := w.Operators.Current()
	if err != nil {
		return "", "", err
	}
	report, err := w.Outgoing.Prove(ctx, deploymentID, outgoing.ProofRequest{
		Draft: server.Draft(), Level: smtp.LevelEnvelope, To: who.Email, Run: run,
	})
	if err != nil || ctx.Err() != nil {
		return "", "", err
	}
	server, err = w.Outgoing.Get(reading, deploymentID)
	return report.Verdict, server.Status.Summary, err
}

func (w *Workbench) proveMailboxes(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error) {
	report, err := w.Mailboxes.ProveMany(ctx, deploymentID, mailbox.ManyRequest{Run: run})
	if err != nil && ctx.Err() == nil {
		return "", "", err
	}
	verdict, summary := sumUp(report)
	return verdict, summary, nil
}

// sumUpCounts is the worst verdict of some proofs, at least one, with how many
// have it: done says what became of those that hold.
func sumUpCounts(counts map[proof.Verdict]int, total int, done string) (proof.Verdict, string) {
	of := func(n int, words string) string { return fmt.Sprintf("%d of %d %s", n, total, words) }
	switch {
	case counts[proof.Failed] > 0:
		return proof.Failed, of(counts[proof.Failed], "failed")
	case counts[proof.Warned] > 0:
		return proof.Warned, of(counts[proof.Warned], done+" with warnings")
	}
	return proof.Passed, of(counts[proof.Passed], done)
}

// sumUp is the worst verdict of many proofs, with how many have it.
func sumUp(r mailbox.ManyReport) (proof.Verdict, string) {
	of := func(n int, words string) string { return fmt.Sprintf("%d of %d %s", n, r.Total, words) }
	switch {
	case r.Total == 0:
		return proof.Skipped, "No mailboxes"
	case r.Failed > 0:
		return proof.Failed, of(r.Failed, "failed")
	case r.Untried > 0:
		return proof.Failed, of(r.Untried, "could not be tried")
	case r.Warned > 0:
		return proof.Warned, of(r.Warned, "were proved with warnings")
	}
	return proof.Passed, of(r.Passed, "are proved")
}
