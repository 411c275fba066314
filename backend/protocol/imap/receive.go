package imap

import (
	"context"
	"slices"
	"time"

	"patchbay/backend/proof"
)

// DefaultPatience is how long a message is waited for when nothing is
// requested.
const DefaultPatience = 60 * time.Second

// Sent is a test message, as it was handed over to a server.
type Sent struct {
	MessageID string // with angle brackets
	Subject   string // holds a word that no other message has
	From, To  string // addresses
	// At is the moment at which the server took it.
	At time.Time
}

// ReceiveRequest says which message to look for, and where.
type ReceiveRequest struct {
	Request // of the mailbox; Timeout bounds the sign-in
	Sent    Sent
	// Patience is how long to look after the sign-in; 0 is DefaultPatience.
	Patience time.Duration
	// Remove takes the message out of the mailbox again when it was found.
	Remove bool
}

// Receive signs in to a mailbox as [Prove] does, with the same guards, and
// looks for a test message in INBOX, in the folder for unwanted mail and in the
// one for all mail, until it is there, patience is over, or ctx ends. What it
// returns is the outcome of the step receive of the proof that sent the message.
// Folders are examined, so that nothing is marked as read; only a message that
// is to be removed is written to, and no other is ever touched.
func Receive(ctx context.Context, r ReceiveRequest) proof.Outcome {
	if r.Patience == 0 {
		r.Patience = DefaultPatience
	}
	link, report := Connect(ctx, r.Request)
	if link == nil {
		return notConnected(r.mailbox(), report)
	}
	defer link.Redactor.Wipe()
	return masked(link.Redactor, func() proof.Outcome {
		reader := newReader(ctx, link, r)
		defer reader.close()
		return reader.receive()
	})
}

// mailbox is the address with its variables.
func (r ReceiveRequest) mailbox() string {
	expanded, _ := r.Settings.Expand(r.Lookup)
	return expanded.Mailbox
}

// masked cleans what the mailbox server said before it goes into the report of
// another server's proof, whose redactor does not know this account's secrets.
func masked(redactor *proof.Redactor, try func() proof.Outcome) proof.Outcome {
	recorder := proof.NewRecorder(proof.Report{}, redactor, nil)
	recorder.Step("receive", try)
	step := recorder.Report().Steps[0]
	outcome := proof.Outcome{Detail: step.Detail, Arrival: step.Arrival}
	var findings []proof.Finding
	if step.Finding != nil {
		findings = append([]proof.Finding{*step.Finding}, step.Also...)
	}
	if step.Verdict == proof.Failed {
		outcome.Failures = findings
	} else {
		outcome.Warnings = findings
	}
	return outcome
}

// notConnected explains a mailbox that could not be opened to read the message
// back. Its fields and alternatives are those of another document than the one
// that is proved.
func notConnected(mailbox string, report *proof.Report) proof.Outcome {
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Finding != nil && s.Verdict == proof.Failed })
	if i < 0 {
		return proof.Fail(proof.Finding{
			Code: CodeNotReceived, Reason: "mailbox_not_opened",
			Cause:  "The message was sent, but the mailbox " + mailbox + " could not be opened to look for it.",
			Remedy: "Test the mailbox by itself, then try the round trip again.",
		})
	}
	step := report.Steps[i]
	f := *step.Finding
	f.Cause = "The message was sent, but the mailbox " + mailbox + " could not be opened to look for it. " + f.Cause
	f.Fields, f.Alternative = []string{"mailbox"}, nil
	return proof.Outcome{Detail: mailbox + ": failed at the step " + step.Name, Failures: []proof.Finding{f}}
}

// receive looks for the message and reads what it says of its way.
func (r *reader) receive() proof.Outcome {
	began := time.Now()
	folders, err := r.folders()
	if err != nil {
		return proof.Fail(r.explain(stepFolders, err, "waiting for the list of folders"))
	}
	found, err := r.await(folders, began.Add(r.request.Patience))
	if err != nil {
		return proof.Fail(r.explain(stepExamine, err, "looking for the message"))
	}
	if found == nil {
		return proof.Fail(notReceived(r.request.mailbox(), r.looked, time.Since(r.request.Sent.At)))
	}
	delay := found.seen.Sub(r.request.Sent.At)
	arrival := readArrival(found.fields, r.request.Sent)
	arrival.Mailbox, arrival.Folder, arrival.Role = r.request.mailbox(), found.folder.shown(), found.folder.role
	arrival.DelayMs = max(delay, 0).Milliseconds()
	outcome := proof.Outcome{Detail: describeArrival(arrival), Arrival: &arrival, Warnings: judgeArrival(arrival)}
	if r.request.Remove {
		if f := r.remove(found); f != nil {
			outcome.Warnings = append(outcome.Warnings, *f)
		} else {
			arrival.Removed = true
		}
	}
	r.logout()
	return outcome
}

// describeArrival puts where the message was found into a line.
func describeArrival(a proof.Arrival) string {
	delay := time.Duration(a.DelayMs) * time.Millisecond
	text := a.Folder + " of " + a.Mailbox + ", " + delay.String() + " after it was sent"
	for _, result := range a.Results {
		if isReceivers(result) {
			text += "; " + result.Method + " " + result.Result
		}
	}
	return text
}
