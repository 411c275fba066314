package api

import (
	"context"

	"patchbay/backend/localapi"
)

// Endpoint returns the address of a token endpoint and the authority to trust,
// for a proof of a client: of the running API, or of one on a free port that
// lives until done is called.
func (s *Server) Endpoint(ctx context.Context) (tokenURL, caPEM string, done func(), err error) {
	authority, err := s.local.Authority(ctx)
	if err != nil {
		return "", "", nil, err
	}
	if p := s.running(); p != nil {
		return p.address + tokenPath, authority.PEM, func() {}, nil
	}
	p, err := s.listen(ctx, localapi.Settings{}.Listen())
	if err != nil {
		return "", "", nil, err
	}
	p.serve(func(error) {})
	return p.address + tokenPath, authority.PEM, func() { s.withdraw(p) }, nil
}

const tokenPath = "/oauth2/token"

// withdraw closes a port that was opened for a proof.
func (s *Server) withdraw(p *port) {
	p.close()
	if s.running() == nil {
		s.tokens.EndTokens()
	}
}
