package idpd

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// idToken says who signed in (OpenID Connect Core §2, §3.1.3.6).
func (s *Server) idToken(acted behaviour, g grant, accessToken string) (string, error) {
	now := s.options.Now()
	claims := claimsOf(g)
	claims["iss"], claims["aud"] = s.Issuer(), g.client
	claims["iat"], claims["nbf"] = now.Unix(), now.Unix()
	claims["exp"], claims["auth_time"] = now.Add(tokenValidity).Unix(), g.signedInAt.Unix()
	claims["at_hash"] = accessTokenHash(accessToken)
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if acted.claims != nil {
		acted.claims(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("write an ID token: %w", err)
	}
	return s.sign(acted.signer, payload)
}

// sign makes a JWS in compact form (RFC 7515 §7.1).
func (s *Server) sign(how signature, payload []byte) (string, error) {
	key := s.keys.own
	switch how {
	case notSigned: // RFC 7518 §3.6
		encode := base64.RawURLEncoding.EncodeToString
		return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(payload) + ".", nil
	case signedByOther:
		key = s.keys.foreign
	case signedWell, signedByExpired, signedByWeak, signedWithSHA1, responseUnsigned, assertionUnsigned:
	}
	p, err := key()
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: p.key, KeyID: keyID}},
		(&jose.SignerOptions{}).WithType("JWT"),
	)
	if err != nil {
		return "", fmt.Errorf("sign an ID token: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign an ID token: %w", err)
	}
	return signed.CompactSerialize()
}

// accessTokenHash is the left half of the hash (OpenID Connect Core §3.1.3.6).
func accessTokenHash(token string) string {
	hash := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(hash[:len(hash)/2])
}

// claimsOf are those that the scopes allow (OpenID Connect Core §5.4). Without
// openid there are no such rules, and all are told.
func claimsOf(g grant) map[string]any {
	claims := map[string]any{"sub": g.person.Subject}
	all := !g.allows("openid")
	if all || g.allows("profile") {
		given, family, _ := strings.Cut(g.person.Name, " ")
		claims["name"], claims["given_name"], claims["family_name"] = g.person.Name, given, family
		claims["preferred_username"] = g.person.ID
	}
	if (all || g.allows("email")) && g.person.Email != "" {
		claims["email"], claims["email_verified"] = g.person.Email, g.person.EmailVerified
	}
	if all || g.allows("profile") || g.allows("groups") {
		claims["groups"] = g.person.Groups
	}
	return claims
}
