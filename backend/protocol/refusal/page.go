package refusal

import (
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/pasted"
	"patchbay/backend/protocol/signin"
)

// maxPage bounds what is looked at of a pasted page, in bytes; maxFindings what
// is told of it.
const (
	maxPage     = 256 << 10
	maxFindings = 5
)

// ExplainPage explains what a person copied out of the browser: the text of a
// page, its source, or an address. Several explanations may fit; the best comes
// first, and there is always one. The text is not trusted: 256 KiB are looked at.
func ExplainPage(text string, s signin.Settings, at signin.Location) []proof.Finding {
	p := readPage(text)
	c := clue{
		place: ProviderPage, kind: s.Type,
		presets: presetsOf("", s, p.text),
		codes:   p.codes, numbers: numbersIn(p.text), text: p.text,
	}
	if p.returned { // the browser was sent back: the address holds the refusal
		c.place = Authorization
	}
	at.URL = p.redirectLike(at.URL)
	fill := newFiller(s, at)
	found := best(rules(), c)
	if len(found) == 0 {
		return []proof.Finding{fill.finding(p.unknown(s.Type), p.remoteOf(rule{}))}
	}
	found = slices.DeleteFunc(found, func(r rule) bool { return outdone(r, found[0], c) })
	findings := make([]proof.Finding, 0, maxFindings)
	for _, r := range found[:min(len(found), maxFindings)] {
		findings = append(findings, fill.finding(r, p.remoteOf(r)))
	}
	return findings
}

// outdone tells a rule that only knows a code of a standard where another knows
// the very words, only the series of a number that another knows, or by its
// words no more than another by its number.
func outdone(r, top rule, c clue) bool {
	if len(top.numbers) > 0 && (r.series != "" || len(r.numbers) == 0 && r.code == top.code) {
		return true
	}
	return top.match(c) >= scoreText && r.match(c) < scoreText
}

// unknown explains a text that no rule knows.
func (p page) unknown(t signin.Type) rule {
	switch _, err := pasted.Read([]byte(p.plain), t); {
	case p.returned:
		return unknown(Authorization, 0, reading{})
	case p.errorCode == "" && err == nil:
		return rule{
			name: "answer_pasted", code: signin.CodeCheckFailed,
			cause:  "This is the provider's answer to a sign-in, and no refusal.",
			remedy: "Paste it as the answer of the sign-in that is waiting, instead of here.",
		}
	}
	return unknown(ProviderPage, 0, reading{})
}

// remoteOf holds the words of the page that a rule goes by.
func (p page) remoteOf(r rule) *fault.Remote {
	remote := fault.Remote{Code: p.errorCode, Text: p.errorText}
	if remote.Text == "" {
		remote.Text = p.lineOf(slices.Concat(r.numbers, r.texts, r.codes))
	}
	if remote == (fault.Remote{}) {
		return nil
	}
	return &remote
}
