package render

import (
	"strings"

	"golang.org/x/net/html"
)

// fate is what becomes of an element.
type fate int

const (
	kept      fate = iota
	unwrapped      // its content stays
	removed        // with its content
	silent         // removed, and nobody needs to know
)

// elementFate lists the elements of a mail. None of them makes a browser read what is
// inside in another way than as markup: that, and no foreign namespace, is what keeps a
// second parser from finding something else.
func elementFate(n *html.Node) fate {
	if n.Namespace != "" {
		return removed
	}
	switch n.Data {
	case "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
		"center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em",
		"figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
		"i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section",
		"small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
		"thead", "tr", "tt", "u", "ul", "var", "wbr":
		return kept
	case "style", "title":
		return silent
	case "meta":
		if attribute(n, "http-equiv") == "" || strings.EqualFold(attribute(n, "http-equiv"), "content-type") {
			return silent
		}
		return removed
	case "applet", "audio", "base", "basefont", "bgsound", "canvas", "embed", "frame", "frameset",
		"iframe", "link", "listing", "math", "noembed", "noframes", "noscript", "object", "option",
		"param", "picture", "plaintext", "portal", "script", "select", "source", "svg", "template",
		"textarea", "track", "video", "xmp":
		return removed
	}
	return unwrapped
}

// harmful reports whether an element that was dropped could have run or loaded
// something, or asked for input: whoever wrote it must know.
func harmful(n *html.Node) bool {
	if n.Namespace != "" {
		return true
	}
	switch n.Data {
	case "form", "input", "button", "isindex", "keygen", "dialog":
		return true
	}
	return elementFate(n) == removed
}

// attributeClass says how an attribute's value is checked.
type attributeClass int

const (
	noAttribute    attributeClass = iota
	quietAttribute                // dropped, and nobody needs to know
	wordAttribute
	lengthAttribute
	colourAttribute
	sentenceAttribute
	nameAttribute
	hrefAttribute
	srcAttribute
	styleAttribute
)

func classify(element, name string) attributeClass {
	switch name {
	case "style":
		return styleAttribute
	case "class", "id":
		return nameAttribute
	case "title", "aria-label":
		return sentenceAttribute
	case "dir", "lang", "role", "align", "valign", "aria-hidden":
		return wordAttribute
	case "bgcolor":
		return colourAttribute
	case "rel", "target", "draggable", "contenteditable", "spellcheck", "xml:lang", "xmlns":
		return quietAttribute
	}
	if strings.HasPrefix(name, "data-") {
		return quietAttribute
	}
	return classifyFor(element, name)
}

// classifyFor knows the attributes of single elements.
func classifyFor(element, name string) attributeClass {
	switch element + " " + name {
	case "a href":
		return hrefAttribute
	case "img src":
		return srcAttribute
	case "img alt", "table summary", "th abbr":
		return sentenceAttribute
	case "img width", "img height", "img border", "img hspace", "img vspace",
		"table width", "table height", "table border", "table cellpadding", "table cellspacing",
		"td width", "td height", "td colspan", "td rowspan", "th width", "th height", "th colspan", "th rowspan",
		"tr height", "col width", "col span", "colgroup width", "colgroup span", "hr width", "hr size",
		"ol start", "li value", "font size":
		return lengthAttribute
	case "ol type", "ul type", "li type", "th scope", "td nowrap", "th nowrap", "ol reversed", "hr noshade", "br clear":
		return wordAttribute
	case "font color", "hr color", "table bordercolor":
		return colourAttribute
	case "font face":
		return sentenceAttribute
	}
	return noAttribute
}

// plainAttribute checks a value that is neither a link nor a style.
func plainAttribute(class attributeClass, value string) bool {
	switch class {
	case wordAttribute:
		return len(value) <= 40 && !strings.ContainsFunc(value, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != ' '
		})
	case lengthAttribute:
		digits := strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(value, "+"), "%"), "px")
		return digits != "" && len(digits) <= 5 && strings.Trim(digits, "0123456789") == ""
	case colourAttribute:
		return plainValue(value)
	case nameAttribute:
		for name := range strings.FieldsSeq(value) {
			if !plainName(name) {
				return false
			}
		}
		return true
	case sentenceAttribute:
		return true
	}
	return false
}
