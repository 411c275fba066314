package render

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Type says where a placeholder may stand and how its value is escaped.
type Type string

// The closed set of types.
const (
	// Text may stand in text, in the subject, in alt and title, and in a link behind
	// its host.
	Text Type = "text"
	// Link is a whole address: the whole of a href, or text, where it becomes a link.
	Link Type = "link"
	// Secret stands in the text and the HTML of a mail and nowhere else: subjects are
	// shown on lock screens and kept by every server on the way.
	Secret Type = "secret"
)

// Placeholder is one name that a template may use as %name%.
type Placeholder struct {
	Name     string
	Type     Type
	Label    string // what the editor's chip says
	Sample   string
	Required bool // a template without it, in any part that has a body, is an error
}

// Placeholders returns what templates of a kind may use: a closed list, in the order in
// which an editor offers it.
func Placeholders(kind Kind) []Placeholder {
	switch kind {
	case Notification:
		return []Placeholder{
			{Name: "action-message", Type: Text, Label: "Message of the action", Sample: "Please approve the order of Anna Lindqvist.", Required: true},
			{Name: "action-link", Type: Link, Label: "Link to the messages page", Sample: "https://portal.example.com/messages", Required: true},
			{Name: "store-link", Type: Link, Label: "Link to the portal", Sample: "https://portal.example.com/", Required: true},
			{Name: "action-name", Type: Text, Label: "Name of the action", Sample: "Approve transaction"},
			{Name: "person-name", Type: Text, Label: "Name of the person", Sample: "Anna Lindqvist"},
			{Name: "person-user-name", Type: Text, Label: "User name of the person", Sample: "alindqvist"},
			{Name: "person-email", Type: Text, Label: "E-mail address of the person", Sample: "anna.lindqvist@example.com"},
			{Name: "deployment-name", Type: Text, Label: "Name of the deployment", Sample: "Production"},
			{Name: "tenant-id", Type: Text, Label: "Tenant of the deployment", Sample: "acme"},
			{Name: "environment", Type: Text, Label: "Environment of the deployment", Sample: "production"},
			{Name: "sent-at", Type: Text, Label: "When the mail is sent", Sample: "22 November 2026, 16:30 UTC"},
		}
	case PasswordReset:
		return []Placeholder{
			{Name: "generated-password", Type: Secret, Label: "Generated password", Sample: "kelp-Harbour-72-quilt", Required: true},
			{Name: "expires-at", Type: Text, Label: "When the password expires", Sample: "23 November 2026, 16:30 UTC"},
			{Name: "vault-name", Type: Text, Label: "Name of the vault", Sample: "Acme integrations"},
			{Name: "person-name", Type: Text, Label: "Name of the person", Sample: "Anna Lindqvist"},
			{Name: "person-email", Type: Text, Label: "E-mail address of the person", Sample: "anna.lindqvist@example.com"},
		}
	}
	return nil
}

// words is a kind's vocabulary, by name.
type words map[string]Placeholder

func vocabulary(kind Kind) words {
	known := words{}
	for _, p := range Placeholders(kind) {
		known[p.Name] = p
	}
	return known
}

// everything is the vocabulary of all kinds together.
func everything() words {
	known := vocabulary(Notification)
	for name, p := range vocabulary(PasswordReset) {
		known[name] = p
	}
	return known
}

// near returns the known name that somebody probably meant, or "".
func (w words) near(name string) string { return Near(name, slices.Collect(maps.Keys(w))) }

// Near returns the name of a list that somebody probably meant, or "".
func Near(name string, names []string) string {
	if len(name) > 40 {
		return ""
	}
	best, distance := "", 3 // more than two slips are another word
	for _, known := range names {
		if d := slips(name, known); d < distance || d == distance && known < best {
			best, distance = known, d
		}
	}
	if distance == 3 {
		return ""
	}
	return best
}

// unknown words the problem of a name that is not in the list.
func (w words) unknown(name string) string {
	message := "%" + shorten(name) + "% is no placeholder of this template"
	if near := w.near(name); near != "" {
		return message + "; %" + near + "% is"
	}
	return message
}

// slips counts the letters to add, take away or change to turn a into b.
func slips(a, b string) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range len(a) {
		current := slices.Repeat([]int{i + 1}, len(b)+1)
		for j := range len(b) {
			change := previous[j]
			if a[i] != b[j] {
				change++
			}
			current[j+1] = min(change, previous[j+1]+1, current[j]+1)
		}
		previous = current
	}
	return previous[len(b)]
}

// shorten keeps what a template says from filling a message.
func shorten(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "\uFFFD")
	for i, n := 0, 0; i < len(s); n++ {
		if n == most {
			return s[:i] + "…"
		}
		_, width := utf8.DecodeRuneInString(s[i:])
		i += width
	}
	return s
}
