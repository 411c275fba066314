// Package secret holds values that must not be shown by accident.
//
// A [Text] formats as "[redacted]" for every fmt verb and for slog, and it
// refuses to be marshalled: a placeholder written into a document could be
// read back and saved as the password. The bytes are reached only through
// [Text.Reveal], which makes every place that handles a secret in the clear
// easy to find.
package secret

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Placeholder is what a secret looks like wherever it is formatted.
const Placeholder = "[redacted]"

// ErrMarshal is returned by every encoder that is handed a Text.
var ErrMarshal = errors.New("secret: a secret cannot be marshalled")

// Text is a secret value. The zero value is an unset secret.
//
// It wraps a function instead of the bytes: fmt follows pointers and
// unexported fields on a bad verb, but it never looks inside a function. It
// also makes == fail to compile, so that comparison goes through Equal, which
// takes constant time.
type Text struct {
	value func() []byte
}

// New takes ownership of b: the caller must not keep or change it.
func New(b []byte) Text {
	if len(b) == 0 {
		return Text{}
	}
	return Text{value: func() []byte { return b }}
}

// FromString copies s. The string itself cannot be wiped, so New is to be
// preferred where the caller holds bytes.
func FromString(s string) Text {
	return New([]byte(s))
}

// Reveal returns the live bytes, nil when unset. The caller must not change
// them, nor keep them longer than the call it needs them for.
func (t Text) Reveal() []byte {
	if t.value == nil {
		return nil
	}
	return t.value()
}

// IsSet reports whether the secret has a value.
func (t Text) IsSet() bool {
	return t.value != nil
}

// Clone returns an independent copy, which survives a Wipe of t.
func (t Text) Clone() Text {
	return New(append([]byte(nil), t.Reveal()...))
}

// Wipe overwrites the bytes with zeros, for this Text and all its copies.
func (t Text) Wipe() {
	clear(t.Reveal())
}

// Equal compares in constant time for values of the same length.
func (t Text) Equal(other Text) bool {
	return subtle.ConstantTimeCompare(t.Reveal(), other.Reveal()) == 1
}

// Format implements [fmt.Formatter] for every verb.
func (t Text) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, Placeholder)
}

// LogValue implements [slog.LogValuer].
func (t Text) LogValue() slog.Value {
	return slog.StringValue(Placeholder)
}

// MarshalJSON refuses.
func (t Text) MarshalJSON() ([]byte, error) { return nil, ErrMarshal }

// MarshalText refuses, for XML, YAML and map keys too.
func (t Text) MarshalText() ([]byte, error) { return nil, ErrMarshal }

// MarshalBinary refuses.
func (t Text) MarshalBinary() ([]byte, error) { return nil, ErrMarshal }

// GobEncode refuses.
func (t Text) GobEncode() ([]byte, error) { return nil, ErrMarshal }
