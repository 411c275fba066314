package operator

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// Bounds of a password, in characters and bytes. What is measured is cut: the
// estimate takes time that grows with the square of the length.
const (
	minPassword      = 10
	maxPasswordBytes = 1024
	maxMeasured      = 100
)

// leastScore is the weakest that is accepted: about 10^6 to 10^8 guesses, each
// of which costs the derivation's half second.
const leastScore = 2

// Strength is how well a password would withstand guessing, by zxcvbn's scale
// from 0 to 4.
type Strength struct {
	Score  int
	Label  string
	Advice string
}

// Strength estimates a password while it is typed.
func (o *Operators) Strength(password secret.Text, about ...string) Strength {
	return o.guesser.measure(password, about...)
}

// measure estimates a password. The words about its owner count as guessable.
func (g *guesser) measure(password secret.Text, about ...string) Strength {
	text := string(password.Reveal())
	if text == "" {
		return Strength{Label: "empty"}
	}
	if len(text) > maxMeasured {
		text = text[:maxMeasured]
	}
	score := scoreOf(g.guesses(strings.ToValidUTF8(text, "?"), about))
	s := Strength{Score: score, Label: labels()[score]}
	if utf8.RuneCount(password.Reveal()) < minPassword {
		s.Score, s.Label = min(score, 1), labels()[min(score, 1)]
		s.Advice = "use at least 10 characters"
	} else if score < leastScore {
		s.Advice = "use several words that do not belong together"
	}
	return s
}

// scoreOf is zxcvbn's scale: each step is two to three powers of ten.
func scoreOf(guesses float64) int {
	score := 0
	for _, bound := range []float64{1e3, 1e6, 1e8, 1e10} {
		if guesses >= bound {
			score++
		}
	}
	return score
}

func labels() [5]string {
	return [5]string{"very weak", "weak", "fair", "good", "strong"}
}

// checkPassword returns the fault of a password that is missing or weak.
func (g *guesser) checkPassword(field string, password secret.Text, about ...string) []fault.Field {
	blame := func(message string) []fault.Field { return []fault.Field{{Name: field, Message: message}} }
	switch n := len(password.Reveal()); {
	case n == 0:
		return blame("a password is required")
	case n > maxPasswordBytes:
		return blame("must be at most 1,024 bytes long")
	case bytes.ContainsAny(password.Reveal(), "\x00\r\n"): // from a file of several lines: no page could ask for it
		return blame("must be one line")
	case secret.IsMask(string(password.Reveal())):
		return blame("these are placeholder characters, not a password")
	}
	if s := g.measure(password, about...); s.Score < leastScore {
		return blame("is " + s.Label + ": " + s.Advice)
	}
	return nil
}
