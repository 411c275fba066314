package operator

import (
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn/frequency"
	"github.com/trustelem/zxcvbn/match"
	"github.com/trustelem/zxcvbn/scoring"
)

// guesser finds what in a password can be guessed, for zxcvbn's scoring. The
// library's own finder sorts 90,000 words into dictionaries whenever a program
// starts, which every command would pay for; here that happens at the first
// password.
type guesser struct {
	words func() map[string]int // rank by word
}

func newGuesser() *guesser {
	return &guesser{words: sync.OnceValue(rankWords)}
}

// rankWords gives each word the best rank it has in any list.
func rankWords() map[string]int {
	ranks := map[string]int{}
	for _, words := range frequency.FrequencyLists {
		for i, word := range words {
			if rank, ok := ranks[word]; !ok || i+1 < rank {
				ranks[word] = i + 1
			}
		}
	}
	return ranks
}

// guesses estimates how many attempts find the password. The words about its
// owner are tried first.
func (g *guesser) guesses(password string, about []string) float64 {
	matches := g.dictionary(password, about)
	matches = append(matches, g.repeats(password)...)
	matches = append(matches, sequences(password)...)
	return scoring.MostGuessableMatchSequence(password, matches, false).Guesses
}

// dictionary finds words, also backwards and with digits in place of letters.
func (g *guesser) dictionary(password string, about []string) []*match.Match {
	own := map[string]int{}
	for _, text := range about {
		for i, word := range strings.FieldsFunc(strings.ToLower(text), isSeparator) {
			own[word] = i + 1
		}
	}
	rank := func(word string) (int, bool) {
		if r, ok := own[word]; ok {
			return r, true
		}
		r, ok := g.words()[word]
		return r, ok
	}
	var matches []*match.Match
	for from := range password {
		for to := from + 1; to <= len(password); to++ {
			if to < len(password) && !utf8.RuneStart(password[to]) {
				continue
			}
			if m := word(password[from:to], rank); m != nil {
				m.I, m.J = from, to-1
				matches = append(matches, m)
			}
		}
	}
	return matches
}

func isSeparator(r rune) bool { return strings.ContainsRune(" \t@.-_+", r) }

// word looks one part of a password up in its three forms.
func word(token string, rank func(string) (int, bool)) *match.Match {
	plain := strings.ToLower(token)
	if r, ok := rank(plain); ok {
		return &match.Match{Pattern: "dictionary", Token: token, MatchedWord: plain, Rank: r}
	}
	if turned := reverse(plain); turned != plain {
		if r, ok := rank(turned); ok {
			return &match.Match{Pattern: "dictionary", Token: token, MatchedWord: turned, Rank: r, Reversed: true}
		}
	}
	if spelt, replaced := unleet(plain); len(replaced) > 0 {
		if r, ok := rank(spelt); ok {
			return &match.Match{
				Pattern: "dictionary", Token: token, MatchedWord: spelt, Rank: r, L33t: true, Sub: replaced,
			}
		}
	}
	return nil
}

func reverse(text string) string {
	runes := []rune(text)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// unleet undoes the usual replacements of letters, and names those it found.
func unleet(text string) (spelt string, replaced map[string]string) {
	letters := map[rune]rune{
		'4': 'a', '@': 'a', '8': 'b', '(': 'c', '3': 'e', '6': 'g', '9': 'g', '1': 'i', '!': 'i', '|': 'i',
		'0': 'o', '5': 's', '$': 's', '7': 't', '+': 't', '2': 'z', '%': 'x',
	}
	replaced = map[string]string{}
	spelt = strings.Map(func(r rune) rune {
		letter, ok := letters[r]
		if !ok {
			return r
		}
		replaced[string(r)] = string(letter)
		return letter
	}, text)
	return spelt, replaced
}

// repeats finds a part that stands several times in a row.
func (g *guesser) repeats(password string) []*match.Match {
	var matches []*match.Match
	for from := range password {
		for size := 1; from+2*size <= len(password); size++ {
			base := password[from : from+size]
			times := 1
			for strings.HasPrefix(password[from+times*size:], base) {
				times++
			}
			if times == 1 || !utf8.ValidString(base) {
				continue
			}
			matches = append(matches, &match.Match{
				Pattern: "repeat", I: from, J: from + times*size - 1, Token: password[from : from+times*size],
				BaseToken: base, RepeatCount: times, BaseGuesses: g.baseGuesses(base),
			})
		}
	}
	return matches
}

// baseGuesses estimates the part of a repetition by itself.
func (g *guesser) baseGuesses(base string) float64 {
	return math.Max(1, scoring.MostGuessableMatchSequence(base, g.dictionary(base, nil), false).Guesses)
}

// sequences finds runs such as abc, 4321 or 2468.
func sequences(password string) []*match.Match {
	var matches []*match.Match
	for from := 0; from+2 < len(password); {
		step := int(password[from+1]) - int(password[from])
		to := from + 1
		for to+1 < len(password) && int(password[to+1])-int(password[to]) == step {
			to++
		}
		if step != 0 && step >= -5 && step <= 5 && to-from >= 2 {
			matches = append(matches, &match.Match{
				Pattern: "sequence", I: from, J: to, Token: password[from : to+1], Ascending: step > 0,
			})
		}
		from = to
	}
	return matches
}
