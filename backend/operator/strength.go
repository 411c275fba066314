package operator

import (
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"

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

// Measure estimates a password. The words about its owner count as guessable.
func Measure(password secret.Text, about ...string) Strength {
	text := string(password.Reveal())
	if text == "" {
		return Strength{Label: "empty"}
	}
	if len(text) > maxMeasured {
		text = text[:maxMeasured]
	}
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	score := zxcvbn.PasswordStrength(text, about).Score
	s := Strength{Score: score, Label: labels()[score]}
	if utf8.RuneCount(password.Reveal()) < minPassword {
		s.Score, s.Label = min(score, 1), labels()[min(score, 1)]
		s.Advice = "use at least 10 characters"
	} else if score < leastScore {
		s.Advice = "use several words that do not belong together"
	}
	return s
}

func labels() [5]string {
	return [5]string{"very weak", "weak", "fair", "good", "strong"}
}

// checkPassword returns the fault of a password that is missing or weak.
func checkPassword(field string, password secret.Text, about ...string) []fault.Field {
	blame := func(message string) []fault.Field { return []fault.Field{{Name: field, Message: message}} }
	switch n := len(password.Reveal()); {
	case n == 0:
		return blame("a password is required")
	case n > maxPasswordBytes:
		return blame("must be at most 1,024 bytes long")
	case secret.IsMask(string(password.Reveal())):
		return blame("these are placeholder characters, not a password")
	}
	if s := Measure(password, about...); s.Score < leastScore {
		return blame("is " + s.Label + ": " + s.Advice)
	}
	return nil
}
