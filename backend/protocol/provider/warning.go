package provider

import (
	"slices"
	"time"
)

// Warning is what has changed or will change at a provider.
type Warning struct {
	// From and Until are the days (2006-01-02, both included) on which the
	// text is true; "" is open.
	From, Until string
	Text        string
	Source      string
	// Protocol is "smtp" or "imap" where it concerns one of them only.
	Protocol string
	// Applies are the ways of signing in that it concerns; empty is every way.
	Applies []Method
}

// CurrentWarnings returns what is to be said on the day of now to someone who
// signs in with method to a protocol, "smtp" or "imap"; "" is who has not
// chosen yet.
func (p Provider) CurrentWarnings(now time.Time, protocol string, method Method) []Warning {
	day := now.Format(time.DateOnly)
	var current []Warning
	for _, w := range p.Warnings {
		if w.on(day) && (protocol == "" || w.Protocol == "" || w.Protocol == protocol) && w.concerns(method) {
			current = append(current, w)
		}
	}
	return current
}

// on compares days as text, which ISO 8601 allows.
func (w Warning) on(day string) bool {
	return w.From <= day && (w.Until == "" || day <= w.Until)
}

func (w Warning) concerns(method Method) bool {
	return method == "" || len(w.Applies) == 0 || slices.Contains(w.Applies, method)
}
