package render

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
)

// parsedHTML is the HTML part of a template, ready to be filled in.
type parsedHTML struct {
	pieces []piece
	used   map[string]bool
	images *images
	text   string // what it says, in the language of templates
}

func parseSubject(subject string, known words, log *problems) []piece {
	say := func(code, message, name string, severity Severity) {
		log.add(Problem{Field: FieldSubject, Code: code, Message: message, Severity: severity, Line: 1, Column: 1, Placeholder: name})
	}
	if len(subject) > MaxSubject {
		log.refuse(FieldSubject, fmt.Sprintf("the subject may have %d bytes; this one has %d", MaxSubject, len(subject)))
		return nil
	}
	switch {
	case strings.TrimSpace(subject) == "":
		say(CodeSubjectLine, "a mail without a subject looks like spam: write one", "", Error)
	case strings.ContainsFunc(subject, breaksLine):
		say(CodeSubjectLine, "the subject must be one line without control characters", "", Error)
	}
	c := &compiler{known: known, used: map[string]bool{}}
	c.unknown = func(name string) { // at most a few hundred fit into a subject
		say(CodeUnknownPlaceholder, known.unknown(name), name, Error)
	}
	for _, s := range scan(subject) {
		if p := known[s.name]; s.name != "" && p.Type != "" && p.Type != Text {
			say(CodeMisplacedPlaceholder, "%"+s.name+"% must not stand in the subject", s.name, Error)
			continue
		}
		if s.name == "" {
			c.write(oneLine(s.literal))
			continue
		}
		c.run("%"+s.name+"%", inSubject, oneLine)
	}
	c.flush()
	return c.pieces
}

