package smtp

import (
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

// scan is one search for alternatives, for the sign-in of a visit.
type scan struct {
	*conversation.Scan
	visit visit
}

// usualDoors are the ports for outgoing mail: those of RFC 8314 and RFC 6409,
// port 25, and the ones that providers open beside them where networks block
// these.
func usualDoors() []conversation.Door {
	return []conversation.Door{
		{Port: 465, Security: SecurityImplicitTLS},
		{Port: 587, Security: SecuritySTARTTLS},
		{Port: 25, Security: SecuritySTARTTLS},
		{Port: 2525, Security: SecuritySTARTTLS},
		{Port: 2465, Security: SecurityImplicitTLS},
		{Port: 2587, Security: SecuritySTARTTLS},
	}
}

// try judges what one knock came to. It runs beside others and changes nothing
// of sc.
func (sc *scan) try(answer answer, d conversation.Door) (tried Tried, again conversation.Door) {
	tried.Security = d.Security
	if f := answer.finding(); f != nil {
		tried.Code, tried.Finding, tried.Detail = f.Code, f, answer.detail(f)
		return tried, sc.speaks(d, f)
	}
	tried.Works, tried.Mechanisms = true, conversation.Mechanisms(answer.offered.mechanisms())
	tried.Detail = offer(tried)
	switch {
	case d.Security == SecurityNone && sc.visit.signIn != SignInNone:
		tried.Detail = "works, but in clear text"
	case !sc.fits(tried.Mechanisms):
		tried.Detail += sc.lacks(tried.Mechanisms)
	case d.Security != SecurityNone:
		tried.Alternative = d.Alternative(d.Words() + " " + offer(tried))
	}
	return tried, again
}

// speaks returns the door that a failed knock has shown to be there instead.
func (sc *scan) speaks(d conversation.Door, f *proof.Finding) conversation.Door {
	switch {
	case f.Code == dial.CodeExpectedTLS:
		return conversation.Door{Port: d.Port, Security: SecurityImplicitTLS}
	case f.Code == dial.CodeNotTLS && f.Remote != nil && strings.HasPrefix(f.Remote.Text, "220"):
		return conversation.Door{Port: d.Port, Security: SecuritySTARTTLS}
	case f.Code == CodeSTARTTLSNotOffered && sc.visit.signIn == SignInNone:
		return conversation.Door{Port: d.Port, Security: SecurityNone}
	default:
		return conversation.Door{}
	}
}
