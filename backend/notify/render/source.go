package render

import (
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const (
	maxUnclosed = 20 // elements such as <b> that are opened and left
	maxBroken   = 20 // told of one template
)

// source is what the author wrote, read tag by tag before a parser mends it: where
// things stand, and what is left open. It also keeps out what would make the parser
// work hard: a parser opens every <b> that was not closed again in every paragraph
// that follows, which multiplies the two numbers.
type source struct {
	text     string
	lines    []int            // where each line begins
	places   map[string][]int // of "<tag" and "%name", in order, not yet asked for
	last     int
	elements int
	unclosed int
	broken   []broken
}

type broken struct {
	at      int
	message string
}

// openTag is an element that waits for its end.
type openTag struct {
	name string
	at   int
}

// readSource reads every tag once.
func readSource(text string) *source {
	s := &source{text: text, lines: []int{0}, places: map[string][]int{}}
	for i := range len(text) {
		if text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	var stack []openTag
	open := map[string]int{}
	z := html.NewTokenizer(strings.NewReader(text))
	for at := 0; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				s.elements = maxElements + 1 // longer than a tokenizer takes
			}
			break
		}
		raw := z.Raw()
		switch kind {
		case html.TextToken:
			s.noteNames(string(raw), at)
		case html.StartTagToken, html.SelfClosingTagToken:
			stack = s.start(stack, open, openTag{tagName(z), at})
		case html.EndTagToken:
			stack = s.end(stack, open, openTag{tagName(z), at})
		}
		at += len(raw)
		if s.elements > maxElements {
			break
		}
	}
	s.unwind(stack, open, "")
	return s
}

func (s *source) start(stack []openTag, open map[string]int, tag openTag) []openTag {
	s.elements++
	s.places["<"+tag.name] = append(s.places["<"+tag.name], tag.at)
	if isVoid(tag.name) {
		return stack
	}
	open[tag.name]++
	return append(stack, tag)
}

func (s *source) end(stack []openTag, open map[string]int, tag openTag) []openTag {
	if open[tag.name] > 0 {
		return s.unwind(stack, open, tag.name)
	}
	if !isVoid(tag.name) && !closesItself(tag.name) {
		s.tell(tag.at, "</"+shorten(tag.name)+"> closes nothing")
	}
	return stack
}

func tagName(z *html.Tokenizer) string {
	name, _ := z.TagName()
	return string(name)
}

// unwind takes the elements from the stack that an end tag closes; "" closes all.
func (s *source) unwind(stack []openTag, open map[string]int, name string) []openTag {
	for first := true; len(stack) > 0; first = false {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		open[top.name]--
		if top.name == name {
			if !first && isFormatting(name) {
				s.unclosed++ // across others: a parser may not follow
			}
			break
		}
		if isFormatting(top.name) {
			s.unclosed++
		}
		if !closesItself(top.name) {
			s.tell(top.at, "<"+shorten(top.name)+"> is not closed")
		}
	}
	return stack
}

func (s *source) tell(at int, message string) {
	if len(s.broken) < maxBroken {
		s.broken = append(s.broken, broken{at, message})
	}
}

func (s *source) noteNames(text string, at int) {
	for _, part := range scan(text) {
		if part.name != "" {
			s.places["%"+part.name] = append(s.places["%"+part.name], at+part.offset)
		}
	}
}

// take returns the place of the next occurrence of a key, or of what was asked before.
func (s *source) take(key string) int {
	if places := s.places[key]; len(places) > 0 {
		s.last = places[0]
		s.places[key] = places[1:]
	}
	return s.last
}

// position counts from 1, in characters.
func (s *source) position(at int) (line, column int) {
	line = sort.SearchInts(s.lines, at+1)
	begin := s.lines[line-1]
	return line, utf8.RuneCountInString(s.text[begin:at]) + 1
}

func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// closesItself lists the elements whose end tag may be left out.
func closesItself(name string) bool {
	switch name {
	case "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "html", "head", "body":
		return true
	}
	return false
}

// isFormatting lists the elements that a parser opens again (HTML §13.2.4.3).
func isFormatting(name string) bool {
	switch name {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}
