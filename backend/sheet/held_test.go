package sheet_test

import (
	"errors"
	"testing"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/sheet"

	"github.com/google/go-cmp/cmp"
)

// entry is a row with something to wipe.
type entry struct {
	sheet.Row
	name  string
	wiped bool
}

func (e *entry) Wipe() { e.wiped = true }

func codes() sheet.Codes {
	return sheet.Codes{
		Invalid: "x.invalid", Encoding: "x.encoding", TooLarge: "x.too_large",
		BadRows: "x.bad_rows", Gone: "x.gone", Stale: "x.stale",
	}
}

// held holds a good row; a bad one is wiped and left out.
func held(t *testing.T, events *event.Bus) (*sheet.Held[*entry], *entry) {
	t.Helper()
	good, bad := &entry{name: "good"}, &entry{Row: sheet.Row{Bad: true}, name: "bad"}
	h := sheet.Hold[*entry](codes(), events)
	if err := h.Fill([]*entry{bad, good}, nil); err != nil {
		t.Fatal(err)
	}
	if !bad.wiped || good.wiped {
		t.Fatalf("the bad row is wiped: %t; the good one: %t", bad.wiped, good.wiped)
	}
	return h, good
}

// names are what is stored; err is what storing ends with.
func names(h *sheet.Held[*entry], err error) ([]string, error) {
	var got []string
	stored := h.Store(func(entries []*entry) error {
		for _, e := range entries {
			got = append(got, e.name)
		}
		return err
	})
	return got, stored
}

func TestRowsAreHeldUntilTheyAreStored(t *testing.T) {
	t.Parallel()
	h, good := held(t, &event.Bus{})
	full := errors.New("full")
	if _, err := names(h, full); !errors.Is(err, full) || good.wiped {
		t.Fatalf("a store that fails: %v, wiped: %t", err, good.wiped)
	}
	got, err := names(h, nil)
	if diff := cmp.Diff([]string{"good"}, got); err != nil || diff != "" || !good.wiped {
		t.Errorf("the next one: %v, wiped: %t\n%s", err, good.wiped, diff)
	}
	if _, err := names(h, nil); !fault.HasCode(err, "x.gone") {
		t.Errorf("stored twice: %v", err)
	}
}

// Whoever stores has the rows alone: a second store and a lock of the vault
// meanwhile leave nothing to hold.
func TestRowsThatAreBeingStoredAreNobodyElses(t *testing.T) {
	t.Parallel()
	var events event.Bus
	h, good := held(t, &events)
	full := errors.New("full")
	err := h.Store(func([]*entry) error {
		if _, err := names(h, nil); !fault.HasCode(err, "x.gone") {
			t.Errorf("stored a second time: %v", err)
		}
		events.Publish(event.Event{Name: "vault.locked"})
		if good.wiped {
			t.Error("wiped while they were stored")
		}
		return full
	})
	if !errors.Is(err, full) || !good.wiped {
		t.Errorf("%v, wiped: %t", err, good.wiped)
	}
	if _, err := names(h, nil); !fault.HasCode(err, "x.gone") {
		t.Errorf("after the vault was locked: %v", err)
	}
}

func TestNothingIsHeldOfWhatWasNotRead(t *testing.T) {
	t.Parallel()
	unreadable := errors.New("unreadable")
	for name, c := range map[string]struct {
		end  func(*sheet.Held[*entry], *event.Bus)
		err  error
		want func(error) bool
	}{
		"an error":          {func(*sheet.Held[*entry], *event.Bus) {}, unreadable, func(err error) bool { return errors.Is(err, unreadable) }},
		"locked meanwhile":  {func(_ *sheet.Held[*entry], b *event.Bus) { b.Publish(event.Event{Name: "vault.locked"}) }, nil, isGone},
		"discarded already": {func(h *sheet.Held[*entry], _ *event.Bus) { h.Discard() }, nil, isGone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var events event.Bus
			h, row := sheet.Hold[*entry](codes(), &events), &entry{}
			c.end(h, &events)
			if err := h.Fill([]*entry{row}, c.err); !c.want(err) || !row.wiped {
				t.Errorf("%v, wiped: %t", err, row.wiped)
			}
		})
	}
}

func isGone(err error) bool { return fault.HasCode(err, "x.gone") }

// TestWhatOneTransactionCannotHold is refused before it is tried; rows that
// store nothing do not count.
func TestWhatOneTransactionCannotHold(t *testing.T) {
	t.Parallel()
	half := sheet.MaxStored / 2
	rows := []*entry{
		{Row: sheet.Row{Size: half}},
		{Row: sheet.Row{Size: half}},
		{Row: sheet.Row{Size: half, Bad: true}},
		{Row: sheet.Row{Size: half, Effect: sheet.EffectUnchanged}},
	}
	if err := sheet.Fits(codes(), rows); err != nil {
		t.Errorf("what fits is refused: %v", err)
	}
	if err := sheet.Fits(codes(), append(rows, &entry{Row: sheet.Row{Size: 1}})); !fault.HasCode(err, "x.too_large") {
		t.Errorf("the error is %v", err)
	}
}
