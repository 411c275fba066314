package gateway

import (
	"crypto/sha256"
	"encoding/hex"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// RouteOf says where mail with these expanded settings leads. Two routes with the
// same fingerprint have the same server, port, security, account and authorities,
// and the same addresses that bounces and answers go to: a returned mail holds the
// password as well.
func RouteOf(s smtp.Settings) Route {
	s = s.WithDefaults()
	authorities := sha256.Sum256([]byte(s.CAPEM))
	text := account.Join(s.Destination(), s.From, s.Sender(), s.ReplyTo, hex.EncodeToString(authorities[:]))
	sum := sha256.Sum256([]byte(text))
	target := s.Host + ":" + s.Port
	if s.User != "" {
		target += " as " + s.User
	}
	return Route{Configured: true, Plain: s.Security == smtp.SecurityNone, Fingerprint: "sha256:" + hex.EncodeToString(sum[:]), Target: target, From: s.From}
}
