package oauth

import (
	"fmt"
	"strings"
)

// Difference says in which way two names of one thing differ, as far as people
// overlook it: ": the one has a slash at the end".
func Difference(want, got string) string {
	switch {
	case want+"/" == got:
		return ": it has a slash at the end"
	case got+"/" == want:
		return ": it has no slash at the end"
	case strings.EqualFold(want, got):
		return ": upper and lower case differ"
	case strings.TrimSpace(want) == strings.TrimSpace(got):
		return ": blanks differ"
	case withoutScheme(want) == withoutScheme(got):
		return ": http and https differ"
	}
	at := 0
	for at < min(len(want), len(got)) && want[at] == got[at] {
		at++
	}
	if at == 0 || at == len(want) && at == len(got) {
		return ""
	}
	return fmt.Sprintf(": they differ from character %d on", at+1)
}

func withoutScheme(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return address
	}
	return rest
}
