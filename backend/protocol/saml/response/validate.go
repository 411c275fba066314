package response

import (
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// Validate makes all checks of a response in order and records them. It records
// who signed in only where a valid signature covers the assertion, and no check
// of what the assertion is worth has failed.
func Validate(rec *proof.Recorder, e Expected, a signin.Answer) {
	c := &checker{Expected: e.withDefaults(), answer: a, failed: map[string]bool{}}
	c.now = c.Now()
	for _, one := range c.list() {
		rec.Check(one.id, one.title, func() proof.Outcome {
			outcome := c.try(one)
			c.failed[one.id] = outcome.Verdict() == proof.Failed
			return outcome
		})
	}
	if c.vouchedFor() {
		rec.Identify(c.identity())
	}
}

// checker holds what the checks of one response have found out.
type checker struct {
	Expected
	message
	answer signin.Answer
	now    time.Time
	failed map[string]bool // by ID

	person person
}

// needs says what must be there for a check to be made.
type needs int

const (
	nothing     needs = iota
	aText             // the form field
	someXML           // that could be read
	aResponse         // a SAML response that could be read
	aSignature        // a signature
	anAssertion       // exactly one assertion, in clear
)

type check struct {
	id, title string
	needs     needs
	try       func() proof.Outcome
}

func (c *checker) list() []check {
	return []check{
		{"S01", "Delivery", nothing, c.delivery},
		{"S02", "XML", aText, c.form},
		{"S03", "Message type", someXML, c.kind},
		{"S04", "Status", aResponse, c.status},
		{"S05", "Answer to our request", aResponse, c.solicited},
		{"S06", "Destination", aResponse, c.destination},
		{"S07", "Issuer of the response", aResponse, c.responseIssuer},
		{"S08", "Time of the response", aResponse, c.responseTime},
		{"S09", "One assertion", aResponse, c.oneAssertion},
		{"S10", "Encryption", aResponse, c.encryption},
		{"S11", "What is signed", anAssertion, c.whatIsSigned},
		{"S12", "Signature", aSignature, c.signatureHolds},
		{"S13", "Signing certificate", aSignature, c.signingCertificate},
		{"S14", "What the signature refers to", aSignature, c.reference},
		{"S15", "Algorithms of the signature", aSignature, c.algorithms},
		{"S16", "Strength of the key", aSignature, c.strength},
		{"S17", "Assertion and its issuer", anAssertion, c.assertionHead},
		{"S18", "NameID", anAssertion, c.nameIDThere},
		{"S19", "Format of the NameID", anAssertion, c.nameIDFormat},
		{"S20", "Qualifier of the NameID", anAssertion, c.nameIDQualifier},
		{"S21", "Bearer confirmation", anAssertion, c.recipient},
		{"S22", "Limits of the confirmation", anAssertion, c.confirmation},
		{"S23", "Validity period", anAssertion, c.period},
		{"S24", "Audience", anAssertion, c.audience},
		{"S25", "Other conditions", anAssertion, c.otherConditions},
		{"S26", "Used once", anAssertion, c.replay},
		{"S27", "Authentication statement", anAssertion, c.statement},
		{"S28", "Authentication context", anAssertion, c.authnContext},
		{"S29", "E-mail address", anAssertion, c.email},
		{"S30", "Attributes", anAssertion, c.attributesClean},
		{"S31", "Allowed domains", anAssertion, c.domain},
		{"S32", "Groups", anAssertion, c.groups},
		{"S33", "Account in the target", anAssertion, c.account},
		{"S34", "Metadata", nothing, c.metadata},
		{"S35", "RelayState", nothing, c.relayState},
	}
}

// try makes a check, or says why it cannot be made.
func (c *checker) try(one check) proof.Outcome {
	skip := ""
	switch {
	case one.needs >= aText && c.raw == nil:
		skip = "There is no response to look at."
	case one.needs >= someXML && c.root == nil, one.needs >= aResponse && !c.isResponse:
		skip = "There is no SAML response that could be read."
	case one.needs == aSignature && len(c.signatures) == 0 && c.refused:
		skip = c.noAssertion
	case one.needs == aSignature && len(c.signatures) == 0:
		skip = "There is no signature."
	case one.needs == anAssertion && c.assertion == nil:
		skip = c.noAssertion
	}
	if skip != "" {
		return proof.Outcome{Skip: skip}
	}
	return one.try()
}

// vouchedFor reports whether the response proves who signed in. The checks that
// are not asked here tell what the target makes of that person.
func (c *checker) vouchedFor() bool {
	if c.assertion == nil || !c.covered() {
		return false
	}
	for id, failed := range c.failed {
		if failed && (id < "S29" || id == "S35") {
			return false
		}
	}
	return c.nameID != ""
}
