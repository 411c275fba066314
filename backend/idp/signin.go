package idp

import (
	"context"
	"strings"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
)

// SignInRequest asks for a test sign-in with a draft.
type SignInRequest struct {
	Draft Draft
	Run   string // names the run in events, and for [Providers.Answer]
	// ByHand uses the production callback URL: nothing listens there, and the
	// answer is pasted.
	ByHand bool
	Port   uint16        // of the listener; 0 is that of the draft
	Wait   time.Duration // for the person; 0 is [sso.DefaultWait]
	// Prompt is told what the person must open, beside the event
	// "signin.prompt"; nil is told nothing.
	Prompt  func(event.Prompt)
	Observe proof.Observer
}

// SignIn lets a person sign in with a draft, saved or not, and makes every check
// of what comes back. It ends with the answer, with ctx, with the lock of the
// vault, or when the time is up. Nothing is stored but the proof.
func (p *Providers) SignIn(ctx context.Context, deploymentID string, r SignInRequest) (proof.Report, error) {
	epoch := p.unsaved.Epoch()
	run, err := p.prepare(ctx, deploymentID, ProofRequest{Draft: r.Draft, Run: r.Run, Observe: r.Observe}, makeKey)
	if err != nil {
		return proof.Report{}, err
	}
	defer run.done()
	if r.ByHand && strings.TrimSpace(run.settled.expanded.CallbackURL) == "" {
		return proof.Report{}, invalid([]fault.Field{{Name: "callbackUrl", Message: "is required to sign in against it"}})
	}
	if b := run.request.Blocked; b != nil && b.Code == CodeBoundElsewhere {
		p.recordBlocked(context.WithoutCancel(ctx), run.settled, run.settled.entry(actionProved), b.Fields)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	waiting := p.attempts.begin(r.Run, run.settled, cancel)
	defer p.attempts.drop(r.Run, waiting)
	report := sso.SignIn(ctx, sso.SignInRequest{
		Request: run.request, ByHand: r.ByHand, Port: r.Port, Wait: r.Wait,
		Prompt: p.prompter(deploymentID, r, waiting), Pasted: waiting.pasted,
	})
	return p.keep(ctx, run, report, epoch), nil
}

func (p *Providers) prompter(deploymentID string, r SignInRequest, waiting *attempt) func(sso.Prompt) {
	return func(given sso.Prompt) {
		p.attempts.returns(waiting, signin.Location{URL: given.ReturnsTo, ByHand: given.ByHand})
		prompt := event.Prompt{
			Kind: "browser", URL: given.URL, ProviderURL: given.ProviderURL,
			ReturnsTo: given.ReturnsTo, ByHand: given.ByHand, ExpiresAt: given.ExpiresAt,
		}
		p.events.Publish(event.Event{Name: "signin.prompt", Deployment: deploymentID, Run: r.Run, Prompt: &prompt})
		if r.Prompt != nil {
			r.Prompt(prompt)
		}
	}
}
