package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"patchbay/backend/fault"
)

// Read takes a document of at most 64 KiB apart. What is not one JSON object in
// UTF-8, or has a field twice, is a fault [CodeInvalid].
//
// encoding/json would let the last of two equal fields win and replace bytes
// that are not UTF-8, so that another value than the written one could be
// stored.
func Read(doc []byte) (*Reader, error) {
	if len(doc) > maxSize {
		return nil, Invalid("the document is larger than 64 KiB")
	}
	return split(doc)
}

// ReadLarge is [Read] for documents that may carry another one, such as the
// metadata of a sign-in provider: they have at most 4 MiB.
func ReadLarge(doc []byte) (*Reader, error) {
	if len(doc) > MaxLarge {
		return nil, Invalid("the document is larger than 4 MiB")
	}
	return split(doc)
}

func split(doc []byte) (*Reader, error) {
	if !utf8.Valid(doc) {
		return nil, Invalid("the document is not UTF-8 text")
	}
	fields, repeated, err := splitObject(doc)
	if err != nil {
		return nil, Invalid("the document is not one JSON object").WithCause(err)
	}
	if repeated != "" {
		return nil, InvalidFields([]fault.Field{{Name: shown(repeated), Message: "is given twice"}})
	}
	return &Reader{fields: fields}, nil
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
