package smtp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"patchbay/backend/fault"
)

// readObject splits a document into its fields. encoding/json would let the
// last of two equal fields win and replace bytes that are not UTF-8, so that
// another value than the written one could be stored.
func readObject(doc []byte) (map[string]json.RawMessage, error) {
	if len(doc) > maxDocument {
		return nil, invalidDocument("the document is larger than 64 KiB")
	}
	if !utf8.Valid(doc) {
		return nil, invalidDocument("the document is not UTF-8 text")
	}
	fields, repeated, err := splitObject(doc)
	if err != nil {
		return nil, invalidDocument("the document is not one JSON object").WithCause(err)
	}
	if repeated != "" {
		return nil, invalidFields([]fault.Field{{Name: shown(repeated), Message: "is given twice"}})
	}
	return fields, nil
}

var errNotAnObject = errors.New("not a JSON object")

func splitObject(doc []byte) (fields map[string]json.RawMessage, repeated string, err error) {
	decoder := json.NewDecoder(bytes.NewReader(doc))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, "", errors.Join(errNotAnObject, err)
	}
	fields = map[string]json.RawMessage{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, "", err
		}
		name, ok := token.(string)
		if !ok {
			return nil, "", errNotAnObject
		}
		if _, known := fields[name]; known && repeated == "" {
			repeated = name
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, "", err
		}
		fields[name] = value
	}
	if _, err := decoder.Token(); err != nil { // the closing brace
		return nil, "", err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, "", errors.New("text after the object")
	}
	return fields, repeated, nil
}
