package oauth

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Object is a JSON object. Names are compared byte by byte.
type Object map[string]any

// ParseObject reads a JSON object with bounded effort. Errors are a
// [*MalformedError].
func ParseObject(body []byte) (Object, Value, error) {
	v, err := ParseValue(body)
	if err != nil {
		return nil, Value{}, err
	}
	o, ok := v.JSON.(map[string]any)
	if !ok {
		return nil, v, &MalformedError{"not_object", "is JSON, but no object"}
	}
	return o, v, nil
}

// Text returns a member that is a text, "" when it is not.
func (o Object) Text(name string) string {
	text, _ := o[name].(string)
	return text
}

// Flag returns a member that is a boolean; given is false when it is none.
func (o Object) Flag(name string) (value, given bool) {
	value, given = o[name].(bool)
	return value, given
}

// Texts returns the texts of a list; given is false when there is no list.
func (o Object) Texts(name string) (texts []string, given bool) {
	list, given := o[name].([]any)
	for _, entry := range list {
		if text, ok := entry.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts, given
}

// TextOrTexts returns a member that is a text or a list of texts, as "aud" may
// be (RFC 7519 §4.1.3).
func (o Object) TextOrTexts(name string) []string {
	if text, ok := o[name].(string); ok {
		return []string{text}
	}
	texts, _ := o.Texts(name)
	return texts
}

// Number returns a member that is a number, NumericDate included (RFC 7519 §2).
func (o Object) Number(name string) (float64, bool) {
	number, ok := o[name].(json.Number)
	if !ok {
		return 0, false
	}
	value, err := number.Float64()
	return value, err == nil
}

// Names lists the members in order.
func (o Object) Names() []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Find follows a dotted path: "emails.0.value". A name that holds dots itself is
// found too, where it stands at the end.
func Find(value any, path string) (any, bool) {
	if path == "" {
		return value, true
	}
	switch v := value.(type) {
	case Object:
		return Find(map[string]any(v), path)
	case map[string]any:
		if inner, ok := v[path]; ok {
			return inner, true
		}
		name, rest, more := strings.Cut(path, ".")
		inner, ok := v[name]
		if !ok || !more {
			return nil, false
		}
		return Find(inner, rest)
	case []any:
		index, rest, _ := strings.Cut(path, ".")
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= len(v) {
			return nil, false
		}
		return Find(v[i], rest)
	}
	return nil, false
}

// Word is a text or a number as text; ok is false for anything else, and for an
// empty one.
func Word(value any) (word string, ok bool) {
	switch v := value.(type) {
	case string:
		word = strings.TrimSpace(v)
	case json.Number:
		word = v.String()
	}
	return word, word != ""
}
