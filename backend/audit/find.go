package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/vault"
)

// Bounds of a page: what it holds without a limit, and at most.
const (
	defaultLimit = 200
	maxLimit     = 1000
)

// Filter narrows the journal; what is empty does not.
type Filter struct {
	Text       string    // anywhere in an entry, without regard to case
	Operator   string    // the whole name, without regard to case
	Action     string    // whole, or up to a dot: "vault" finds "vault.created"
	Deployment string    // ID
	From, To   time.Time // from the first, before the second
	Refused    bool      // only what was refused
	Before     uint64    // only entries before this sequence number; 0 is the end
	Limit      int       // of entries; 0 is 200, and more than 1,000 are 1,000
}

// Page is a part of the journal, newest first.
type Page struct {
	Entries   []Entry
	More      bool     // older entries fit as well; go on with Before
	Total     int      // entries of the whole journal
	Operators []string // all names in it, sorted
	Actions   []string // all actions in it, sorted
}

// Find returns the newest entries that fit. It reads no more of the journal
// than it takes to fill the page.
func (j *Journal) Find(ctx context.Context, f Filter) (Page, error) {
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	f.Limit = min(f.Limit, maxLimit)
	f.Text = strings.ToLower(f.Text)
	var page Page
	err := j.vault.View(ctx, func(tx *vault.Tx) error {
		last, _, err := j.heads.Get(tx, headID)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the head of the audit journal: %w", err)
		}
		page.Total, page.Operators, page.Actions = int(last.Count), last.Operators, last.Actions
		return j.fill(ctx, tx, f, last.Count, &page)
	})
	return page, err
}

// fill adds what fits to the page, backwards from an entry.
func (j *Journal) fill(ctx context.Context, tx *vault.Tx, f Filter, from uint64, page *Page) error {
	if f.Before > 0 {
		from = min(from, f.Before-1)
	}
	return j.backwards(ctx, tx, from, func(e Entry) bool {
		if !f.fits(e) {
			return true
		}
		if len(page.Entries) == f.Limit {
			page.More = true
			return false
		}
		page.Entries = append(page.Entries, e)
		return true
	})
}

// backwards hands out entries from one to the first until yield ends it. One
// that is missing is passed over: Verify is there to tell.
func (j *Journal) backwards(ctx context.Context, tx *vault.Tx, from uint64, yield func(Entry) bool) error {
	for sequence := from; sequence > 0; sequence-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, _, err := j.entries.Get(tx, entryID(sequence))
		if errors.Is(err, vault.ErrNoRecord) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read entry %d of the audit journal: %w", sequence, err)
		}
		if !yield(r.Entry) {
			return nil
		}
	}
	return nil
}

// Newest hands out the entries from the newest on until yield returns false.
func (j *Journal) Newest(ctx context.Context, yield func(Entry) bool) error {
	return j.vault.View(ctx, func(tx *vault.Tx) error {
		last, _, err := j.heads.Get(tx, headID)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the head of the audit journal: %w", err)
		}
		return j.backwards(ctx, tx, last.Count, yield)
	})
}

// List returns the newest entries, newest first; limit 0 means all.
func (j *Journal) List(ctx context.Context, limit int) ([]Entry, error) {
	var out []Entry
	err := j.Newest(ctx, func(e Entry) bool {
		out = append(out, e)
		return limit <= 0 || len(out) < limit
	})
	return out, err
}

// fits reports whether an entry is asked for. Text is in lower case.
func (f Filter) fits(e Entry) bool {
	switch {
	case f.Refused && !e.Refused,
		f.Operator != "" && !strings.EqualFold(f.Operator, e.Operator),
		f.Action != "" && e.Action != f.Action && !strings.HasPrefix(e.Action, strings.TrimSuffix(f.Action, ".")+"."),
		f.Deployment != "" && f.Deployment != e.Deployment,
		!f.From.IsZero() && e.At.Before(f.From),
		!f.To.IsZero() && !e.At.Before(f.To):
		return false
	}
	if f.Text == "" {
		return true
	}
	for _, part := range []string{e.Operator, e.Action, e.Deployment, e.Subject, e.Detail} {
		if strings.Contains(strings.ToLower(part), f.Text) {
			return true
		}
	}
	return false
}
