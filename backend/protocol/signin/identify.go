package signin

// Hash identifies expanded settings as far as a sign-in depends on them: "sha256:"
// and the hash of the document without its secrets, its name and what is for
// display.
func (s Settings) Hash() string { return "" }

// Destination identifies where a secret of expanded settings would go. A stored
// secret is used only for the destination it was saved with.
func (s Settings) Destination(string) string { return "" }

// Document is the configuration document as it is shown: secrets are views.
type Document struct{}

// Document returns the document as it may be shown.
func (s Settings) Document(SecretViews) Document { return Document{} }
