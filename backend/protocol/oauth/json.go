package oauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Bounds of an answer in JSON: what is read of a few bytes takes many times
// their memory.
const (
	maxValues = 20_000
	maxDepth  = 32
)

// MalformedError says why an answer is not the JSON it should be.
type MalformedError struct {
	Reason  string // empty, html, encoding, truncated, not_json, not_object, too_much
	because string // continues "the answer ..."
}

// Malformed makes one: because continues "the answer ...".
func Malformed(reason, because string) error { return &MalformedError{reason, because} }

// Error continues a sentence.
func (e *MalformedError) Error() string { return "the answer " + e.because }

// Value is what was read of JSON. Numbers stay [json.Number].
type Value struct {
	JSON any
	// Repeated are names that an object has more than once. Which of the values
	// counts is not said anywhere, so that two readers may disagree (RFC 8259 §4).
	Repeated []string
	// Marked: a byte order mark stood before it, which is not allowed (RFC 8259
	// §8.1) and which many readers stumble over.
	Marked bool
}

// ParseValue reads JSON with bounded effort. Errors are a [*MalformedError].
func ParseValue(body []byte) (Value, error) {
	var v Value
	rest, marked := bytes.CutPrefix(body, []byte("\ufeff"))
	v.Marked = marked
	if err := inspect(rest); err != nil {
		return Value{}, err
	}
	repeated, err := walk(rest)
	if err != nil {
		return Value{}, err
	}
	v.Repeated = repeated
	decoder := json.NewDecoder(bytes.NewReader(rest))
	decoder.UseNumber()
	if err := decoder.Decode(&v.JSON); err != nil {
		return Value{}, &MalformedError{"not_json", "is not JSON"}
	}
	return v, nil
}

// inspect tells what is wrong with an answer that is no JSON.
func inspect(body []byte) error {
	text := bytes.TrimSpace(body)
	switch {
	case len(text) == 0:
		return &MalformedError{"empty", "is empty"}
	case json.Valid(body):
		return nil
	case bytes.HasPrefix(text, []byte("<")):
		return &MalformedError{"html", "is a web page"}
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}), bytes.HasPrefix(text, []byte{0xfe, 0xff}), bytes.IndexByte(text, 0) >= 0:
		return &MalformedError{"encoding", "is not in UTF-8"}
	}
	var any json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&any); errors.Is(err, io.ErrUnexpectedEOF) {
		return &MalformedError{"truncated", "ends in the middle"}
	}
	return &MalformedError{"not_json", "is not JSON"}
}

// walk counts what a reader would have to keep, and looks for repeated names.
func walk(body []byte) (repeated []string, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	w := walker{decoder: decoder}
	if err := w.value(0); err != nil {
		return nil, err
	}
	slices.Sort(w.repeated)
	return slices.Compact(w.repeated), nil
}

type walker struct {
	decoder  *json.Decoder
	values   int
	repeated []string
}

func (w *walker) token(depth int) (json.Token, error) {
	if w.values++; w.values > maxValues || depth > maxDepth {
		return nil, &MalformedError{"too_much", fmt.Sprintf("holds more than %d values, or is nested more than %d deep", maxValues, maxDepth)}
	}
	token, err := w.decoder.Token()
	if err != nil {
		return nil, &MalformedError{"not_json", "is not JSON"}
	}
	return token, nil
}

func (w *walker) value(depth int) error {
	token, err := w.token(depth)
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return w.object(depth)
	case json.Delim('['):
		for w.decoder.More() {
			if err := w.value(depth + 1); err != nil {
				return err
			}
		}
		_, err = w.token(depth)
	}
	return err
}

func (w *walker) object(depth int) error {
	seen := map[string]bool{}
	for w.decoder.More() {
		name, err := w.token(depth)
		if err != nil {
			return err
		}
		text, _ := name.(string)
		if seen[text] {
			w.repeated = append(w.repeated, text)
		}
		seen[text] = true
		if err := w.value(depth + 1); err != nil {
			return err
		}
	}
	_, err := w.token(depth)
	return err
}
