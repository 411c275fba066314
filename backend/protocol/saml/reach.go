package saml

import (
	"context"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// route leads to an endpoint. Who can change metadata on its way can sign anybody
// in, so that clear text is for this machine only.
func (s *session) route(to signin.Endpoint) *signin.Route {
	return &signin.Route{To: to, Network: s.Network, Authorities: s.authorities, Timeout: s.timeout()}
}

// arrive records the steps up to the first request.
func (s *session) arrive(ctx context.Context, to signin.Endpoint) {
	route := s.route(to)
	defer route.HangUp()
	route.Record(ctx, s.recorder)
	if s.recorder.Failed() {
		s.unreached = to.Address()
		return
	}
	s.reached = to.Address()
}

// secured looks at an endpoint that was not arrived at, in one outcome.
func (s *session) secured(ctx context.Context, to signin.Endpoint) proof.Outcome {
	route := s.route(to)
	defer route.HangUp()
	for _, step := range []func(context.Context) proof.Outcome{route.Resolve, route.Connect} {
		if outcome := step(ctx); len(outcome.Failures) > 0 {
			return outcome
		}
	}
	if to.Safety() == signin.Loopback {
		return proof.Outcome{}
	}
	return route.Shake(ctx)
}

// timeout is how long one request may take.
func (s *session) timeout() time.Duration {
	return time.Duration(s.settings.TimeoutSeconds) * time.Second
}

// limited is the absolute deadline of one request.
func (s *session) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.timeout())
}
