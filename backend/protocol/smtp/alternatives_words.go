package smtp

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

const (
	// maxWords bounds a server's words within a detail.
	maxWords = 160 // bytes
)

// offer says what a way that works has to offer. What clear text offers for
// signing in is not named: nobody should use it.
func offer(t Tried) string {
	if len(t.Mechanisms) == 0 || t.Security == SecurityNone {
		return "works, without a sign-in"
	}
	return "works and offers " + strings.Join(t.Mechanisms, ", ")
}

// lacks says why a way that works is not offered to the settings.
func (sc *scan) lacks(mechanisms []string) string {
	switch {
	case sc.visit.signIn == SignInOAuth2 && len(mechanisms) > 0:
		return ", but takes no access token"
	case len(mechanisms) > 0 && mailauth.OnlyTokens(mechanisms):
		return ", but takes no password"
	case len(mechanisms) > 0:
		return ", none of which Patchbay speaks"
	default:
		return ", which these settings need"
	}
}

// detail says in a few words why a knock failed.
func (a answer) detail(f *proof.Finding) string {
	if text := conversation.ReasonWords(f.Reason); text != "" {
		return text + quotedBy(f, "proxy_refused")
	}
	switch f.Code {
	case dial.CodeTimeout:
		if a.late {
			return "not tried, because the time was up"
		}
		return "no answer in " + seconds(a.report.DurationMs)
	case CodeProtocolViolation:
		return "does not speak SMTP"
	case dial.CodeHostnameMismatch:
		return "certificate is for " + a.namesInCertificate()
	case dial.CodeExpired:
		return "certificate expired" + a.day(" on ", func(c proof.Certificate) time.Time { return c.NotAfter })
	case dial.CodeNotYetValid:
		return "certificate is not valid yet" + a.day(", only from ", func(c proof.Certificate) time.Time { return c.NotBefore })
	}
	if text := codeWords(f.Code); text != "" {
		return text + quotedBy(f, CodeGreetingRefused, CodeEHLORefused, CodeSTARTTLSRefused)
	}
	return f.Cause
}

// codeWords are the details that a code alone decides.
func codeWords(code string) string {
	if words := conversation.CodeWords(code); words != "" {
		return words
	}
	return map[string]string{
		CodeGreetingRefused:    "refuses this machine",
		CodeEHLORefused:        "refuses the EHLO name",
		CodeSTARTTLSNotOffered: "does not offer STARTTLS",
		CodeSTARTTLSRefused:    "refuses STARTTLS",
		CodeSTARTTLSInjection:  "something in between adds to what the server says",
	}[code]
}

// quotedBy are the other side's words, as far as there is room, when the code
// or the reason is one of those that they explain.
func quotedBy(f *proof.Finding, kinds ...string) string {
	if f.Remote == nil || f.Remote.Text == "" || !slices.Contains(kinds, f.Code) && !slices.Contains(kinds, f.Reason) {
		return ""
	}
	first, _, _ := strings.Cut(f.Remote.Text, "\n")
	if len(first) > maxWords {
		first = strings.ToValidUTF8(first[:maxWords], "") + "…"
	}
	return ": " + strings.TrimSpace(f.Remote.Code+" "+first)
}

func (a answer) namesInCertificate() string {
	c := a.certificate()
	switch {
	case c == nil || len(c.Names) == 0:
		return "no host"
	case len(c.Names) == 1:
		return c.Names[0]
	default:
		return fmt.Sprintf("%s and %d more", c.Names[0], len(c.Names)-1)
	}
}

func (a answer) day(before string, of func(proof.Certificate) time.Time) string {
	c := a.certificate()
	if c == nil {
		return ""
	}
	return before + of(*c).Format(time.DateOnly)
}

// seconds writes milliseconds as seconds, to a tenth.
func seconds(ms int64) string {
	tenth := (time.Duration(ms) * time.Millisecond).Round(100 * time.Millisecond)
	return strconv.FormatFloat(tenth.Seconds(), 'f', -1, 64) + " s"
}
