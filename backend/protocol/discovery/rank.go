package discovery

import (
	"cmp"
	"slices"
)

// maxCandidates bounds what one report offers.
const maxCandidates = 64

// rank merges candidates for the same server, keeping the more trusted one,
// and puts the best first.
func rank(found []Candidate) []Candidate {
	slices.SortStableFunc(found, byTrust)
	merged := []Candidate{}
	for _, candidate := range found {
		if i := slices.IndexFunc(merged, candidate.isSameServer); i >= 0 {
			merged[i].learn(candidate)
			continue
		}
		if len(merged) < maxCandidates {
			merged = append(merged, candidate)
		}
	}
	slices.SortStableFunc(merged, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.securityRank(), b.securityRank()), byTrust(a, b), byProtocol(a, b))
	})
	return merged
}

func byTrust(a, b Candidate) int {
	return cmp.Or(cmp.Compare(a.Source.trust(), b.Source.trust()), compareBool(a.NeedsConfirmation, b.NeedsConfirmation))
}

// byProtocol puts SMTP first, whose settings are needed more often.
func byProtocol(a, b Candidate) int {
	return compareBool(a.Protocol != SMTP, b.Protocol != SMTP)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

func (c Candidate) isSameServer(other Candidate) bool {
	return c.Protocol == other.Protocol && c.Host == other.Host && c.Port == other.Port && c.Security == other.Security
}

// learn takes what a less trusted source knows and the better one left open.
func (c *Candidate) learn(other Candidate) {
	if len(c.SignIn) == 0 {
		c.SignIn = other.SignIn
	}
	if c.Provider == "" {
		c.Provider = other.Provider
	}
}

func (c Candidate) securityRank() int {
	return slices.Index([]string{ImplicitTLS, STARTTLS, ClearText}, c.Security)
}
