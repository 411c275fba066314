package preset

import (
	"cmp"
	"net/url"
	"strings"

	"patchbay/backend/protocol/signin"
)

// Sheet is what to enter at the provider, and what to bring back from there.
type Sheet struct {
	Title   string  `json:"title"`
	Entries []Entry `json:"entries"`
}

// Entry is one value, and where it goes.
type Entry struct {
	Screen string `json:"screen"` // of the provider
	Label  string `json:"label"`  // of the provider, on that screen
	// Value is to be entered there; "" when something is to be done or brought
	// back, which the note says.
	Value      string `json:"value"`
	Note       string `json:"note"`
	Unverified bool   `json:"unverified"` // the names of the screen are not confirmed
}

// SheetOf lists what to enter on which screen of the provider that expanded
// settings are for. The location is where a test sign-in comes back to; it is
// listed beside the callback URL of the target, unless the answer is pasted.
func SheetOf(s signin.Settings, at signin.Location) Sheet {
	p, ok := Detect(s)
	if !ok {
		p = generic()
	}
	w := &writer{s: s.WithDefaults(), p: p, test: at.URL}
	refused := p.rules.noLoopback || p.rules.acsHTTPS && s.Type == signin.SAML && !strings.HasPrefix(at.URL, "https:")
	if at.ByHand || refused || at.URL == s.CallbackURL {
		w.test = ""
	}
	if !ok || !p.For(s.Type) {
		w.generic()
	} else {
		w.provider()
	}
	return Sheet{Title: title(s, p), Entries: w.entries}
}

func title(s signin.Settings, p Preset) string {
	what := map[signin.Type]string{signin.OIDC: "OpenID Connect", signin.OAuth2: "OAuth 2.0", signin.SAML: "SAML 2.0"}[s.Type]
	name := "the provider"
	if p.ID != "generic" {
		name = p.Name
	}
	text := "What to enter at " + name + " for " + cmp.Or(s.Name, "this sign-in")
	if what != "" {
		text += " (" + what + ")"
	}
	return text
}

// writer collects the entries.
type writer struct {
	s       signin.Settings
	p       Preset
	test    string // where a test sign-in comes back to, or ""
	screen  string
	unsure  bool
	entries []Entry
}

// at begins a screen.
func (w *writer) at(screen string) { w.screen = screen }

// put adds a value to enter. Without the value, it says what is missing.
func (w *writer) put(label, value, note string) {
	if value == "" && note == "" {
		note = "This value is not entered here yet."
	}
	w.entries = append(w.entries, Entry{Screen: w.screen, Label: label, Value: value, Note: note, Unverified: w.unsure})
}

// bring adds something to copy from the provider.
func (w *writer) bring(label, note string) { w.put(label, "", note) }

// redirects adds the callback URL, and the one of the test.
func (w *writer) redirects(label string) {
	w.put(label, w.s.CallbackURL, w.ifMissing("The callback URL of the target is not entered here yet."))
	if test := w.testURL(); test != "" {
		w.put(label, test, "For test sign-ins with Patchbay. Take it out when the target is in use.")
	}
}

func (w *writer) ifMissing(note string) string {
	if w.s.CallbackURL == "" {
		return note
	}
	return ""
}

// testURL leaves out the port where the provider does not look at it. The port may
// be a word that stands for one.
func (w *writer) testURL() string {
	entra := w.p.ID == "entra" && w.s.Type != signin.SAML && strings.HasPrefix(w.test, "http://localhost:")
	if !entra && w.p.ID != "github" {
		return w.test
	}
	scheme, rest, _ := strings.Cut(w.test, "://")
	authority, path, _ := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(authority, ':'); at > strings.LastIndexByte(authority, ']') {
		authority = authority[:at]
	}
	if authority == "" {
		return ""
	}
	return scheme + "://" + authority + "/" + path
}

func (w *writer) scopes() string { return strings.Join(w.s.Scopes, " ") }

// home is the first page of the target.
func (w *writer) home() string {
	u, err := url.Parse(w.s.CallbackURL)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}

// Text is the sheet as plain text.
func (s Sheet) Text() string {
	var b strings.Builder
	b.WriteString(s.Title + "\n")
	screen := ""
	for _, e := range s.Entries {
		if e.Screen != screen {
			screen = e.Screen
			b.WriteString("\n" + screen + "\n")
		}
		b.WriteString("  " + e.Label + "\n")
		for line := range strings.Lines(e.Value) {
			b.WriteString("    " + strings.TrimRight(line, "\n") + "\n")
		}
		if e.Note != "" {
			b.WriteString("    (" + e.Note + ")\n")
		}
	}
	for _, e := range s.Entries {
		if e.Unverified {
			b.WriteString("\nThe names of the screens are not confirmed: they may have changed.\n")
			break
		}
	}
	return b.String()
}
