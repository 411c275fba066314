package refusal

import (
	"slices"
	"strings"

	"patchbay/backend/protocol/signin"
)

// rule says what one kind of refusal means. All that is given must match; a
// list matches when one of its entries does.
type rule struct {
	name    string // the finding's reason
	places  []Place
	types   []signin.Type
	presets []string // for words that several providers use
	codes   []string // of OAuth, or last parts of SAML status codes; in lower case
	numbers []string // AADSTS50011, MSIS7070
	series  string   // any number that begins so
	texts   []string // parts of the words, in lower case, runs of white space as one space
	status  []int    // of HTTP

	code          string // the finding's code
	cause, remedy string // with {gaps}: see gaps
	fields        []string
	source        string
	unverified    bool
}

// clue is what there is to go by.
type clue struct {
	place   Place
	kind    signin.Type
	presets []string
	codes   []string // in lower case
	numbers []string
	text    string // as rule.texts is written
	status  int
}

// How much each kind of match tells: a number has one meaning, words have few, a
// code of a standard has many.
const (
	scoreNumber = 16
	scoreText   = 8
	scoreCode   = 4
	scorePreset = 2
	scorePlace  = 1
)

// match tells how well a rule fits: 0 is not at all.
func (r rule) match(c clue) int {
	total := 0
	for _, aspect := range []struct {
		given, held bool
		score       int
	}{
		{len(r.numbers) > 0, meet(r.numbers, c.numbers), scoreNumber},
		{r.series != "", slices.ContainsFunc(c.numbers, func(n string) bool { return strings.HasPrefix(n, r.series) }), scoreText},
		{len(r.texts) > 0, slices.ContainsFunc(r.texts, func(t string) bool { return strings.Contains(c.text, t) }), scoreText},
		{len(r.codes) > 0, meet(r.codes, c.codes), scoreCode},
		{len(r.presets) > 0, meet(r.presets, c.presets), scorePreset},
		{len(r.places) > 0, r.isSaidAt(c.place), r.placeScore(c.place)},
		{len(r.types) > 0, c.kind == "" || slices.Contains(r.types, c.kind), scorePlace},
		{len(r.status) > 0, slices.Contains(r.status, c.status), scorePlace},
	} {
		if aspect.given && !aspect.held {
			return 0
		}
		if aspect.given {
			total += aspect.score
		}
	}
	return total
}

// isSaidAt reports whether a rule is about a place. A page may be the target's,
// which repeats what the token endpoint told it.
func (r rule) isSaidAt(place Place) bool {
	return place == "" || slices.Contains(r.places, place) || r.isRepeated(place)
}

func (r rule) isRepeated(place Place) bool {
	return place == ProviderPage && len(r.status) == 0 && slices.Contains(r.places, TokenEndpoint)
}

// placeScore has what a page repeats stand behind what belongs there.
func (r rule) placeScore(place Place) int {
	if r.isRepeated(place) && !slices.Contains(r.places, place) {
		return 0
	}
	return scorePlace
}

// meet reports whether two lists have something in common.
func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// best lists the rules that match, best first; of equals the one that stands
// first in the table.
func best(rules []rule, c clue) []rule {
	type hit struct {
		rule  rule
		score int
	}
	var hits []hit
	for _, r := range rules {
		if score := r.match(c); score > 0 {
			hits = append(hits, hit{r, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return b.score - a.score })
	found := make([]rule, len(hits))
	for i := range hits {
		found[i] = hits[i].rule
	}
	return found
}
