package mailtoken

import (
	"regexp"

	"patchbay/backend/proof"
)

// mask takes every secret out of an answer: those that were sent, in any
// encoding, and what the answer itself calls a token or a code, or what looks
// like a JWT, because a refusal may hold those too. What is left is still JSON
// where it was before.
func (c *client) mask(body []byte) string {
	named := regexp.MustCompile(`(?i)((?:access_token|refresh_token|id_token|client_secret|device_code|code_verifier|assertion|password)"?\s*[:=]\s*"?)[^"&\s,}<]+`)
	jwt := regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)+`)
	text := c.redactor.Redact(string(body))
	text = named.ReplaceAllString(text, "${1}"+proof.Mask)
	return jwt.ReplaceAllString(text, proof.Mask)
}

// clean masks a finding after its words were read out of an answer: what was
// escaped there is plain now.
func (c *client) clean(f proof.Finding) proof.Finding {
	f.Cause, f.Remedy = c.redactor.Redact(f.Cause), c.redactor.Redact(f.Remedy)
	if f.Remote != nil {
		remote := *f.Remote
		remote.Code = c.redactor.Redact(remote.Code)
		remote.Text = cut(proof.Visible(c.mask([]byte(remote.Text))))
		f.Remote = &remote
	}
	return f
}

// cut bounds the words of a page where an answer was expected. Only masked text
// is cut: half a secret would not be recognised.
func cut(text string) string {
	const most = 4 << 10
	if len(text) <= most {
		return text
	}
	return text[:most] + " ..."
}
