package preset

import (
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
)

// Preset is a provider as data.
type Preset struct {
	ID, Name  string
	Types     []signin.Type // that it speaks, the best one first
	Questions []Question
	Notes     []Note

	fill fill
	// hosts are those that give the provider away, and beginnings of paths.
	hosts, paths []string
}

// Question asks for a part of the settings that differs from customer to
// customer: the tenant, the realm.
type Question struct {
	Key, Label, Placeholder, Hint string
	Types                         []signin.Type // that it is asked for; nil is all
}

// Note is what to know about a provider before it takes time to find out.
type Note struct {
	Text       string
	Types      []signin.Type // that it is about; nil is all
	Unverified bool          // not confirmed by a source
}

// fill writes the answers into settings.
type fill func(s *signin.Settings, a answers)

// For reports whether the provider speaks a protocol.
func (p Preset) For(t signin.Type) bool { return slices.Contains(p.Types, t) }

// All lists the presets, the generic one last.
func All() []Preset {
	return nil
}

// Find returns the preset with an ID.
func Find(id string) (Preset, bool) {
	for _, p := range All() {
		if p.ID == id {
			return p, true
		}
	}
	return Preset{}, false
}

// Apply writes what is known of the provider into settings, and the answers to
// its questions. Faults name the answers that are missing or wrong, by the keys
// of the questions; the settings are then returned unchanged.
func (p Preset) Apply(s signin.Settings, given map[string]string) (signin.Settings, []fault.Field) {
	return s, nil
}

type answers map[string]string
