package refusal

import (
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

// presetsOf lists the providers that may be speaking: the one that is named, or
// those that the settings and a page give away.
func presetsOf(named string, s signin.Settings, page string) []string {
	if named != "" && named != "generic" {
		return []string{named}
	}
	var found []string
	if p, ok := preset.Detect(s); ok {
		found = append(found, p.ID)
	}
	for _, p := range preset.Recognise(page) {
		found = append(found, p.ID)
	}
	return found
}
