package smtp

import (
	"context"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

// probeWith proves the level connect with another security on the same host
// and port: no credential is involved.
func (s *session) probeWith(ctx context.Context, security Security) proof.Report {
	v := visit{request: withoutSignIn(s.request, s.settings), host: s.Host, addrs: s.Addrs}
	v.request.Timeout, v.probe = s.request.Timeout, true
	return v.knock(ctx, conversation.Door{Port: s.Port, Security: security}, s.Addrs).report
}

// hello is what a silent server is watched with, nil when it is not: it speaks
// TLS already, or this connection is itself such a hello.
func (s *session) hello() func(context.Context) proof.Report {
	if s.probe || s.Encrypted {
		return nil
	}
	return func(ctx context.Context) proof.Report { return s.probeWith(ctx, SecurityImplicitTLS) }
}

// offerSTARTTLS adds to a finding tls.not_tls the alternative STARTTLS if it
// works on this port.
func (s *session) offerSTARTTLS(f *proof.Finding) {
	if s.Context().Err() != nil || f.Code != dial.CodeNotTLS || f.Remote == nil || !strings.HasPrefix(f.Remote.Text, "220") {
		return
	}
	if s.probeWith(s.Context(), SecuritySTARTTLS).Verdict != proof.Failed {
		f.Alternative = conversation.Door{Port: s.Port, Security: SecuritySTARTTLS}.Alternative("Use STARTTLS on this port")
	}
}
