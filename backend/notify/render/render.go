// Package render turns a template and a person's values into a mail.
//
// A template is HTML with a plain-text part and a subject. [Parse] reads it once
// into a [Tree] of markup and placeholders; [Tree.Render] puts values into it, as
// often as there are people. Nothing is compiled into text and read again: a value
// meets a place whose kind is known (text, an attribute, a link, the subject), is
// escaped for it, and is never looked through for placeholders.
//
// Hostile templates are expected. Markup passes three gates that share no code: our
// own list of elements, attributes, links and styles, which can name what it drops;
// bluemonday with a policy of its own; and the writer, which knows no element whose
// content a browser would not read as markup. What leaves is read back until it reads
// back as itself, so that a browser's parser finds nothing in it that ours did not.
//
// The package is pure: no files, no network, no clock. Time and memory are bounded by
// the limits below, whatever comes in.
package render

// Kind says what a template is for, and with it which placeholders it knows.
type Kind string

// The closed set of kinds.
const (
	Notification  Kind = "notification"
	PasswordReset Kind = "password-reset"
)

// Template is a mail as its author wrote it and as it is stored. Without a Text the
// plain-text part is made from the HTML; without HTML the mail is plain text only.
type Template struct {
	Subject string
	HTML    string
	Text    string
}

// Limits of a template, in bytes unless they say otherwise. [MaxHTML] is counted
// without the images that are embedded as data: addresses.
const (
	MaxSubject      = 998 // RFC 5322 §2.1.1, a line without its CRLF
	MaxHTML         = 512 << 10
	MaxText         = 256 << 10
	MaxImage        = 256 << 10 // one embedded image, decoded
	MaxImages       = 1 << 20   // all of them
	MaxPlaceholders = 2000      // uses in one part
)

// Limits that nobody meets who writes a mail.
const (
	maxSource   = MaxHTML + MaxImages*4/3 + 64<<10 // HTML with its images in base64
	maxElements = 10_000
	maxDepth    = 100
	maxProblems = 256
	maxValue    = 64 << 10
	maxMail     = 4 << 20 // HTML or text of one rendered mail
)

// Tree is a template that has been read: immutable, and safe to render from several
// goroutines at once.
type Tree struct {
	known   words
	subject []piece
	html    []piece
	text    []piece
	inline  []Inline
}

// Parse reads a template and tells what is wrong with it, in the order of subject,
// HTML and text, at most 256 problems. A template with a problem of severity "error"
// must not be saved or sent; its tree still renders, without what was dropped, so that
// a preview can follow somebody who types. The tree is nil only if the template is
// larger or more deeply nested than the limits.
func Parse(kind Kind, t Template) (*Tree, []Problem) {
	log := &problems{}
	known := vocabulary(kind)
	tree := &Tree{known: known}

	tree.subject = parseSubject(t.Subject, known, log)
	markup := parseHTML(t.HTML, known, log)
	tree.text = parseText(t, markup, known, log)
	if log.refused {
		return nil, log.list
	}
	if markup != nil {
		tree.html, tree.inline = markup.pieces, markup.images.parts()
	}
	checkRequired(t, markup, known, log)
	return tree, log.list
}

// HasErrors reports whether a template with these problems must not be saved.
func HasErrors(found []Problem) bool {
	for _, p := range found {
		if p.Severity == Error {
			return true
		}
	}
	return false
}

// Uses reports whether a mail made of the template shows the value of a placeholder
// anywhere: what stands in a comment or in something that was dropped does not count.
func (t *Tree) Uses(name string) bool {
	if name == "" {
		return false
	}
	for _, part := range [][]piece{t.subject, t.html, t.text} {
		for _, p := range part {
			if p.name == name {
				return true
			}
			for _, s := range p.link.segments {
				if s.name == name {
					return true
				}
			}
		}
	}
	return false
}
