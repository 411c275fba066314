package idpd

import (
	"net/http"

	"github.com/go-jose/go-jose/v4"
)

// discovery serves the metadata of OpenID Connect Discovery 1.0 §3.
func (s *Server) discovery(x *exchange) {
	if x.acted.noDiscovery {
		http.NotFound(x.w, x.r)
		return
	}
	document := map[string]any{
		"issuer": s.Issuer(), "authorization_endpoint": s.AuthorizationURL(), "token_endpoint": s.TokenURL(),
		"userinfo_endpoint": s.UserInfoURL(), "jwks_uri": s.Issuer() + pathKeys,
		"revocation_endpoint": s.Issuer() + pathRevoke, "end_session_endpoint": s.Issuer() + pathEndSession,
		"response_types_supported": []string{"code"}, "response_modes_supported": []string{"query"},
		"grant_types_supported":                          []string{"authorization_code", "refresh_token"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{string(jose.RS256)},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post", "none"},
		"revocation_endpoint_auth_methods_supported":     []string{"client_secret_basic", "client_secret_post", "none"},
		"code_challenge_methods_supported":               []string{"S256"},
		"scopes_supported":                               []string{"openid", "profile", "email", "groups", "offline_access"},
		"claims_supported":                               []string{"sub", "name", "given_name", "family_name", "preferred_username", "email", "email_verified", "groups"},
		"authorization_response_iss_parameter_supported": true, // RFC 9207
	}
	if x.acted.discovery != nil {
		x.acted.discovery(document)
	}
	x.json(http.StatusOK, document)
}

// keyID names the key of ID tokens, the wrong one included.
const keyID = "rehearsal-1"

func (s *Server) jwks(x *exchange) {
	own, err := s.keys.own()
	if err != nil {
		x.broken(err)
		return
	}
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{published(own, keyID)}}
	if x.acted.poorKey {
		poor, err := s.keys.weak()
		if err != nil {
			x.broken(err)
			return
		}
		set.Keys = append(set.Keys, published(poor, "rehearsal-0"))
	}
	x.json(http.StatusOK, set)
}

// published is how others see a key (RFC 7517 §4).
func published(p pair, id string) jose.JSONWebKey {
	return jose.JSONWebKey{Key: p.key.Public(), KeyID: id, Algorithm: string(jose.RS256), Use: "sig"}
}
