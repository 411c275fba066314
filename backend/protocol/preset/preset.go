package preset

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

// Preset is a provider as data.
type Preset struct {
	ID, Name  string
	Types     []signin.Type // that it speaks, the best one first
	Questions []Question
	Notes     []Note

	facts map[signin.Type]facts
	signs []string // that give the provider away: see signOf
	rules callbackRules
}

// Question asks for a part of the settings that differs from customer to
// customer: the tenant, the realm. The answer may be the whole address it was
// copied with.
type Question struct {
	Key, Label, Placeholder, Hint string
	Types                         []signin.Type // that it is asked for
	// Optional: the answer may be missing, and Default stands for it.
	Optional bool
	Default  string

	form form
}

// Note is what to know about a provider before it takes time to find out.
type Note struct {
	Text       string
	Types      []signin.Type // that it is about
	Unverified bool          // not confirmed by a source
}

// For reports whether the provider speaks a protocol.
func (p Preset) For(t signin.Type) bool { return slices.Contains(p.Types, t) }

// All lists the presets, the generic one last.
func All() []Preset {
	all := slices.Concat(largeProviders(), enterpriseProviders(), brandProviders(), openSourceProviders(), cloudProviders(), []Preset{generic()})
	for _, p := range all {
		for i := range p.Questions {
			p.Questions[i].Types = orAll(p.Questions[i].Types, p.Types)
		}
		for i := range p.Notes {
			p.Notes[i].Types = orAll(p.Notes[i].Types, p.Types)
		}
	}
	return all
}

func orAll(types, all []signin.Type) []signin.Type {
	if len(types) == 0 {
		return all
	}
	return types
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

// generic knows nothing but the protocols.
func generic() Preset {
	return Preset{
		ID: "generic", Name: "Another provider", Types: []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML},
		Notes: []Note{
			{Text: "With OpenID Connect the issuer is enough: everything else is read from it.", Types: only(signin.OIDC)},
			{Text: "With SAML the metadata is enough: its address, the file or its text.", Types: only(signin.SAML)},
			{Text: "With plain OAuth 2.0 nothing can be read: copy the three addresses from the provider's documentation.", Types: only(signin.OAuth2)},
		},
	}
}

func only(types ...signin.Type) []signin.Type { return types }

// note is one that a source confirms.
func note(text string, types ...signin.Type) Note { return Note{Text: text, Types: types} }

// guess is one that no source confirms.
func guess(text string, types ...signin.Type) Note {
	return Note{Text: text, Types: types, Unverified: true}
}
