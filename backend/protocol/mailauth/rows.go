package mailauth

import (
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Row says what one kind of answer means. All that is given must match; of
// several rows the first one counts, so that exact words stand before codes.
type Row struct {
	Codes    []string // any of these reply codes, or beginnings of one: "4" is every 4xx
	Enhanced []string // any of these enhanced codes, or beginnings of one: "5.7.60", "4."
	Text     []string // all of these, in lower case, runs of white space as one space
	// Hosts restricts the row to these host names and the names below them,
	// in lower case: for providers that refuse in words everyone uses.
	Hosts []string
	// Finding is what the answer means. Its Source and Unverified say how sure
	// that is; Source below is copied into it.
	Finding proof.Finding
	// Source says where the meaning is known from.
	Source string
}

// Match returns the finding of the first row that matches the answer of any
// host, with the answer's own words in it.
func Match(rows []Row, answer fault.Remote) (proof.Finding, bool) {
	return MatchAt(rows, "", answer)
}

// MatchAt is [Match] for the answer of a host that is known by name; rows for
// particular hosts count too.
func MatchAt(rows []Row, host string, answer fault.Remote) (proof.Finding, bool) {
	text := strings.Join(strings.Fields(strings.ToLower(answer.Text)), " ")
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, row := range rows {
		if row.matches(host, answer, text) {
			f := row.Finding
			f.Fields = slices.Clone(f.Fields)
			f.Source = row.Source
			f.Remote = &answer
			return f, true
		}
	}
	return proof.Finding{}, false
}

func (r Row) matches(host string, answer fault.Remote, text string) bool {
	return r.isFor(host) && anyPrefix(r.Codes, answer.Code) && anyPrefix(r.Enhanced, answer.Enhanced) && containsAll(text, r.Text)
}

func (r Row) isFor(host string) bool {
	return len(r.Hosts) == 0 || slices.ContainsFunc(r.Hosts, func(name string) bool {
		return host == name || strings.HasSuffix(host, "."+name)
	})
}

// anyPrefix compares enhanced codes as wholes: "5.7.3" is no beginning of "5.7.30".
func anyPrefix(patterns []string, value string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool {
		if strings.Count(p, ".") == 2 && !strings.HasSuffix(p, ".") {
			return value == p
		}
		return strings.HasPrefix(value, p)
	})
}

func containsAll(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}
