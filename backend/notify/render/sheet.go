package render

import (
	"strconv"
	"strings"
)

const maxRules = 500

// rule is a block of declarations and what it applies to.
type rule struct {
	media        media // zero: always, so that it can be inlined
	selectors    []selector
	declarations []declaration
}

// media is the condition of a rule that cannot be inlined: the reader's client decides.
type media struct {
	scheme             string // "dark", "light" or ""
	minWidth, maxWidth int    // in pixels; 0: any
}

// sheet is what a document's style elements hold.
type sheet struct {
	rules []rule
	drop  func(flaw)
}

// read adds the rules of one style element. Anything that it does not know is dropped
// and told; nothing is passed on as it came.
func (s *sheet) read(css string) {
	s.readRules(stripComments(css), media{})
}

func (s *sheet) readRules(css string, within media) {
	for css = strings.TrimSpace(css); css != ""; css = strings.TrimSpace(css) {
		end := strings.IndexAny(css, "{};")
		switch {
		case end < 0:
			s.drop(flaw{name: shorten(css), active: active(css)})
			return
		case css[end] != '{': // @import and its like, or a brace too many
			if statement := strings.TrimSpace(css[:end]); statement != "" {
				s.drop(flaw{name: shorten(statement), active: true})
			}
			css = css[end+1:]
		default:
			prelude := strings.TrimSpace(css[:end])
			var block string
			block, css = cutBlock(css[end+1:])
			s.readBlock(prelude, block, within)
		}
	}
}

// cutBlock returns what stands before the brace that closes, and what follows it.
func cutBlock(css string) (block, rest string) {
	depth := 1
	for i := range len(css) {
		switch css[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return css[:i], css[i+1:]
		}
	}
	return css, ""
}

func (s *sheet) readBlock(prelude, block string, within media) {
	if strings.HasPrefix(prelude, "@") {
		condition, ok := parseMedia(prelude)
		if !ok || within != (media{}) {
			s.drop(flaw{name: shorten(prelude), active: active(block)})
			return
		}
		s.readRules(block, condition)
		return
	}
	if len(s.rules) == maxRules {
		s.drop(flaw{name: shorten(prelude) + " (more than " + strconv.Itoa(maxRules) + " rules)"})
		return
	}
	r := rule{media: within}
	for name := range strings.SplitSeq(prelude, ",") {
		if one, ok := parseSelector(name); ok {
			r.selectors = append(r.selectors, one)
			continue
		}
		s.drop(flaw{name: shorten(strings.TrimSpace(name))})
	}
	r.declarations = parseDeclarations(block, func(f flaw) {
		s.drop(flaw{name: f.name, active: f.active})
	})
	if len(r.selectors) > 0 && len(r.declarations) > 0 {
		s.rules = append(s.rules, r)
	}
}

// parseMedia reads the conditions that mail clients honour: the colour scheme and the
// width, joined by "and".
func parseMedia(prelude string) (media, bool) {
	query, ok := strings.CutPrefix(strings.ToLower(prelude), "@media")
	if !ok {
		return media{}, false
	}
	var found media
	for i, part := range strings.Split(strings.Join(strings.Fields(query), " "), " and ") {
		part = strings.TrimSpace(part)
		if i == 0 && (part == "screen" || part == "only screen" || part == "all") {
			continue
		}
		feature, value, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(part, "("), ")"), ":")
		if !ok || !found.set(strings.TrimSpace(feature), strings.TrimSpace(value)) {
			return media{}, false
		}
	}
	return found, found != media{}
}

func (m *media) set(feature, value string) bool {
	pixels := func() int {
		n, err := strconv.Atoi(strings.TrimSuffix(value, "px"))
		if err != nil || n < 1 || n > 10_000 {
			return 0
		}
		return n
	}
	switch feature {
	case "prefers-color-scheme":
		m.scheme = value
		return value == "dark" || value == "light"
	case "max-width":
		m.maxWidth = pixels()
		return m.maxWidth > 0
	case "min-width":
		m.minWidth = pixels()
		return m.minWidth > 0
	}
	return false
}

func (m media) String() string {
	var conditions []string
	if m.scheme != "" {
		conditions = append(conditions, "(prefers-color-scheme: "+m.scheme+")")
	}
	if m.minWidth > 0 {
		conditions = append(conditions, "(min-width: "+strconv.Itoa(m.minWidth)+"px)")
	}
	if m.maxWidth > 0 {
		conditions = append(conditions, "(max-width: "+strconv.Itoa(m.maxWidth)+"px)")
	}
	return "@media " + strings.Join(conditions, " and ")
}

// conditional prints the rules that stay in a style element. They are marked as
// important, since they would lose against what has been inlined.
func (s *sheet) conditional() string {
	var out strings.Builder
	open := media{}
	for _, r := range s.rules {
		if r.media == (media{}) {
			continue
		}
		if r.media != open {
			if open != (media{}) {
				out.WriteString("}\n")
			}
			open = r.media
			out.WriteString(open.String() + " {\n")
		}
		out.WriteString("  " + r.String() + "\n")
	}
	if open != (media{}) {
		out.WriteString("}\n")
	}
	return out.String()
}

func (r rule) String() string {
	var names []string
	for _, one := range r.selectors {
		names = append(names, one.String())
	}
	return strings.Join(names, ", ") + " { " + writeDeclarations(r.declarations, true) + " }"
}
