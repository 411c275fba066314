package oauth

import (
	"strings"

	"patchbay/backend/proof"
)

// Bounds of what is kept of a provider's words, so that a proof stays one that
// can be stored and shown.
const (
	maxText    = 2 << 10 // bytes of a text
	maxEntries = 1000    // of a list
	maxMembers = 200     // of an object
)

// clip bounds a text.
func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + " ..."
}

// clipped bounds what a check says.
func clipped(o proof.Outcome) proof.Outcome {
	for _, text := range []*string{&o.Detail, &o.Expected, &o.Received, &o.Where, &o.Skip, &o.NotApplicable} {
		*text = clip(*text)
	}
	for _, list := range [][]proof.Finding{o.Failures, o.Warnings} {
		for i := range list {
			list[i].Cause, list[i].Remedy = clip(list[i].Cause), clip(list[i].Remedy)
		}
	}
	return o
}

// bounded bounds claims. What is masked is masked before: see [Session.Identify].
func bounded(value any) any {
	switch v := value.(type) {
	case string:
		return clip(v)
	case []any:
		kept := make([]any, 0, min(len(v), maxEntries))
		for _, entry := range v[:min(len(v), maxEntries)] {
			kept = append(kept, bounded(entry))
		}
		return kept
	case map[string]any:
		kept := make(map[string]any, min(len(v), maxMembers))
		for _, name := range Object(v).Names()[:min(len(v), maxMembers)] {
			kept[clip(name)] = bounded(v[name])
		}
		return kept
	}
	return value
}