func parseHTML(text string, known words, log *problems) *parsedHTML {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	doc, refused := reading{known: known, limit: MaxHTML}.load(text)
	if refused != "" {
		log.refuse(FieldHTML, refused)
		return nil
	}
	parsed := &parsedHTML{images: doc.images, text: plainText(doc)}
	found := doc.problems
	c := &compiler{known: known, used: map[string]bool{}}
	c.unknown = func(name string) {
		if len(found) >= maxProblems {
			return
		}
		line, column := doc.source.position(doc.source.take("%" + name))
		found = append(found, Problem{Field: FieldHTML, Code: CodeUnknownPlaceholder, Message: known.unknown(name), Severity: Error, Line: line, Column: column, Placeholder: name})
	}
	c.document(doc)
	parsed.pieces, parsed.used = c.pieces, c.used
	slices.SortStableFunc(found, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	for _, p := range found {
		log.add(p)
	}
	parsed.checkSize(c.uses, log)
	return parsed
}

func (p *parsedHTML) checkSize(uses int, log *problems) {
	length := 0
	for _, one := range p.pieces {
		length += len(one.text)
	}
	if uses > MaxPlaceholders {
		log.refuse(FieldHTML, fmt.Sprintf("the HTML may use placeholders %d times; it does %d times", MaxPlaceholders, uses))
	}
	if length > clipped {
		log.add(Problem{Field: FieldHTML, Code: CodeMayBeClipped, Message: "Gmail may cut off a mail of more than about 102 KB: this one has " + fmt.Sprint(length/1000) + " KB", Severity: Warning})
	}
}

// document writes the whole page. The head holds nothing that a mail client would act
// on but the colour schemes that the mail is made for.
func (c *compiler) document(doc *document) {
	c.write(`<!DOCTYPE html><html><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width, initial-scale=1">` +
		`<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>`)
	c.put(piece{place: inTitle})
	c.write("</title>")
	if doc.styles != "" {
		c.write("<style>\n" + doc.styles + "</style>")
	}
	c.write("</head><body")
	for _, a := range doc.body.Attr {
		c.write(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	c.write(">")
	c.children(doc.body, false)
	c.write("</body></html>")
	c.flush()
}

func parseText(t Template, markup *parsedHTML, known words, log *problems) []piece {
	text, made := t.Text, false
	if strings.TrimSpace(text) == "" && markup != nil {
		text, made = markup.text, true
	}
	if len(text) > MaxText && !made {
		log.refuse(FieldText, fmt.Sprintf("the text may have %d KiB; this one has %d KiB", MaxText>>10, len(text)>>10))
		return nil
	}
	switch {
	case strings.TrimSpace(text) == "" && markup == nil && log.refused:
		return nil // there is a body, which was refused
	case strings.TrimSpace(text) == "" && markup == nil:
		log.add(Problem{Field: FieldText, Code: CodeNoText, Message: "the template has no body: write the HTML, the text or both", Severity: Error})
	case made:
		log.add(Problem{Field: FieldText, Code: CodeNoText, Message: "the plain-text part is made from the HTML", Severity: Warning})
	case markup != nil && !sameText(text, markup.text):
		log.add(Problem{Field: FieldText, Code: CodeTextOutOfStep, Message: "the plain text says something else than the HTML", Severity: Warning})
	}
	c := &compiler{known: known, used: map[string]bool{}}
	place := &source{text: text, lines: lineStarts(text), places: map[string][]int{}}
	place.noteNames(text, 0)
	c.unknown = func(name string) {
		if made || len(log.list) >= maxProblems {
			return // told of the HTML already, or enough
		}
		line, column := place.position(place.take("%" + name))
		log.add(Problem{Field: FieldText, Code: CodeUnknownPlaceholder, Message: known.unknown(name), Severity: Error, Line: line, Column: column, Placeholder: name})
	}
	c.plain(text)
	c.flush()
	if c.uses > MaxPlaceholders {
		log.refuse(FieldText, fmt.Sprintf("the text may use placeholders %d times; it does %d times", MaxPlaceholders, c.uses))
	}
	return c.pieces
}

// checkRequired demands the required placeholders of every body that somebody wrote.
func checkRequired(t Template, markup *parsedHTML, known words, log *problems) {
	if markup != nil {
		missing(FieldHTML, markup.used, known, log)
		hidden(markup, known, log)
		inAddress(FieldHTML, markup.text, known, log)
	}
	inAddress(FieldText, t.Text, known, log)
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	used := map[string]bool{}
	for _, s := range scan(t.Text) {
		used[s.name] = true
	}
	missing(FieldText, used, known, log)
}

func missing(field string, used map[string]bool, known words, log *problems) {
	var names []string
	for name, p := range known {
		if p.Required && !used[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		log.add(Problem{Field: field, Code: CodeMissingPlaceholder, Message: "%" + name + "% must be in the " + bodyName(field), Severity: Error, Placeholder: name})
	}
}

// hidden demands that a secret can be seen: a style that hides it would have somebody
// get a mail without the password that he needs. What is made of the HTML as plain text
// is what can be seen of it.
func hidden(markup *parsedHTML, known words, log *problems) {
	shown := map[string]bool{}
	for _, s := range scan(markup.text) {
		shown[s.name] = true
	}
	for name, p := range known {
		if p.Required && p.Type == Secret && markup.used[name] && !shown[name] {
			log.add(Problem{Field: FieldHTML, Code: CodeMissingPlaceholder, Message: "%" + name + "% is hidden by a style: whoever gets the mail could not see it", Severity: Error, Placeholder: name})
		}
	}
}

// inAddress keeps a secret out of an address that is written out: mail programs make a
// link of it, and some follow links before anybody reads the mail.
func inAddress(field, text string, known words, log *problems) {
	word := "" // since the last space, as far as it matters
	for _, s := range scan(text) {
		if s.name != "" && known[s.name].Type == Secret && isAddress(word) {
			log.add(Problem{Field: field, Code: CodeMisplacedPlaceholder, Message: "%" + s.name + "% is a secret and must not be part of an address: mail programs make a link of it", Severity: Error, Placeholder: s.name})
			return
		}
		if s.name != "" {
			s.literal = "x"
		}
		word += s.literal
		word = word[strings.LastIndexFunc(word, unicode.IsSpace)+1:]
		switch {
		case isAddress(word):
			word = addressMark
		case len(word) > len(addressMark):
			word = "x" + word[len(word)-len(addressMark)+1:]
		}
	}
}

// addressMark is what makes an address of a word.
const addressMark = "://"

func isAddress(word string) bool {
	return strings.Contains(word, addressMark) || strings.HasPrefix(word, "www.")
}

func bodyName(field string) string {
	if field == FieldHTML {
		return "HTML"
	}
	return "plain text"
}
