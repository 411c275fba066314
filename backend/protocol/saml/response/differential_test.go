package response_test

import (
	"testing"

	"patchbay/backend/proof"
)

// TestSC22_WhatIsAcceptedTheLibraryAcceptsToo: of everything that the other tests
// make, whatever signs somebody in is signed in the eyes of the signature library
// by itself, and tells of nobody but ada.
func TestSC22_WhatIsAcceptedTheLibraryAcceptsToo(t *testing.T) {
	accepted := 0
	for _, group := range [][]provocation{delivered(), envelopes(), signatures(), subjects(), periods(), persons()} {
		for _, p := range group {
			e, a := p.build()
			report := validate(e, a)
			if report.Verdict == proof.Failed && report.Identity == nil {
				continue
			}
			if report.Verdict != proof.Failed && report.Identity == nil {
				t.Errorf("%s: %s, and nobody signed in", p.name, report.Verdict)
			}
			accepted++
			if p.encrypts || p.otherForm {
				continue // the library sees the cipher text, or reads another form of the signature
			}
			if !libraryAccepts(t, e, a) {
				t.Errorf("%s: the library refuses it", p.name)
			}
		}
	}
	if accepted < 40 {
		t.Errorf("only %d were accepted", accepted)
	}
}

// TestWhoIsVouchedFor: what only the target minds does not hide who signed in;
// whatever makes the assertion worthless does.
func TestWhoIsVouchedFor(t *testing.T) {
	for _, group := range [][]provocation{delivered(), envelopes(), signatures(), subjects(), periods(), persons()} {
		for _, p := range group {
			e, a := p.build()
			report := validate(e, a)
			worthless := false
			for _, step := range report.Steps {
				worthless = worthless || step.Verdict == proof.Failed && (step.Name < "S29" || step.Name == "S35")
			}
			if (report.Identity == nil) != worthless {
				t.Errorf("%s: %s, %+v", p.name, with(report, proof.Failed), report.Identity)
			}
		}
	}
}
