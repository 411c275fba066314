package notify_test

import (
	"strings"
	"testing"

	"patchbay/backend/notify"
	"patchbay/backend/vault"
)

func TestAnIdentifierThatNobodyHasIsKeptAndTold(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.person(t, notify.Person{Name: "Ada", Email: "ada@example.com", Attributes: map[string]string{"employeeId": "7"}})
	for name, want := range map[string]string{
		"EMAIL": "", "userName": "", "employeeid": "", // nobody has an address there, but it is known
		"emial":     "Did you mean email?",
		"usrName":   "Did you mean userName?",
		"EmployeId": "Did you mean employeeId?",
		"upn":       "Import people who have it",
	} {
		if _, err := f.notify.SaveSwitches(t.Context(), site, notify.Switches{Identifier: name}, vault.AnyRevision); err != nil {
			t.Errorf("%s is not kept: %v", name, err)
		}
		got, err := f.notify.UnknownIdentifier(t.Context(), site, name)
		if err != nil || (got == nil) != (want == "") || got != nil && !strings.HasPrefix(got.Remedy, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 10003: "10,003", 1234567: "1,234,567"} {
		if got := notify.Grouped(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}
