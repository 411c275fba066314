package xmltree

import "fmt"

// Reason says why a document is refused.
type Reason string

// The closed set of reasons.
const (
	TooLarge              Reason = "too_large"
	TooDeep               Reason = "too_deep"
	TooManyElements       Reason = "too_many_elements"
	TooManyAttributes     Reason = "too_many_attributes"
	TooManyNamespaces     Reason = "too_many_namespaces"
	Doctype               Reason = "doctype"
	ProcessingInstruction Reason = "processing_instruction"
	SeveralRoots          Reason = "several_roots"
	NoRoot                Reason = "no_root"
	TextOutside           Reason = "text_outside_root"
	WrongEncoding         Reason = "encoding"
	DuplicateAttribute    Reason = "duplicate_attribute"
	BadNamespace          Reason = "namespace"
	// RoundTrip: it means something else once it was written again. The readers of
	// today's Go refuse all that is known of this before; older ones did not.
	RoundTrip Reason = "round_trip"
	Malformed Reason = "malformed"
)

// Error is why a document was refused. It holds no text of the document but
// names of elements.
type Error struct {
	Reason Reason
	Line   int // from 1; 0 where the document as a whole is meant
	Detail string
}

// Error says where and what.
func (e *Error) Error() string {
	text := string(e.Reason)
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Line > 0 {
		text = fmt.Sprintf("line %d: %s", e.Line, text)
	}
	return text
}
