package preset

import "patchbay/backend/protocol/signin"

// Sheet is what to enter at the provider.
type Sheet struct {
	Title   string
	Entries []Entry
}

// Entry is one value, and where it goes.
type Entry struct {
	Screen, Label string // of the provider
	Value         string
	Note          string
	Unverified    bool // the names of the screen are not confirmed
}

// SheetOf lists what to enter on which screen of the provider that the settings
// are for. The location is where a test sign-in comes back to; it is listed
// beside the callback URL of the target.
func SheetOf(signin.Settings, signin.Location) Sheet { return Sheet{} }

// Text is the sheet as plain text.
func (s Sheet) Text() string { return s.Title + "\n" }
