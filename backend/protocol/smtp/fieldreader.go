package smtp

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// fieldReader takes the fields of a JSON object one by one and remembers what
// was wrong with them. What is left at the end is unknown.
type fieldReader struct {
	prefix string // "oauth2." for the fields of that member
	fields map[string]json.RawMessage
	faults []fault.Field
}

func (r *fieldReader) take(name string) (json.RawMessage, bool) {
	value, ok := r.fields[name]
	delete(r.fields, name)
	return value, ok
}

func (r *fieldReader) blame(name, message string) {
	r.faults = append(r.faults, fault.Field{Name: r.prefix + name, Message: message})
}

// text reads a JSON string. A replacement character would be the trace of
// half a surrogate pair, which no longer says what was written.
func (r *fieldReader) text(name string) string {
	raw, ok := r.take(name)
	if !ok {
		return ""
	}
	text, ok := asString(raw)
	switch {
	case !ok:
		r.blame(name, "must be text")
	case strings.ContainsRune(text, utf8.RuneError):
		r.blame(name, "contains a character that is not valid")
	}
	return text
}

func asString(raw json.RawMessage) (string, bool) {
	var text string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &text) != nil {
		return "", false
	}
	return text, true
}

// flag reads a boolean, also as text; nil when it is not given.
func (r *fieldReader) flag(name string) *bool {
	raw, ok := r.take(name)
	if !ok {
		return nil
	}
	text, quoted := asString(raw)
	if !quoted {
		text = string(raw)
	}
	value := text == "true"
	if !value && text != "false" {
		r.blame(name, "must be true or false")
		return nil
	}
	return &value
}

// numberOrText reads a whole number, or any text.
func (r *fieldReader) numberOrText(name string) string {
	raw, ok := r.take(name)
	if !ok {
		return ""
	}
	if text, ok := asString(raw); ok {
		return text
	}
	if _, err := strconv.ParseInt(string(raw), 10, 64); err != nil {
		r.blame(name, "must be a whole number")
	}
	return string(raw)
}

func (r *fieldReader) integer(name string) int {
	raw, ok := r.take(name)
	if !ok {
		return 0
	}
	text, quoted := asString(raw)
	if !quoted {
		text = string(raw)
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		r.blame(name, "must be a whole number")
	}
	return int(n)
}

// secret reads a secret: omitted keeps the stored one, "" clears it.
func (r *fieldReader) secret(name string) secret.Input {
	if _, given := r.fields[name]; !given {
		return secret.Input{Change: secret.Keep}
	}
	value := r.text(name)
	switch {
	case value == "":
		return secret.Input{Change: secret.Clear}
	case secret.IsMask(value):
		r.blame(name, "is a mask, not the secret itself; leave it out to keep the stored one")
	case strings.ContainsAny(value, "\x00\r\n"):
		r.blame(name, "contains a line break or a NUL")
	}
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// object reads a JSON object into a reader of its own, empty when not given.
func (r *fieldReader) object(name string) *fieldReader {
	inner := &fieldReader{prefix: r.prefix + name + "."}
	raw, ok := r.take(name)
	if !ok {
		return inner
	}
	fields, repeated, err := splitObject(raw)
	switch {
	case err != nil:
		r.blame(name, "must be an object")
	case repeated != "":
		inner.blame(shown(repeated), "is given twice")
	default:
		inner.fields = fields
	}
	return inner
}

// adopt takes over what was wrong inside a member.
func (r *fieldReader) adopt(inner *fieldReader) {
	inner.blameUnknown()
	r.faults = append(r.faults, inner.faults...)
}

func (r *fieldReader) blameUnknown() {
	for _, name := range slices.Sorted(maps.Keys(r.fields)) {
		r.blame(shown(name), "is unknown")
	}
}

func (r *fieldReader) finish() error {
	r.blameUnknown()
	if len(r.faults) == 0 {
		return nil
	}
	return invalidFields(r.faults)
}

// shown makes a field name of a foreign document fit for a message.
func shown(name string) string {
	const most = 64
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most]) + "…"
	}
	quoted := strconv.Quote(name)
	if quoted == `"`+name+`"` && name != "" {
		return name
	}
	return quoted
}
