package render

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const widest = 600 // pixels that every mail client shows without scrolling

// attributes cleans an element's own.
func (f *filter) attributes(n *html.Node, at int) {
	var clean []html.Attribute
	described := hasAttribute(n, "alt") || attribute(n, "role") == "presentation"
	for _, a := range n.Attr {
		if value, ok := f.attribute(n, a, at); ok {
			clean = append(clean, html.Attribute{Key: a.Key, Val: value})
		}
	}
	n.Attr = clean
	if n.Data == "img" {
		f.image(n, at, described)
	}
	if wide(attribute(n, "width")) {
		f.tooWide(n, at)
	}
}

func (f *filter) attribute(n *html.Node, a html.Attribute, at int) (string, bool) {
	class := classify(n.Data, a.Key)
	if a.Namespace != "" || class == noAttribute || class == quietAttribute {
		f.tellAttribute(class, a.Key, at)
		return "", false
	}
	switch class {
	case hrefAttribute:
		address := strings.Trim(a.Val, " \t\r\n\f")
		return address, f.link(address, at)
	case srcAttribute:
		id, why := f.images.take(a.Val)
		if why != "" {
			f.drop(at, CodeUnsafeImage, why, Error)
			return "", false
		}
		return "cid:" + id, true
	case styleAttribute:
		value := writeDeclarations(f.declarations(n, a.Val, at), false)
		return value, value != ""
	}
	if !f.placed(class, a, at) {
		return "", false
	}
	if !plainAttribute(class, a.Val) {
		f.drop(at, CodeUnsafeMarkup, "the value of "+shorten(a.Key)+" on <"+n.Data+"> is not allowed in a mail", Warning)
		return "", false
	}
	return a.Val, true
}

func (f *filter) tellAttribute(class attributeClass, key string, at int) {
	if class == quietAttribute {
		return
	}
	severity := Warning
	if strings.HasPrefix(key, "on") || strings.Contains(key, "src") || strings.Contains(key, "href") || strings.Contains(key, "action") {
		severity = Error
	}
	f.drop(at, CodeUnsafeMarkup, "the attribute "+shorten(key)+" is not allowed in a mail", severity)
}

func (f *filter) link(value string, at int) bool {
	if f.known == nil {
		if safeLink(value) {
			return true
		}
		f.drop(at, CodeUnsafeLink, "a link needs a whole address", Error)
		return false
	}
	_, why := parseLink(value, f.known)
	if why == nil {
		return true
	}
	if why.code == CodeUnsafeLink {
		f.drop(at, why.code, why.message, Error)
		return false
	}
	f.report(at, Problem{Code: why.code, Message: why.message, Severity: Error, Placeholder: why.placeholder})
	return false
}

func (f *filter) declarations(n *html.Node, style string, at int) []declaration {
	for _, s := range scan(style) {
		if _, ok := f.known[s.name]; ok {
			f.misplaced(s.name, "a style", at)
		}
	}
	list := parseDeclarations(style, func(found flaw) { f.style(at, found) })
	for _, d := range list {
		if d.property == "width" && strings.HasSuffix(d.value, "px") && wide(d.value) {
			f.tooWide(n, at)
		}
	}
	return list
}

func (f *filter) style(at int, found flaw) {
	severity := Warning
	if found.active {
		severity = Error
	}
	f.drop(at, CodeUnsafeStyle, "this style is not sent: "+found.name, severity)
}

// placed checks the placeholders of an attribute that is not a link.
func (f *filter) placed(class attributeClass, a html.Attribute, at int) bool {
	if f.known == nil {
		return true
	}
	fine := true
	for _, s := range scan(a.Val) {
		if f.full() {
			return false
		}
		p, ok := f.known[s.name]
		switch {
		case s.name == "":
		case !ok && (a.Key == "alt" || a.Key == "title"):
			f.report(at, Problem{Code: CodeUnknownPlaceholder, Message: f.known.unknown(s.name), Severity: Error, Placeholder: s.name})
		case ok && (p.Type != Text || class != sentenceAttribute || a.Key != "alt" && a.Key != "title"):
			f.misplaced(s.name, "the attribute "+a.Key, at)
			fine = false
		}
	}
	return fine
}

func (f *filter) misplaced(name, where string, at int) {
	f.report(at, Problem{Code: CodeMisplacedPlaceholder, Message: "%" + name + "% must not stand in " + where, Severity: Error, Placeholder: name})
}

func (f *filter) image(n *html.Node, at int, described bool) {
	if !described {
		f.report(at, Problem{Code: CodeImageWithoutAlt, Message: "an image needs an alt text for those who do not see it; alt=\"\" if it only decorates", Severity: Warning})
	}
	id := strings.TrimPrefix(attribute(n, "src"), "cid:")
	if attribute(n, "width") == "" && !strings.Contains(attribute(n, "style"), "width") && f.images.width(id) > widest {
		f.tooWide(n, at)
	}
}

func (f *filter) tooWide(n *html.Node, at int) {
	f.report(at, Problem{Code: CodeTooWide, Message: "<" + n.Data + "> is wider than " + strconv.Itoa(widest) + " pixels and may not fit into a mail window", Severity: Warning})
}

func wide(length string) bool {
	n, err := strconv.ParseFloat(strings.TrimSuffix(length, "px"), 64)
	return err == nil && n > widest
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
