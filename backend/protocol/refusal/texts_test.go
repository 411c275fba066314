package refusal_test

import (
	"slices"
	"strings"
	"testing"

	"patchbay/backend/protocol/refusal"
)

// TestTexts holds the words of all rules to the house's style.
func TestTexts(t *testing.T) {
	t.Parallel()
	for _, tt := range slices.Concat(standardExamples(), checkExamples(), entraExamples(), providerExamples(), statusExamples(), browserExamples()) {
		f := refusal.Explain(tt.said, settings(), location())
		for _, text := range []string{f.Cause, f.Remedy} {
			if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "`.") || strings.ContainsAny(text, "!{}") || strings.Contains(strings.ToLower(text), "please") {
				t.Errorf("%s: %q", f.Reason, text)
			}
		}
		if !strings.HasPrefix(f.Code, "idp.") {
			t.Errorf("%s has the code %q", f.Reason, f.Code)
		}
		if f.Unverified && !strings.Contains(f.Cause, "probably") && !strings.Contains(f.Cause, "may ") {
			t.Errorf("%s is not confirmed, and says so as certain: %s", f.Reason, f.Cause)
		}
		if !f.Unverified && strings.Contains(f.Cause, "probably") {
			t.Errorf("%s is confirmed by %s, and says so as a guess: %s", f.Reason, f.Source, f.Cause)
		}
		if !f.Unverified && f.Source == "common knowledge" {
			t.Errorf("%s is common knowledge, and says so as certain", f.Reason)
		}
	}
}
