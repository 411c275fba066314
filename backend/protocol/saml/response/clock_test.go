package response_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
)

// TestTheNamedToleranceIsTheSmallest that would have passed: with it the check
// passes, with a second less it does not.
func TestTheNamedToleranceIsTheSmallest(t *testing.T) {
	for name, edit := range map[string]func(c *crafted){
		"S08 ahead":  func(c *crafted) { c.set("", "IssueInstant", "2026-11-22T11:00:00Z") },
		"S08 behind": func(c *crafted) { c.set("", "IssueInstant", "2026-11-22T09:12:34Z") },
		"S17":        func(c *crafted) { c.set("Assertion", "IssueInstant", "2026-11-22T10:12:00.5Z") },
		"S22":        func(c *crafted) { c.set(confirmationData, "NotOnOrAfter", "2026-11-22T09:30:00Z") },
		"S23 over": func(c *crafted) {
			c.set(conditions, "NotOnOrAfter", "2026-11-22T09:50:00Z").set(conditions, "NotBefore", "")
		},
		"S23 early": func(c *crafted) { c.set(conditions, "NotBefore", "2026-11-22T10:04:59Z") },
		"S27":       func(c *crafted) { c.set(authn, "SessionNotOnOrAfter", "2026-11-22T08:00:00Z") },
	} {
		t.Run(name, func(t *testing.T) {
			c := craft()
			edit(c)
			c.sign(c.assertion(), keys().trusted)
			id, _, _ := strings.Cut(name, " ")
			step := stepOf(t, validate(expected(), c.answer()), id)
			if step.Verdict != proof.Failed {
				t.Fatalf("%+v", step)
			}
			enough := tolerance(t, step.Finding.Cause)
			for skew, want := range map[time.Duration]proof.Verdict{enough: proof.Passed, enough - time.Second: proof.Failed} {
				e := expected()
				e.Skew = skew
				if got := stepOf(t, validate(e, c.answer()), id).Verdict; got != want {
					t.Errorf("with %v it has %s", skew, got)
				}
			}
		})
	}
}

// tolerance reads the tolerance out of a sentence.
func tolerance(t *testing.T, cause string) time.Duration {
	t.Helper()
	found := regexp.MustCompile(`would have passed is ([0-9hms]+);`).FindStringSubmatch(cause)
	if found == nil {
		t.Fatalf("%q names none", cause)
	}
	d, err := time.ParseDuration(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTheAlternativesWork: what a finding offers to change makes its check pass.
func TestTheAlternativesWork(t *testing.T) {
	c := craft()
	c.sign(c.root(), keys().trusted)
	e := expected()
	step := stepOf(t, validate(e, c.answer()), "S11")
	if step.Finding == nil || step.Finding.Alternative == nil {
		t.Fatalf("%+v", step)
	}
	if got := string(step.Finding.Alternative.Patch); got != `{"wantAssertionsSigned":false,"wantResponseSigned":true}` {
		t.Fatal(got)
	}
	e.WantAssertionsSigned, e.WantResponseSigned = false, true
	if report := validate(e, c.answer()); report.Verdict != proof.Passed {
		t.Errorf("%s", with(report, proof.Failed))
	}

	c = craft()
	c.sign(c.assertion(), keys().trusted)
	e = expected()
	e.EmailAttribute = "eMail"
	step = stepOf(t, validate(e, c.answer()), "S29")
	if step.Finding == nil || step.Finding.Alternative == nil || string(step.Finding.Alternative.Patch) != `{"emailAttribute":"mail"}` {
		t.Fatalf("%+v", step.Finding)
	}
	e.EmailAttribute = "mail"
	if report := validate(e, c.answer()); report.Verdict != proof.Passed {
		t.Errorf("%s", with(report, proof.Failed))
	}
}

// TestAnAlternativeIsOfferedOnlyWhenItWasVerified: not where the other signature
// does not hold either.
func TestAnAlternativeIsOfferedOnlyWhenItWasVerified(t *testing.T) {
	c := craft()
	c.sign(c.root(), keys().foreign)
	if step := stepOf(t, validate(expected(), c.answer()), "S11"); step.Finding == nil || step.Finding.Alternative != nil {
		t.Errorf("%+v", step.Finding)
	}
}

// TestWhatIsNotCoveredSaysSo: an unsigned assertion is looked at, and every place
// in it is marked.
func TestWhatIsNotCoveredSaysSo(t *testing.T) {
	c := craft().text(restriction+"/Audience", "urn:other")
	report := validate(expected(), c.answer())
	if got := with(report, proof.Failed); got != "S11:nothing_signed S24:audience" {
		t.Errorf("failed %q", got)
	}
	for _, step := range report.Steps {
		if strings.HasPrefix(step.Where, "Assertion, ") && !strings.HasSuffix(step.Where, "(not covered by a valid signature)") {
			t.Errorf("%s: %q", step.Name, step.Where)
		}
	}
	if report.Identity != nil {
		t.Errorf("signed in %+v", report.Identity)
	}
}

// TestReplayIsAskedOnceAndOfSignedAssertionsOnly, until the confirmation ends and
// the clocks may differ.
func TestReplayIsAskedOnceAndOfSignedAssertionsOnly(t *testing.T) {
	var asked []string
	e := expected()
	e.Seen = func(id string, until time.Time) bool {
		asked = append(asked, id+" "+until.Format(time.RFC3339))
		return false
	}
	c := craft()
	validate(e, c.answer())
	c.sign(c.assertion(), keys().trusted)
	validate(e, c.answer())
	if len(asked) != 1 || asked[0] != "_assertion1 2026-11-22T10:08:00Z" {
		t.Errorf("asked %q", asked)
	}
}
