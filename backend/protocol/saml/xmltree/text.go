package xmltree

import "unicode/utf8"

// IsText reports whether all characters are allowed in XML (XML 1.0 §2.2), and
// none is of those that only break lines.
func IsText(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if r < ' ' || r == 0x7F || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}
