package pasted

import (
	"net/url"
	"strings"

	"patchbay/backend/protocol/signin"
)

// names are the parameters of an answer: of RFC 6749 §4.1.2, RFC 9207, OpenID
// Connect Session Management §2, and SAML Bindings §3.4, §3.5. Others are not
// kept: a recording holds what is none of Patchbay's business.
func names() []string {
	return []string{
		"code", "state", "iss", "error", "error_description", "error_uri", "error_subcode", "session_state", "scope", "id_token",
		"SAMLResponse", "RelayState", "SigAlg", "Signature", "SAMLEncoding",
	}
}

// maxRepeats bounds how often a parameter is kept. That one is given twice is for
// the checks to find.
const maxRepeats = 4

// found is something that may be an answer.
type found struct {
	values           url.Values
	location, method string
}

func (f found) answer() signin.Answer {
	return signin.Answer{Values: f.values, Location: f.location, Method: f.method, ByHand: true}
}

// finder keeps the best answer it is offered.
type finder struct {
	kind signin.Type
	best *found
	rank int
	// other says that there was an answer of the other kind, address that there
	// was an address without any, masked that a recording has its answer taken out.
	other, address, masked bool
}

// offer keeps the parameters of an answer. Of equal ones the later counts.
func (f *finder) offer(values url.Values, location, method string) {
	kept := make(url.Values)
	for _, name := range names() {
		if all := values[name]; len(all) > 0 {
			kept[name] = all[:min(len(all), maxRepeats)]
		}
	}
	response, client := kept.Get("SAMLResponse"), clientRank(kept)
	rank := client
	if f.kind == signin.SAML {
		rank = responseRank(response)
		f.other = f.other || client == rankWhole
		f.masked = f.masked || rank == 0 && response != ""
	} else {
		f.other = f.other || isEncodedXML(response)
	}
	if rank > 0 && rank >= f.rank {
		f.best, f.rank = &found{kept, location, method}, rank
	}
}

// How surely something is an answer; 0 is not at all.
const (
	rankPart  = 1
	rankWhole = 2
)

// clientRank tells an answer of OAuth 2.0: it has a code or an error, and a
// state where the provider does as it should.
func clientRank(values url.Values) int {
	switch {
	case values.Get("code") == "" && values.Get("error") == "":
		return 0
	case values.Get("state") == "":
		return rankPart
	}
	return rankWhole
}

// responseRank tells an answer of SAML: XML, or what DEFLATE made of it.
func responseRank(value string) int {
	switch {
	case isEncodedXML(value):
		return rankWhole
	case isDeflated(value):
		return rankPart
	}
	return 0
}

// maxParameters bounds a query or a form: an answer has a dozen.
const maxParameters = 1000

// parse reads a query or a form; nil where it is none.
func parse(query string) url.Values {
	if query == "" || strings.Count(query, "&") > maxParameters {
		return nil
	}
	values, _ := url.ParseQuery(query) // what can be read of it
	return values
}

// withoutQuery is where an answer was received.
func withoutQuery(u *url.URL) string {
	c := *u
	c.RawQuery, c.ForceQuery, c.Fragment, c.RawFragment, c.User = "", false, "", "", nil
	return c.String()
}
