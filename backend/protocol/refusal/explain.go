package refusal

import (
	"cmp"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// Explain says what an answer means, and what to do about it. There is always a
// finding; its remote holds the provider's own words. The location is the one
// that the provider was asked to send the browser back to.
func Explain(said Said, s signin.Settings, at signin.Location) proof.Finding {
	r := read(said)
	c := r.clue(said, s)
	fill := newFiller(s, at)
	found := best(rules(), c)
	if len(found) == 0 {
		return fill.finding(unknown(said.Place, said.HTTPStatus, r), r.remote(said))
	}
	return fill.finding(found[0], r.remote(said))
}

// clue is what the rules are asked about.
func (r reading) clue(said Said, s signin.Settings) clue {
	c := clue{
		place:  said.Place,
		kind:   cmp.Or(said.Type, s.Type),
		codes:  lowered(lastPart(said.Code), lastPart(said.Second), r.code),
		status: said.HTTPStatus,
	}
	c.presets = presetsOf(said.Preset, s, "")
	words := said.Description + "\n" + r.description + "\n" + said.URI
	if r.code == "" && r.description == "" {
		words += "\n" + bounded(said.Body, maxBody)
	}
	c.text = normalised(words)
	c.numbers = append(numbersIn(said.Code+" "+said.Second+" "+words), r.numbers...)
	return c
}

// remote holds the provider's own words: the code, the description, and what
// its support asks for. Of a page only the beginning is shown.
func (r reading) remote(said Said) *fault.Remote {
	code := cmp.Or(said.Code, r.code)
	if said.Second != "" {
		code = strings.TrimPrefix(code+" / "+said.Second, " / ")
	}
	if code == "" && said.HTTPStatus != 0 {
		code = strconv.Itoa(said.HTTPStatus)
	}
	text := cmp.Or(said.Description, r.description)
	if text == "" && r.code == "" {
		text = bounded(strings.TrimSpace(said.Body), maxShown)
	}
	for _, trace := range r.traces {
		if !strings.Contains(text, trace.value) {
			text = strings.TrimPrefix(text+"\n"+trace.name+": "+trace.value, "\n")
		}
	}
	if code == "" && text == "" {
		return nil
	}
	return &fault.Remote{Code: code, Text: text}
}

// lastPart shortens a status code of SAML: urn:...:status:NoAuthnContext.
func lastPart(code string) string {
	if strings.HasPrefix(code, "urn:") {
		return code[strings.LastIndexByte(code, ':')+1:]
	}
	return code
}

func lowered(codes ...string) []string {
	var all []string
	for _, code := range codes {
		if code = strings.ToLower(strings.TrimSpace(code)); code != "" {
			all = append(all, code)
		}
	}
	return all
}

// normalised is how the texts of rules are written.
func normalised(text string) string {
	text = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(text)
	return strings.Join(strings.Fields(strings.ToLower(text)), " ")
}

func bounded(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
