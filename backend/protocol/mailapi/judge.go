package mailapi

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

// Codes of findings about a push. Those of the connection are net.* and tls.*,
// those of the token token.*.
const (
	CodeRejected         = "push.rejected"     // 400: the target does not take the configuration
	CodeUnauthorized     = "push.unauthorized" // 401
	CodeForbidden        = "push.forbidden"    // 403
	CodeNotFound         = "push.not_found"    // 404
	CodeLocked           = "push.locked"       // 423
	CodeUnexpectedAnswer = "push.unexpected_answer"
)

// maxWords bounds what a finding quotes of a target, in bytes.
const maxWords = 2 << 10

// judge says what an answer means.
func (p *push) judge(a httppost.Answer) proof.Outcome {
	switch {
	case a.Status == http.StatusOK:
		return p.taken(a)
	case a.OK():
		return proof.Warn(p.unexpected(a, fmt.Sprintf("status_%d", a.Status), "answered with success, but not with the 200 of the contract"))
	case a.IsRedirect():
		return proof.Fail(p.redirected(a))
	}
	f := p.refused(a)
	f.Remote = p.words(a)
	return proof.Fail(f)
}

// taken looks whether a 200 is the contract's.
func (p *push) taken(a httppost.Answer) proof.Outcome {
	if a.Cut {
		return proof.Warn(p.unexpected(a, "too_large", fmt.Sprintf("answered with success, but with more than %d KiB", httppost.MaxAnswer>>10)))
	}
	said, err := readAnswer(a.Body)
	var malformed *oauth.MalformedError
	switch {
	case refusal.IsHTML(a.Header.Get("Content-Type"), string(a.Body)):
		return proof.Warn(p.unexpected(a, "html", "answered with success, but with a web page"))
	case errors.As(err, &malformed):
		return proof.Warn(p.unexpected(a, malformed.Reason, "answered with success, but "+malformed.Error()))
	case said.Status != "OK":
		return proof.Warn(p.unexpected(a, "status", `answered with success, but without the status "OK"`))
	}
	return proof.Pass(clip("HTTP 200: "+said.Message, maxWords))
}

// unexpected explains an answer that the contract does not know; because goes on
// after "the target".
func (p *push) unexpected(a httppost.Answer, reason, because string) proof.Finding {
	return proof.Finding{
		Code: CodeUnexpectedAnswer, Reason: reason,
		Cause:  "The target " + because + ".",
		Remedy: "Look at the target whether it has the configuration. A sign-in page, a proxy or another interface may have answered in its place: compare the address with the target's documentation.",
		Fields: []string{"url"}, Remote: p.words(a),
	}
}

func (p *push) redirected(a httppost.Answer) proof.Finding {
	return proof.Finding{
		Code: CodeUnexpectedAnswer, Reason: "redirect",
		Cause:  "The target sends Patchbay on to another address. The configuration is sent to the address that was entered and to no other.",
		Remedy: "Enter the address that answers by itself. A sign-in page, a proxy, or a missing tenant is the usual reason.",
		Fields: []string{"url"},
		Remote: &fault.Remote{Code: strconv.Itoa(a.Status), Text: clip(p.redactor.Redact(signin.WithoutQuery(a.Header.Get("Location"))), maxWords)},
	}
}

// words are the target's own: its message, what it says of the token (RFC 6750
// §3), or how its answer begins.
func (p *push) words(a httppost.Answer) *fault.Remote {
	said, err := readAnswer(a.Body)
	text := said.Message
	if err != nil || text == "" {
		text = signin.Beginning(p.redactor, a.Body)
	}
	if challenge := a.Header.Get("WWW-Authenticate"); challenge != "" && a.Status == http.StatusUnauthorized {
		text = strings.TrimSpace(text + "\n" + challenge)
	}
	return &fault.Remote{Code: strconv.Itoa(a.Status), Text: clip(p.redactor.Redact(text), maxWords)}
}
