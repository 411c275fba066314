package imapd

import (
	"bytes"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// maxNested is how many parts may hold others. The engine takes a message apart
// by recursion, and copies a message in a message at each turn; one beyond the
// bound is shown as one piece of text.
const maxNested = 20

// isNested reports whether taking a message apart could be too much work. No
// part can hold another without naming one of these words.
func isNested(raw []byte) bool {
	raw = bytes.ToLower(raw)
	return bytes.Count(raw, []byte("boundary"))+bytes.Count(raw, []byte("message/")) > maxNested
}

func structure(raw []byte) imap.BodyStructure {
	if !isNested(raw) {
		if found := imapserver.ExtractBodyStructure(bytes.NewReader(raw)); isWhole(found) {
			return found
		}
	}
	return &imap.BodyStructureSinglePart{
		Type: "text", Subtype: "plain", Size: uint32(len(raw)),
		Text:     &imap.BodyStructureText{NumLines: int64(bytes.Count(raw, []byte("\n")))},
		Extended: &imap.BodyStructureSinglePartExt{},
	}
}

// isWhole reports whether a structure can be sent: the engine cannot write a
// multipart without parts, or a part without a type.
func isWhole(found imap.BodyStructure) bool {
	switch found := found.(type) {
	case *imap.BodyStructureMultiPart:
		for _, child := range found.Children {
			if !isWhole(child) {
				return false
			}
		}
		return len(found.Children) > 0
	case *imap.BodyStructureSinglePart:
		return found.Type != "" && (found.MessageRFC822 == nil || isWhole(found.MessageRFC822.BodyStructure))
	default:
		return false
	}
}

// body is a section of a message (RFC 9051 §6.4.5.1). The whole message is what
// was caught, byte by byte.
func body(raw []byte, section *imap.FetchItemBodySection) []byte {
	whole := *section
	whole.Partial = nil
	content := raw
	switch {
	case len(section.Part) > 0 && isNested(raw):
		return nil
	case len(section.Part) > 0 || section.Specifier != imap.PartSpecifierNone:
		content = imapserver.ExtractBodySection(bytes.NewReader(raw), &whole)
	}
	if section.Partial == nil {
		return content
	}
	length := int64(len(content))
	from := min(max(section.Partial.Offset, 0), length)
	return content[from : from+min(max(section.Partial.Size, 0), length-from)]
}
