package mailbox

import (
	"context"
	"fmt"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// How many mailboxes are proved at once when nothing else is asked for, and at
// most.
const (
	defaultConcurrency = 16
	defaultPerServer   = 8
	maxConcurrency     = 256
)

// ManyRequest asks for proofs of stored mailboxes.
type ManyRequest struct {
	IDs []string // none is all of the deployment
	// Concurrency bounds the connections in all, PerServer those to one server;
	// 0 is 16 and 8, and more than 256 is 256.
	Concurrency, PerServer int
	Run                    string // names the run in events
	// Observe is told of each mailbox as its result is there, beside the event
	// "mailboxes.proving". It must not block.
	Observe func(ManyResult)
}

// ManyResult is one mailbox of a run.
type ManyResult struct {
	ID, Mailbox string
	Report      proof.Report
	Status      evidence.Status // without its proof
}

// ManyReport is how a run of many proofs ended. What was not tried keeps its
// light.
type ManyReport struct {
	Total, Passed, Warned, Failed, Untried int

	Duration  time.Duration
	Cancelled bool
	Causes    []Cause // of what failed or warned, the commonest first
	Slowed    []event.Slowed
	Unsaved   string // why results could not be stored
}

// Cause is a cause that several mailboxes share.
type Cause struct {
	Code, Verdict, Cause, Remedy string

	Mailboxes []string // addresses, the first 100
	Count     int
}

// ProveMany tests stored mailboxes side by side, each account once: no run locks
// an account out. A server that limits connections is given fewer, and asked
// again for what it has not looked at. Cancelling ends the run at once; what was
// found until then is kept. A vault that is locked meanwhile ends it with
// vault.locked and what there is of the report.
func (m *Mailboxes) ProveMany(ctx context.Context, deploymentID string, r ManyRequest) (ManyReport, error) {
	began := time.Now()
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return ManyReport{}, err
	}
	jobs, err := m.manyJobs(ctx, deploymentID, r.IDs)
	if err != nil {
		return ManyReport{}, err
	}
	way, err := m.network.Network(ctx)
	if err != nil {
		return ManyReport{}, err
	}
	c := newCrowd(ctx, orElse(r.Concurrency, defaultConcurrency), orElse(r.PerServer, defaultPerServer))
	c.attempt = (&prover{
		mailboxes: m, deployment: deploymentID, lookup: lookup, network: way, sessions: dial.NewSessions(),
	}).attempt
	c.tally = newTally(m.events, deploymentID, r)
	kept := newArchive(m, lookup)
	c.keep = func(one provedOne) { kept.in <- one }
	for _, j := range jobs {
		c.tally.total += 1 + len(j.twins)
		c.add(j)
	}
	defer m.events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			c.cancel(errLocked())
		}
	})()
	c.run()
	unsaved := kept.close()
	report := c.report()
	report.Unsaved, report.Duration = unsaved, time.Since(began)
	report.Cancelled = ctx.Err() != nil
	m.conclude(ctx, deploymentID, r.Run, report)
	return report, c.cause()
}

func orElse(n, standard int) int {
	if n <= 0 {
		return standard
	}
	return min(n, maxConcurrency)
}

func errLocked() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the vault was locked before all mailboxes were tested").
		WithHint("unlock it and test the rest")
}

// conclude notes the run in the journal, and tells that it is over.
func (m *Mailboxes) conclude(ctx context.Context, deploymentID, run string, r ManyReport) {
	if r.Total == 0 {
		return
	}
	entry := audit.Entry{
		Action: actionProved, Deployment: deploymentID, Subject: fmt.Sprintf("%d mailboxes", r.Total),
		Detail: fmt.Sprintf("%d passed, %d warned, %d failed, %d not tried", r.Passed, r.Warned, r.Failed, r.Untried),
	}
	_ = m.access.Record(context.WithoutCancel(ctx), entry) // the results stand without it
	m.events.Publish(event.Event{
		Name: "mailboxes.proved", Deployment: deploymentID, Run: run, Done: r.Total - r.Untried, Total: r.Total,
	})
}
