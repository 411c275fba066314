// Package placeholder is the %name% language of variables and templates.
//
// A name is made of a-z, 0-9 and hyphens; %% is a percent sign; any other
// percent sign stands for itself. Expansion is a single pass: a value that
// contains a placeholder is not expanded again.
package placeholder

import "strings"

// Expand replaces every placeholder by its value. Names without a value stay
// as they are and are returned, each once, in order of appearance.
func Expand(text string, lookup func(name string) (string, bool)) (expanded string, missing []string) {
	var out strings.Builder
	seen := map[string]bool{}
	for text != "" {
		before, name, rest, found := next(text)
		out.WriteString(before)
		text = rest
		if !found {
			continue
		}
		if value, ok := lookup(name); ok {
			out.WriteString(value)
			continue
		}
		out.WriteString("%" + name + "%")
		if !seen[name] {
			seen[name] = true
			missing = append(missing, name)
		}
	}
	return out.String(), missing
}

// Names returns the placeholders of text, each once, in order of appearance.
func Names(text string) []string {
	_, names := Expand(text, func(string) (string, bool) { return "", false })
	return names
}

// Valid reports whether name can be a placeholder's name.
func Valid(name string) bool {
	if name == "" {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// next splits text at its first placeholder. Without one, everything (with %%
// resolved) is before.
func next(text string) (before, name, rest string, found bool) {
	var out strings.Builder
	for {
		i := strings.IndexByte(text, '%')
		if i < 0 {
			out.WriteString(text)
			return out.String(), "", "", false
		}
		out.WriteString(text[:i])
		text = text[i+1:]
		if strings.HasPrefix(text, "%") {
			out.WriteByte('%')
			text = text[1:]
			continue
		}
		end := strings.IndexByte(text, '%')
		if end > 0 && Valid(text[:end]) {
			return out.String(), text[:end], text[end+1:], true
		}
		out.WriteByte('%')
	}
}
