package oauth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// route leads to an endpoint. What is announced is public, so that clear text
// will do for the steps; [Session.Secured] judges it.
func (s *Session) route(to signin.Endpoint) *signin.Route {
	return &signin.Route{To: to, Network: s.network, Authorities: s.authorities, Timeout: s.timeout(), AllowClearText: true}
}

// Arrive records the steps up to the first request to an endpoint: resolve,
// connect and, with https, tls. It stops the checks when one of them fails.
func (s *Session) Arrive(ctx context.Context, to signin.Endpoint) {
	route := s.route(to)
	defer route.HangUp()
	route.Record(ctx, s.Recorder)
	if s.Recorder.Failed() {
		s.Stop("the provider was not reached")
		return
	}
	s.reached[to.Address()] = true
}

// Secured is the check that every endpoint is one that secrets may be sent to,
// and that the hosts not reached before hold what TLS promises.
func (s *Session) Secured(ctx context.Context, endpoints []signin.Endpoint) proof.Outcome {
	var o proof.Outcome
	var details []string
	var heard []signin.Endpoint
	for _, e := range endpoints {
		if e.URL == "" {
			continue
		}
		switch e.Safety() {
		case signin.Unsafe, signin.ClearText:
			o.Failures = append(o.Failures, e.Unguarded())
			continue
		case signin.Loopback:
			heard = append(heard, e)
			continue
		case signin.Safe:
		}
		if detail := s.secured(ctx, e, &o); detail != "" {
			details = append(details, detail)
		}
	}
	if len(heard) > 0 {
		o.Warnings = append(o.Warnings, signin.OverClearText(heard...))
	}
	o.Detail = strings.Join(details, "; ")
	if o.Detail == "" && o.Verdict() == proof.Passed {
		o.Detail = "all endpoints are https"
	}
	return o
}

// secured looks at a host once.
func (s *Session) secured(ctx context.Context, e signin.Endpoint, o *proof.Outcome) (detail string) {
	address := e.Address()
	if s.reached[address] && address != "" {
		return ""
	}
	s.reached[address] = true
	route := s.route(e)
	defer route.HangUp()
	for _, step := range []func(context.Context) proof.Outcome{route.Resolve, route.Connect, route.Shake} {
		got := step(ctx)
		o.Failures, o.Warnings = append(o.Failures, got.Failures...), append(o.Warnings, got.Warnings...)
		detail = got.Detail
		if len(got.Failures) > 0 {
			break
		}
	}
	return fmt.Sprintf("%s at %s: %s", e.Name, address, detail)
}

// timeout is how long one request may take.
func (s *Session) timeout() time.Duration {
	return time.Duration(s.Settings.TimeoutSeconds) * time.Second
}

// limited is the absolute deadline of one request.
func (s *Session) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.timeout())
}
