package mailbox

import (
	"context"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/proof"
)

// How many mailboxes are proved at once when nothing else is asked for.
const (
	defaultConcurrency = 16
	defaultPerServer   = 8
)

// ManyRequest asks for proofs of stored mailboxes.
type ManyRequest struct {
	IDs []string // nil is all of the deployment
	// Concurrency bounds the connections in all, PerServer those to one server;
	// 0 is 16 and 8.
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

// ProveMany tests stored mailboxes side by side, each account once.
func (m *Mailboxes) ProveMany(ctx context.Context, deploymentID string, r ManyRequest) (ManyReport, error) {
	return ManyReport{}, nil
}
