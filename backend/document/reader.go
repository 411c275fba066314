package document

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// Reader takes the fields of a JSON object one by one and remembers what
// was wrong with them. What is left at the end is unknown.
type Reader struct {
	prefix string // "oauth2." for the fields of that member
	fields map[string]json.RawMessage
	faults []fault.Field
}

func (r *Reader) take(name string) (json.RawMessage, bool) {
	value, ok := r.fields[name]
	delete(r.fields, name)
	return value, ok
}

// Blame notes what is wrong with a field.
func (r *Reader) Blame(name, message string) {
	r.faults = append(r.faults, fault.Field{Name: r.prefix + name, Message: message})
}

// Text reads a JSON string. A replacement character would be the trace of
// half a surrogate pair, which no longer says what was written.
func (r *Reader) Text(name string) string {
	raw, ok := r.take(name)
	if !ok {
		return ""
	}
	text, ok := asString(raw)
	switch {
	case !ok:
		r.Blame(name, "must be text")
	case strings.ContainsRune(text, utf8.RuneError):
		r.Blame(name, "contains a character that is not valid")
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

// Texts reads a list of JSON strings; nil when it is not given.
func (r *Reader) Texts(name string) []string {
	raw, ok := r.take(name)
	if !ok {
		return nil
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil || items == nil {
		r.Blame(name, "must be a list of texts")
		return nil
	}
	texts := make([]string, len(items))
	for i, item := range items {
		text, ok := asString(item)
		if !ok || strings.ContainsRune(text, utf8.RuneError) {
			r.Blame(name, "must be a list of texts")
			return nil
		}
		texts[i] = text
	}
	return texts
}

// Flag reads a boolean, also as text; nil when it is not given.
func (r *Reader) Flag(name string) *bool {
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
		r.Blame(name, "must be true or false")
		return nil
	}
	return &value
}

// NumberOrText reads a whole number, or any text.
func (r *Reader) NumberOrText(name string) string {
	raw, ok := r.take(name)
	if !ok {
		return ""
	}
	if text, ok := asString(raw); ok {
		return text
	}
	if _, err := strconv.ParseInt(string(raw), 10, 64); err != nil {
		r.Blame(name, "must be a whole number")
	}
	return string(raw)
}

// Integer reads a whole number, also as text; 0 when it is not given.
func (r *Reader) Integer(name string) int {
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
		r.Blame(name, "must be a whole number")
	}
	return int(n)
}

// Secret reads a secret: omitted keeps the stored one, "" clears it.
func (r *Reader) Secret(name string) secret.Input {
	input := r.SecretLines(name)
	if bytes.ContainsAny(input.Value.Reveal(), "\x00\r\n") {
		r.Blame(name, "contains a line break or a NUL")
	}
	return input
}

// SecretLines reads a secret that may have several lines, such as a private key
// in PEM form.
func (r *Reader) SecretLines(name string) secret.Input {
	if _, given := r.fields[name]; !given {
		return secret.Input{Change: secret.Keep}
	}
	value := r.Text(name)
	if value == "" {
		return secret.Input{Change: secret.Clear}
	}
	if secret.IsMask(value) {
		r.Blame(name, "is a mask, not the secret itself; leave it out to keep the stored one")
	}
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// Object reads a JSON object into a reader of its own, empty when not given.
func (r *Reader) Object(name string) *Reader {
	inner := &Reader{prefix: r.prefix + name + "."}
	raw, ok := r.take(name)
	if !ok {
		return inner
	}
	fields, repeated, err := splitObject(raw)
	switch {
	case err != nil:
		r.Blame(name, "must be an object")
	case repeated != "":
		inner.Blame(shown(repeated), "is given twice")
	default:
		inner.fields = fields
	}
	return inner
}

// Adopt takes over what was wrong inside a member.
func (r *Reader) Adopt(inner *Reader) {
	inner.blameUnknown()
	r.faults = append(r.faults, inner.faults...)
}

func (r *Reader) blameUnknown() {
	for _, name := range slices.Sorted(maps.Keys(r.fields)) {
		r.Blame(shown(name), "is unknown")
	}
}

// Finish returns a fault [CodeInvalid] that names every field that was wrong,
// and every one that was not read.
func (r *Reader) Finish() error {
	r.blameUnknown()
	if len(r.faults) == 0 {
		return nil
	}
	return InvalidFields(r.faults)
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
