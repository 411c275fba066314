package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	validator "github.com/mattermost/xml-roundtrip-validator"
)

// scanner counts what a document is made of, without keeping any of it.
type scanner struct {
	limits               Limits
	allowUTF16           bool
	open                 []int // namespace declarations of each open element
	namespaces           int   // that hold here
	elements, attributes int
	roots                int
	first                bool // nothing has been read yet
}

// scan reads a document token by token and refuses it at the first that must
// not be there.
func scan(text []byte, limits Limits) error {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	s := scanner{limits: limits, allowUTF16: limits.AllowUTF16, first: true}
	for {
		offset := decoder.InputOffset()
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return s.end()
		}
		if err != nil {
			return malformed(err)
		}
		if err := s.token(token); err != nil {
			err.Line = lineAt(text, offset)
			return err
		}
		s.first = false
	}
}

func (s *scanner) end() error {
	switch {
	case len(s.open) > 0:
		return &Error{Reason: Malformed, Detail: "it ends before its elements do"}
	case s.roots == 0:
		return &Error{Reason: NoRoot, Detail: "no element"}
	}
	return nil
}

func (s *scanner) token(token xml.Token) *Error {
	var err *Error
	switch t := token.(type) {
	case xml.Directive:
		err = &Error{Reason: Doctype, Detail: "a document type declaration"}
	case xml.ProcInst:
		err = s.instruction(t)
	case xml.CharData:
		if len(s.open) == 0 && len(bytes.TrimSpace(t)) > 0 {
			err = &Error{Reason: TextOutside, Detail: "text outside the root element"}
		}
	case xml.StartElement:
		err = s.start(t)
	case xml.EndElement:
		err = s.close()
	}
	if err != nil {
		return err
	}
	if !isPlain(token) && validator.CheckToken(token) != nil {
		return &Error{Reason: RoundTrip, Detail: "it would not be read again as it was written"}
	}
	return nil
}

// isPlain reports whether a token needs no round trip, which costs more than all
// the rest: text is escaped on its way out, and only names of odd signs have ever
// come back as others (CVE-2020-29509 to 29511).
func isPlain(token xml.Token) bool {
	switch t := token.(type) {
	case xml.CharData:
		return true
	case xml.StartElement:
		for _, a := range t.Attr {
			if !isPlainName(a.Name) {
				return false
			}
		}
		return isPlainName(t.Name) && t.Name.Space != "xmlns"
	case xml.EndElement:
		return isPlainName(t.Name)
	}
	return false
}

// isPlainName reports whether a name has ASCII letters, digits and hyphens only.
func isPlainName(n xml.Name) bool {
	return n.Local != "" && isPlainWord(n.Local) && isPlainWord(n.Space)
}

func isPlainWord(word string) bool {
	for i := range len(word) {
		b := word[i]
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		if !letter && (i == 0 || b != '-' && (b < '0' || b > '9')) {
			return false
		}
	}
	return true
}

// instruction takes the XML declaration only, at the very beginning.
func (s *scanner) instruction(t xml.ProcInst) *Error {
	if t.Target != "xml" || !s.first {
		return &Error{Reason: ProcessingInstruction, Detail: "<?" + name(t.Target) + "?>"}
	}
	if other, wrong := declaresOther(string(t.Inst), s.allowUTF16); wrong {
		return &Error{Reason: WrongEncoding, Detail: name(other)}
	}
	return nil
}

func (s *scanner) start(t xml.StartElement) *Error {
	if len(s.open) == 0 {
		if s.roots++; s.roots > 1 {
			return &Error{Reason: SeveralRoots, Detail: name(t.Name.Local)}
		}
	}
	s.elements++
	s.attributes += len(t.Attr)
	declared := declarations(t)
	s.open = append(s.open, declared)
	s.namespaces += declared
	switch {
	case len(s.open) > s.limits.Depth:
		return s.over(TooDeep, s.limits.Depth)
	case s.elements > s.limits.Elements:
		return s.over(TooManyElements, s.limits.Elements)
	case len(t.Attr) > s.limits.Attributes:
		return s.over(TooManyAttributes, s.limits.Attributes)
	case s.attributes > 4*s.limits.Elements:
		return s.over(TooManyAttributes, 4*s.limits.Elements)
	case s.namespaces > maxNamespaces:
		return s.over(TooManyNamespaces, maxNamespaces)
	}
	return forms(t)
}

func (*scanner) over(reason Reason, limit int) *Error {
	return &Error{Reason: reason, Detail: fmt.Sprintf("more than %d", limit)}
}

func (s *scanner) close() *Error {
	if len(s.open) == 0 {
		return &Error{Reason: Malformed, Detail: "an end without a beginning"}
	}
	last := len(s.open) - 1
	s.namespaces -= s.open[last]
	s.open = s.open[:last]
	return nil
}

func declarations(t xml.StartElement) int {
	n := 0
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			n++
		}
	}
	return n
}

// forms refuses what is forbidden and encoding/xml takes: a name with a colon at
// its end or several (Namespaces in XML 1.0 §7), and an attribute that is there
// twice (XML 1.0 §3.1).
func forms(t xml.StartElement) *Error {
	if strings.Contains(t.Name.Local, ":") {
		return &Error{Reason: BadNamespace, Detail: "the name " + name(t.Name.Local)}
	}
	for i, a := range t.Attr {
		if strings.Contains(a.Name.Local, ":") {
			return &Error{Reason: BadNamespace, Detail: "the name " + name(a.Name.Local)}
		}
		for _, b := range t.Attr[:i] {
			if a.Name == b.Name {
				return &Error{Reason: DuplicateAttribute, Detail: name(a.Name.Local)}
			}
		}
	}
	return nil
}

// name makes a name short enough to be shown.
func name(text string) string {
	const most = 60
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
