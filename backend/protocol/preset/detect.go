package preset

import (
	"strings"

	"patchbay/backend/protocol/signin"
)

// Detect finds out which provider settings are for: the preset that they name,
// or the one whose host or path is in their addresses. The generic one is never
// found.
func Detect(s signin.Settings) (Preset, bool) {
	if p, ok := Find(s.Preset); ok && p.ID != "generic" {
		return p, true
	}
	found := Recognise(strings.Join([]string{
		s.Issuer, s.AuthURL, s.TokenURL, s.UserInfoURL, s.MetadataURL, s.SSOURL, s.IDPEntityID,
	}, "\n"))
	if len(found) == 0 {
		return Preset{}, false
	}
	return found[0], true
}

// Recognise lists the providers whose hosts or paths are in a text.
func Recognise(text string) []Preset {
	text = strings.ToLower(text)
	var found []Preset
	for _, p := range All() {
		for _, sign := range p.signs {
			if strings.Contains(text, sign) {
				found = append(found, p)
				break
			}
		}
	}
	return found
}
