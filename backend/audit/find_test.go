package audit_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// filled returns a journal of twelve entries, one a minute.
func filled(t *testing.T) (*vault.Vault, *audit.Journal) {
	t.Helper()
	v := newVault(t)
	at := clock()
	journal := audit.New(v, func() time.Time { return at })
	for i := range 12 {
		e := audit.Entry{
			Operator: []string{"Ada", "Ed"}[i%2], Action: []string{"vault.created", "vaultlike", "deployment.saved"}[i%3],
			Deployment: []string{"", "d1"}[i/6], Subject: fmt.Sprint("Subject ", i), Refused: i == 7,
		}
		if err := v.Update(t.Context(), func(tx *vault.Tx) error { return journal.Append(tx, e) }); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Minute)
	}
	return v, journal
}

func TestFindNarrows(t *testing.T) {
	_, journal := filled(t)
	minute := func(n int) time.Time { return clock().Add(time.Duration(n) * time.Minute) }
	tests := map[string]struct {
		filter audit.Filter
		want   []uint64
		more   bool
	}{
		"everything":          {audit.Filter{}, []uint64{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, false},
		"a page":              {audit.Filter{Limit: 3}, []uint64{12, 11, 10}, true},
		"the next page":       {audit.Filter{Limit: 3, Before: 10}, []uint64{9, 8, 7}, true},
		"the last page":       {audit.Filter{Limit: 3, Before: 4}, []uint64{3, 2, 1}, false},
		"before the first":    {audit.Filter{Before: 1}, nil, false},
		"beyond the end":      {audit.Filter{Before: 99, Limit: 1}, []uint64{12}, true},
		"an operator":         {audit.Filter{Operator: "ED"}, []uint64{12, 10, 8, 6, 4, 2}, false},
		"a page of one":       {audit.Filter{Operator: "Ed", Limit: 2, Before: 10}, []uint64{8, 6}, true},
		"a whole action":      {audit.Filter{Action: "vault.created"}, []uint64{10, 7, 4, 1}, false},
		"an action to a dot":  {audit.Filter{Action: "vault"}, []uint64{10, 7, 4, 1}, false},
		"with the dot":        {audit.Filter{Action: "vault."}, []uint64{10, 7, 4, 1}, false},
		"not half a word":     {audit.Filter{Action: "vau"}, nil, false},
		"a deployment":        {audit.Filter{Deployment: "d1", Limit: 2}, []uint64{12, 11}, true},
		"text, in any case":   {audit.Filter{Text: "SUBJECT 1"}, []uint64{12, 11, 2}, false},
		"text of an action":   {audit.Filter{Text: "like"}, []uint64{11, 8, 5, 2}, false},
		"from a time":         {audit.Filter{From: minute(9)}, []uint64{12, 11, 10}, false},
		"until a time":        {audit.Filter{To: minute(2)}, []uint64{2, 1}, false},
		"between two":         {audit.Filter{From: minute(3), To: minute(5)}, []uint64{5, 4}, false},
		"refusals":            {audit.Filter{Refused: true}, []uint64{8}, false},
		"all of it at once":   {audit.Filter{Operator: "Ed", Action: "vaultlike", Refused: true}, []uint64{8}, false},
		"nothing that fits":   {audit.Filter{Operator: "Eve"}, nil, false},
		"more than there are": {audit.Filter{Limit: 5000, Deployment: "d1"}, []uint64{12, 11, 10, 9, 8, 7}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			page, err := journal.Find(t.Context(), tt.filter)
			if err != nil {
				t.Fatal(err)
			}
			var got []uint64
			for _, e := range page.Entries {
				got = append(got, e.Sequence)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || page.More != tt.more {
				t.Errorf("more %v %s", page.More, diff)
			}
			if page.Total != 12 || !slices.Equal(page.Operators, []string{"Ada", "Ed"}) ||
				!slices.Equal(page.Actions, []string{"deployment.saved", "vault.created", "vaultlike"}) {
				t.Errorf("of the whole journal: %d, %v, %v", page.Total, page.Operators, page.Actions)
			}
		})
	}
}

// TestFindSearchesALongJournal looks for its first entry, far behind.
func TestFindSearchesALongJournal(t *testing.T) {
	v := newVault(t)
	journal := audit.New(v, clock)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		for i := range 2500 {
			if err := journal.Append(tx, audit.Entry{Operator: "Ada", Action: "a", Subject: fmt.Sprint("#", i+1)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := journal.Find(t.Context(), audit.Filter{Text: "#1", Before: 11, Limit: 1})
	if err != nil || len(page.Entries) != 1 || page.Entries[0].Sequence != 10 || !page.More {
		t.Errorf("%+v, %v", page, err)
	}
	all, err := journal.List(t.Context(), 0)
	if err != nil || len(all) != 2500 {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	for i, e := range all {
		if e.Sequence != uint64(2500-i) {
			t.Fatalf("entry %d is number %d", i, e.Sequence)
		}
	}
}

func TestFindInAnEmptyJournal(t *testing.T) {
	page, err := audit.New(newVault(t), clock).Find(t.Context(), audit.Filter{})
	if diff := cmp.Diff(audit.Page{}, page); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// TestFindReadsNoMoreThanThePage has a journal whose old entries cannot be
// read: the first page does not touch them.
func TestFindReadsNoMoreThanThePage(t *testing.T) {
	v, journal := filled(t)
	entries := vault.NewCollection[json.RawMessage]("audit", 1, nil)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		_, err := entries.Put(tx, "00000000000000000005", json.RawMessage(`"not an entry"`), vault.AnyRevision)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if page, err := journal.Find(t.Context(), audit.Filter{Limit: 6}); err != nil || len(page.Entries) != 6 {
		t.Errorf("the first page: %d entries, %v", len(page.Entries), err)
	}
	if _, err := journal.Find(t.Context(), audit.Filter{Limit: 8}); err == nil {
		t.Error("a page over an entry that cannot be read is silent about it")
	}
}

func TestFindEndsWhenItIsCancelled(t *testing.T) {
	_, journal := filled(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := journal.Find(ctx, audit.Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestAnOldHeadLearnsTheNames has a head as the first version wrote it.
func TestAnOldHeadLearnsTheNames(t *testing.T) {
	v, journal := filled(t)
	heads := vault.NewCollection[map[string]any]("audit-head", 1, nil)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		doc, _, err := heads.Get(tx, "head")
		if err != nil {
			return err
		}
		delete(doc, "operators")
		delete(doc, "actions")
		_, err = heads.Put(tx, "head", doc, vault.AnyRevision)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Verify(t.Context()); err != nil {
		t.Errorf("an old head: %v", err)
	}
	appendEntries(t, v, journal, "vault.verified")
	page, err := journal.Find(t.Context(), audit.Filter{Limit: 1})
	want := []string{"deployment.saved", "vault.created", "vault.verified", "vaultlike"}
	if diff := cmp.Diff(want, page.Actions); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if _, err := journal.Verify(t.Context()); err != nil {
		t.Errorf("after one more entry: %v", err)
	}
}
