package httppost

import (
	"context"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

// Target is an address that is posted to. It must be https.
type Target struct {
	signin.Endpoint
	Network     dial.Network
	Authorities dial.Authorities
	Timeout     time.Duration // of each step
	// Mistaken is the code of findings about answers that no such address gives.
	Mistaken string
}

// Record walks the way to the target in the steps resolve, connect and tls. The
// connection is for evidence: it carries nothing and is hung up.
func (t Target) Record(ctx context.Context, recorder *proof.Recorder) {
	route := &signin.Route{To: t.Endpoint, Network: t.Network, Authorities: t.Authorities, Timeout: t.Timeout}
	defer route.HangUp()
	for _, step := range []struct {
		name string
		try  func(context.Context) proof.Outcome
	}{{"resolve", route.Resolve}, {"connect", route.Connect}, {"tls", route.Shake}} {
		recorder.Step(step.name, func() proof.Outcome { return t.outcome(step.try(ctx)) })
	}
}

// outcome gives its findings codes that mean the same for every target.
func (t Target) outcome(o proof.Outcome) proof.Outcome {
	for _, list := range [][]proof.Finding{o.Failures, o.Warnings} {
		for i := range list {
			list[i] = t.finding(list[i])
		}
	}
	return o
}

// finding puts the codes of sign-in providers right.
func (t Target) finding(f proof.Finding) proof.Finding {
	switch f.Code {
	case signin.CodeCancelled:
		return proof.Finding{
			Code: dial.CodeClosed, Reason: "cancelled",
			Cause: "The request was cancelled, and the connection was closed.", Remedy: "Start it again when you are ready.",
		}
	case signin.CodeResponseInvalid:
		f.Code = t.Mistaken
	}
	return f
}

// Explain says why [Target.Post] got no answer.
func (t Target) Explain(ctx context.Context, err error) proof.Finding {
	return t.finding(t.Endpoint.Explain(ctx, err))
}
