package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"

	"github.com/beevik/etree"
)

// Parse reads a document. What it refuses is an *[Error], and costs no tree.
func Parse(raw []byte, limits Limits) (*etree.Document, error) {
	if len(raw) > limits.Bytes {
		detail := fmt.Sprintf("%d bytes where %d are the limit", len(raw), limits.Bytes)
		return nil, &Error{Reason: TooLarge, Detail: detail}
	}
	text, err := toUTF8(raw, limits.AllowUTF16)
	if err != nil {
		return nil, err
	}
	if err := scan(text, limits); err != nil {
		return nil, err
	}
	doc := etree.NewDocument()
	doc.ReadSettings.MaxDepth = limits.Depth
	doc.ReadSettings.PreserveDuplicateAttrs = true // there are none
	if err := doc.ReadFromBytes(text); err != nil {
		return nil, malformed(err)
	}
	if err := checkNamespaces(doc.Root()); err != nil {
		return nil, err
	}
	return doc, nil
}

// malformed is the error for what the parser did not take.
func malformed(err error) error {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return &Error{Reason: Malformed, Line: syntax.Line, Detail: syntax.Msg}
	}
	return &Error{Reason: Malformed, Detail: "not well-formed"}
}

// lineAt returns the line of an offset, from 1.
func lineAt(text []byte, offset int64) int {
	return bytes.Count(text[:offset], []byte{'\n'}) + 1
}
