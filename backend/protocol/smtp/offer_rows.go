package smtp

import (
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// portSubmission is where programs hand in mail, with STARTTLS (RFC 6409,
// RFC 8314 §3.3).
const portSubmission = 587

// startTLSNotOffered explains a server that does not offer STARTTLS, or whose
// offer was taken away on the way.
func (s *session) startTLSNotOffered() proof.Finding {
	f := proof.Finding{
		Code:   CodeSTARTTLSNotOffered,
		Cause:  "The server does not offer STARTTLS on this port. Nothing was sent in clear.",
		Remedy: "Use port 587 with STARTTLS or port 465 with implicit TLS. If the server should offer it here, a firewall in between may remove the offer.",
		Fields: []string{"security", "port"},
	}
	switch {
	case hasMaskedKeyword(s.offered):
		f.Reason, f.Unverified, f.Source = "middlebox", true, sourceCommon
		f.Cause = "The offer of STARTTLS was probably overwritten on the way: a firewall in between inspects SMTP, as Cisco's ESMTP inspection does. Nothing was sent in clear."
		f.Remedy = "Have the firewall's inspection of SMTP switched off (`no inspect esmtp`, on old ones `no fixup protocol smtp 25`), or use port 465 with implicit TLS."
	case s.Port == portSubmission:
		f.Reason = "submission_port"
		f.Cause = "The server does not offer STARTTLS on port 587, the port for handing in mail. Nothing was sent in clear."
		f.Remedy = "Use port 465 with implicit TLS, or have the server's administrator switch TLS on for this port. A firewall in between may also have removed the offer."
	}
	f.Remote = &fault.Remote{Text: s.offered.String()}
	return f
}

// hasMaskedKeyword recognises an extension that was overwritten with the
// letter X, such as XXXXXXXA for STARTTLS.
func hasMaskedKeyword(c capabilities) bool {
	for keyword := range c.params {
		if len(keyword) >= 4 && strings.Trim(keyword[:len(keyword)-1], "X") == "" {
			return true
		}
	}
	return false
}

// maskedGreeting warns of a greeting that was overwritten with asterisks: who
// does that also takes away STARTTLS and other extensions.
func maskedGreeting(r reply) (proof.Finding, bool) {
	text := strings.ReplaceAll(r.text(), " ", "")
	const most = 3 // asterisks that a greeting may have for itself
	if stars := strings.Count(text, "*"); stars <= most || stars*2 < len(text) {
		return proof.Finding{}, false
	}
	remote := r.remote()
	return proof.Finding{
		Code: CodeProtocolViolation, Reason: "middlebox", Unverified: true, Source: sourceCommon,
		Cause:  "The greeting is overwritten with asterisks: a firewall in between probably inspects SMTP, and may take away STARTTLS and the sign-in.",
		Remedy: "Have the firewall's inspection of SMTP switched off (`no inspect esmtp`, on old ones `no fixup protocol smtp 25`), or use port 465 with implicit TLS.",
		Fields: []string{"security", "port"},
		Remote: &remote,
	}, true
}
