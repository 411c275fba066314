package render

import (
	"strings"
)

// declaration is one property of CSS with a value that has been checked.
type declaration struct {
	property  string
	value     string
	important bool
}

// flaw is something that was dropped from a style: its name as the author knows it,
// and whether it could have run or loaded something.
type flaw struct {
	name   string
	active bool
}

const (
	maxDeclarations = 100 // in one block
	maxStyleValue   = 200
)

// parseDeclarations reads the inside of a style attribute or of a rule's braces. What
// it returns is put together from words that were let in, never copied as it came.
func parseDeclarations(block string, dropped func(flaw)) []declaration {
	var found []declaration
	for part := range strings.SplitSeq(stripComments(block), ";") {
		property, value, ok := strings.Cut(part, ":")
		property = strings.ToLower(strings.TrimSpace(property))
		if !ok {
			if property != "" {
				dropped(flaw{name: shorten(property), active: active(part)})
			}
			continue
		}
		value, important := cutImportant(strings.TrimSpace(value))
		value = strings.Join(strings.Fields(value), " ")
		if len(found) == maxDeclarations || !knownProperty(property) || !plainValue(value) {
			dropped(flaw{name: shorten(property), active: active(part)})
			continue
		}
		found = append(found, declaration{property, strings.ReplaceAll(value, `"`, `'`), important})
	}
	return found
}

// active reports whether a style that is not let in looks like one that loads or runs.
func active(text string) bool {
	text = strings.ToLower(text)
	for _, sign := range []string{"url", "expression", "@import", "behavior", "binding", "script", `\`} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

func cutImportant(value string) (string, bool) {
	before, after, ok := strings.Cut(value, "!")
	if ok && strings.EqualFold(strings.TrimSpace(after), "important") {
		return strings.TrimSpace(before), true
	}
	return value, false
}

// plainValue lets numbers, words, colours and quoted names of fonts through. Without
// backslash, at sign, colon and braces there is nothing to escape with, and functions
// are those of colours only, so that nothing can be loaded.
func plainValue(value string) bool {
	if value == "" || len(value) > maxStyleValue {
		return false
	}
	word := 0
	for i := range len(value) {
		c := value[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-':
			continue
		case c == '(':
			if !colourFunction(strings.ToLower(value[word:i])) {
				return false
			}
		case c == '%' && (i == 0 || value[i-1] < '0' || value[i-1] > '9'):
			return false
		case strings.IndexByte(` #%.,)+/'"`, c) < 0:
			return false
		}
		word = i + 1
	}
	return strings.Count(value, "(") == strings.Count(value, ")") &&
		strings.Count(value, "'")%2 == 0 && strings.Count(value, `"`)%2 == 0
}

func colourFunction(name string) bool {
	switch name {
	case "rgb", "rgba", "hsl", "hsla":
		return true
	}
	return false
}

// knownProperty lists what mails are styled with. Nothing positions an element over
// others: a mail must not be able to draw over what surrounds it in a preview.
func knownProperty(name string) bool {
	switch name {
	case "background", "background-color", "border-collapse", "border-color", "border-radius",
		"border-spacing", "border-style", "border-width", "caption-side", "clear", "color",
		"color-scheme", "direction", "display", "empty-cells", "float", "font", "font-family",
		"font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing",
		"line-height", "list-style", "list-style-type", "max-height", "max-width", "min-height",
		"min-width", "opacity", "overflow-wrap", "table-layout", "text-align", "text-decoration",
		"text-indent", "text-size-adjust", "text-transform", "unicode-bidi", "vertical-align",
		"white-space", "width", "word-break", "word-spacing", "word-wrap",
		"mso-line-height-rule", "mso-padding-alt", "mso-table-lspace", "mso-table-rspace",
		"-webkit-text-size-adjust", "-ms-text-size-adjust", "overflow":
		return true
	}
	return side(name, "margin") || side(name, "padding") || side(name, "border")
}

// side knows margin, margin-top and so on, and border-top-width and the like.
func side(name, property string) bool {
	rest, ok := strings.CutPrefix(name, property)
	if !ok || rest == "" {
		return ok
	}
	for _, edge := range []string{"-top", "-right", "-bottom", "-left"} {
		if tail, ok := strings.CutPrefix(rest, edge); ok {
			return tail == "" || property == "border" && (tail == "-width" || tail == "-style" || tail == "-color")
		}
	}
	return false
}

// write prints declarations as they stand in a style attribute.
func writeDeclarations(list []declaration, forceImportant bool) string {
	var out strings.Builder
	for i, d := range list {
		if i > 0 {
			out.WriteString("; ")
		}
		out.WriteString(d.property + ": " + d.value)
		if d.important || forceImportant {
			out.WriteString(" !important")
		}
	}
	return out.String()
}

// stripComments takes CSS comments and the HTML comment signs out. A comment that does
// not end takes the rest with it, as in a browser.
func stripComments(css string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(css, "/*")
		out.WriteString(before)
		if !ok {
			break
		}
		out.WriteByte(' ')
		if _, css, ok = strings.Cut(rest, "*/"); !ok {
			break
		}
	}
	return strings.NewReplacer("<!--", " ", "-->", " ").Replace(out.String())
}
