package metadata

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"
)

// Bounds of what is read.
const (
	// MaxBytes is the most that metadata may have, of one provider or of many.
	MaxBytes     = 4 << 20
	maxDepth     = 64
	maxEntities  = 1000
	maxKeys      = 1024     // certificates in all
	maxEach      = 32       // endpoints, formats, certificates and problems of one provider
	maxTextBytes = 64 << 10 // of one element
)

// Namespaces.
const (
	namespaceMD  = "urn:oasis:names:tc:SAML:2.0:metadata"
	namespaceUI  = "urn:oasis:names:tc:SAML:metadata:ui"
	namespaceSig = "http://www.w3.org/2000/09/xmldsig#"
	protocol     = "urn:oasis:names:tc:SAML:2.0:protocol"
)

// Parse reads the metadata of one provider or of a federation. An error is an
// *[Error]. A provider whose metadata is out of date, or holds what cannot be
// read, is returned all the same, with its Problems.
func Parse(raw []byte) (Document, error) {
	if len(raw) > MaxBytes {
		return Document{}, &Error{Reason: TooLarge}
	}
	text, err := decode(raw)
	if err != nil {
		return Document{}, err
	}
	if err := recognise(text); err != nil {
		return Document{}, err
	}
	if err := checkTags(text); err != nil {
		return Document{}, err
	}
	r := &reader{decoder: xml.NewDecoder(bytes.NewReader(text))}
	r.decoder.CharsetReader = charset
	if err := r.root(); err != nil {
		return Document{}, asError(err)
	}
	if len(r.doc.Entities) == 0 {
		return Document{}, &Error{Reason: NoProvider}
	}
	return r.doc, nil
}

func asError(err error) error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	if errors.Is(err, io.EOF) {
		return &Error{Reason: NotXML, Detail: "it ends too early"}
	}
	return &Error{Reason: NotXML, Detail: err.Error()}
}

// reader walks through the elements, and keeps nothing but what it finds.
type reader struct {
	decoder *xml.Decoder
	doc     Document
	depth   int
	keys    int // certificates so far
}

// token returns the next start or end of an element, or text.
func (r *reader) token() (xml.Token, error) {
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token.(type) {
		case xml.Directive:
			return nil, &Error{Reason: Doctype}
		case xml.StartElement:
			if r.depth++; r.depth > maxDepth {
				return nil, &Error{Reason: TooDeep}
			}
			return token, nil
		case xml.EndElement:
			r.depth--
			return token, nil
		case xml.CharData:
			return token, nil
		}
	}
}

// each calls visit for every child of the element that has just begun. Visit
// reads the child to its end.
func (r *reader) each(visit func(xml.StartElement) error) error {
	for {
		token, err := r.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := visit(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

func (r *reader) skip() error {
	for end := r.depth - 1; r.depth > end; {
		if _, err := r.token(); err != nil {
			return err
		}
	}
	return nil
}

// text reads the text of the element that has just begun.
func (r *reader) text() (string, error) {
	var out strings.Builder
	for end := r.depth - 1; r.depth > end; {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		if data, ok := token.(xml.CharData); ok {
			if out.Len()+len(data) > maxTextBytes {
				return "", &Error{Reason: NotXML, Detail: "a text of more than 64 KiB"}
			}
			out.Write(data)
		}
	}
	return strings.TrimSpace(out.String()), nil
}

func (r *reader) root() error {
	for {
		token, err := r.token()
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			return r.top(start)
		}
	}
}

func (r *reader) top(start xml.StartElement) error {
	switch start.Name {
	case md("EntityDescriptor"):
		return r.entity(start, time.Time{})
	case md("EntitiesDescriptor"):
		return r.entities(start, time.Time{})
	}
	const most = 60
	return &Error{Reason: NotMetadata, Detail: start.Name.Local[:min(len(start.Name.Local), most)]}
}

// entities reads those of a federation, which may hold others.
func (r *reader) entities(start xml.StartElement, until time.Time) error {
	until = earlier(until, attribute(start, "validUntil"))
	return r.each(func(child xml.StartElement) error {
		switch child.Name {
		case md("EntityDescriptor"):
			return r.entity(child, until)
		case md("EntitiesDescriptor"):
			return r.entities(child, until)
		}
		return r.skip()
	})
}

func md(local string) xml.Name { return xml.Name{Space: namespaceMD, Local: local} }

// earlier is the earlier of two ends. One that cannot be read is none.
func earlier(until time.Time, text string) time.Time {
	end, err := time.Parse(time.RFC3339Nano, text)
	if err != nil { // a time without a zone is UTC (SAML Core §1.3.3)
		if end, err = time.Parse("2006-01-02T15:04:05.999999999", text); err != nil {
			return until
		}
	}
	if until.IsZero() || end.Before(until) {
		return end.UTC()
	}
	return until
}
