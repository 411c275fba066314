package api_test

import (
	"testing"

	"patchbay/app/api"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

func TestIfMatch(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		now    vault.Revision
		values []string
		want   vault.Revision
		failed bool
	}{
		"no condition":            {now: 7, want: vault.AnyRevision},
		"nothing there":           {now: 0, want: vault.AnyRevision},
		"the tag":                 {now: 7, values: []string{`"7"`}, want: 7},
		"one of a list":           {now: 7, values: []string{`"5", "7" ,"9"`}, want: 7},
		"one of two headers":      {now: 7, values: []string{`"5"`, `"7"`}, want: 7},
		"anything":                {now: 7, values: []string{`*`}, want: 7},
		"another one":             {now: 7, values: []string{`"8"`}, failed: true},
		"a weak one":              {now: 7, values: []string{`W/"7"`}, failed: true},
		"without quotes":          {now: 7, values: []string{`7`}, failed: true},
		"empty":                   {now: 7, values: []string{``}, failed: true},
		"anything, nothing there": {now: 0, values: []string{`*`}, failed: true},
		"none, nothing there":     {now: 0, values: []string{`"0"`}, failed: true},
	} {
		got, err := api.IfMatch(test.now, test.values...)
		if (err != nil) != test.failed || err == nil && got != test.want {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
}

// A write may find its condition true, and lose the race all the same.
func TestALostRaceIsAFailedPrecondition(t *testing.T) {
	t.Parallel()
	lost := fault.New(fault.Conflict, vault.CodeStaleRevision, "it has changed")
	if err := api.Stale(lost, `"7"`); !fault.HasCode(err, api.CodePrecondition) {
		t.Errorf("with a condition: %v", err)
	}
	if err := api.Stale(lost); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("without one: %v", err)
	}
	other := fault.New(fault.Conflict, "mailbox.exists", "it exists")
	if err := api.Stale(other, `"7"`); !fault.HasCode(err, "mailbox.exists") {
		t.Errorf("another conflict: %v", err)
	}
}
