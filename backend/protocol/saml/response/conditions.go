package response

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// conditions returns the one Conditions element, nil when there is not one.
func (c *checker) conditions() *etree.Element {
	if found := xmltree.Children(c.assertion, nsAssertion, "Conditions"); len(found) == 1 {
		return found[0]
	}
	return nil
}

// period is S23: the assertion holds now (SAML Core §2.5.1.2).
func (c *checker) period() proof.Outcome {
	conditions := c.conditions()
	from, hasFrom := xmltree.Attribute(conditions, "NotBefore")
	until, hasUntil := xmltree.Attribute(conditions, "NotOnOrAfter")
	o := compared(stamp(c.now)+" ± "+span(c.Skew), strings.TrimSpace(from+" to "+until), c.inAssertion("Assertion, Conditions"))
	if conditions == nil {
		o.Received = ""
		return fail(o, finding(signin.CodeResponseInvalid, "no_conditions",
			"The assertion has no Conditions: it does not say when and for whom it holds.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for them."))
	}
	start, okFrom := readTime(from)
	end, okUntil := readTime(until)
	switch {
	case hasFrom && !okFrom:
		return fail(o, unreadable("NotBefore of the conditions"))
	case hasUntil && !okUntil:
		return fail(o, unreadable("NotOnOrAfter of the conditions"))
	case hasFrom && hasUntil && !start.Before(end):
		return fail(o, finding(signin.CodeAssertionExpired, "empty_period",
			"The validity period of the assertion ends before it begins.", "Report it to the people who run the provider."))
	}
	if hasFrom && c.early(start) > c.Skew {
		o = fail(o, finding(signin.CodeAssertionExpired, "not_yet_valid",
			"The assertion does not hold yet: it begins in "+span(c.early(start))+", so the provider's clock is ahead of this computer's. "+c.tolerance(c.early(start)), remedyClock))
	}
	if hasUntil {
		o = fail(o, c.expired("validity period of the assertion", end)...)
	}
	return o
}

// audience is S24: the assertion was made for this service provider. One of the
// audiences of a restriction must be ours, in each of them (SAML Core §2.5.1.4).
func (c *checker) audience() proof.Outcome {
	restrictions := xmltree.Children(c.conditions(), nsAssertion, "AudienceRestriction")
	var all []string
	foreign := 0
	for _, restriction := range restrictions {
		var audiences []string
		for _, el := range xmltree.Children(restriction, nsAssertion, "Audience") {
			text, _ := xmltree.Text(el)
			audiences = append(audiences, text)
		}
		all = append(all, strings.Join(audiences, " or "))
		if c.SPEntityID == "" || !slices.Contains(audiences, c.SPEntityID) {
			foreign++
		}
	}
	o := compared(c.SPEntityID, strings.Join(all, ", and "), c.inAssertion("Assertion, Conditions, Audience"))
	switch {
	case len(restrictions) == 0:
		return fail(o, finding(signin.CodeAudienceMismatch, "audience_missing",
			"The assertion does not say for whom it was made: it would do for every service provider of this provider.",
			"Have the provider set the audience to "+c.SPEntityID+".", fieldSPEntity))
	case foreign > 0:
		return fail(o, finding(signin.CodeAudienceMismatch, "audience",
			"The assertion was made for another service provider.",
			"Enter "+c.SPEntityID+" at the provider as the audience (entity ID, identifier)"+slash(c.SPEntityID, strings.Join(all, ", "))+".", fieldSPEntity))
	}
	return o
}

// otherConditions is S25: what else the provider asks for is understood (SAML
// Core §2.5.1.1: what is not understood makes the assertion invalid).
func (c *checker) otherConditions() proof.Outcome {
	var known, unknown []string
	for _, el := range elements(c.conditions()) {
		switch {
		case xmltree.Is(el, nsAssertion, "AudienceRestriction"):
		case xmltree.Is(el, nsAssertion, "OneTimeUse"):
			known = append(known, "OneTimeUse: it is used once and not kept")
		case xmltree.Is(el, nsAssertion, "ProxyRestriction"):
			known = append(known, "ProxyRestriction: it is passed on to nobody")
		default:
			unknown = append(unknown, el.FullTag())
		}
	}
	switch {
	case len(unknown) > 0:
		return fail(proof.Outcome{Received: listed(unknown), Where: c.inAssertion("Assertion, Conditions")}, failure("unknown_condition",
			"The assertion holds under a condition that is not understood, so it must not be taken.",
			"Have the provider leave the condition out for this service provider."))
	case len(known) > 0:
		return proof.Pass(strings.Join(known, "; "))
	}
	return notApplicable("There are none.")
}

func elements(el *etree.Element) []*etree.Element {
	if el == nil {
		return nil
	}
	return el.ChildElements()
}

// replay is S26: the assertion was not used before (SAML Profiles §4.1.4.5). What
// no signature covers is not remembered: it would not be the provider's.
func (c *checker) replay() proof.Outcome {
	id := xmltree.Value(c.assertion, "ID")
	switch {
	case !c.covered():
		return proof.Outcome{Skip: "No valid signature covers the assertion."}
	case c.Seen == nil:
		return notApplicable("Nothing is remembered beyond this attempt.")
	}
	until := c.now.Add(c.Skew)
	for _, text := range []string{xmltree.Value(c.confirmed, "NotOnOrAfter"), xmltree.Value(c.conditions(), "NotOnOrAfter")} {
		if at, ok := readTime(text); ok && at.Add(c.Skew).After(until) {
			until = at.Add(c.Skew)
		}
	}
	o := proof.Outcome{Received: shorten(id), Where: c.inAssertion("Assertion, attribute ID")}
	if c.Seen(id, until) {
		return fail(o, finding(signin.CodeReplayed, "replayed",
			"This assertion was used before. Somebody sent it a second time, or the page was loaded again.",
			"Sign in again. If nobody loaded the page again, find out who else has the response."))
	}
	o.Detail = "seen for the first time"
	return o
}
