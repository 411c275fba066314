package cli

import "strings"

// places returns a stack as Go prints it with functions and lines alone. Go
// adds the arguments, and the first bytes of a key that is passed by value are
// such.
func places(stack []byte) string {
	var kept []string
	for line := range strings.Lines(string(stack)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "\t") {
			line, _, _ = strings.Cut(line, " +0x")
		} else if open := strings.LastIndexByte(line, '('); open >= 0 && strings.HasSuffix(line, ")") {
			line = line[:open]
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}
