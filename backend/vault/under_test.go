package vault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault"
)

// Records lie under the thing that their ID begins with, and under no other of
// which the name begins alike.
func TestRecordsUnderAnOwner(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a", "a/2", "a/1", "a/1/x", "ab/1", "b/1", "/1")
	for owner, want := range map[string][]string{
		"a": {"a/1", "a/1/x", "a/2"}, "a/1": {"a/1/x"}, "ab": {"ab/1"}, "c": {}, "": {},
	} {
		got := []string{}
		err := v.View(t.Context(), func(tx *vault.Tx) error {
			items, err := notes().Under(tx, owner)
			for _, item := range items {
				got = append(got, item.ID)
			}
			return err
		})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("under %q: %v\n%s", owner, err, diff)
		}
	}
	first, second := vault.NewIDUnder("a"), vault.NewIDUnder("a")
	if first == second || !vault.IsUnder("a", first) || vault.IsUnder("b", first) {
		t.Errorf("%q and %q are not two IDs under a", first, second)
	}
}

func TestARecordThatIsNotThereMayBeNoError(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	for _, c := range []struct{ given, want error }{
		{nil, nil}, {vault.ErrNoRecord, nil}, {fmt.Errorf("read: %w", vault.ErrNoRecord), nil}, {other, other},
	} {
		if got := vault.Optional(c.given); got != c.want {
			t.Errorf("%v becomes %v", c.given, got)
		}
	}
}
