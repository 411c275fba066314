package preset

import "patchbay/backend/protocol/signin"

// Detect finds out which provider settings are for: the preset that they name,
// or the one whose host is in their addresses.
func Detect(s signin.Settings) (Preset, bool) { return Find(s.Preset) }
