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
	last, err := j.head(ctx)
	if err != nil {
		return Page{}, err
	}
	page := Page{Total: int(last.Count), Operators: last.Operators, Actions: last.Actions}
	from := last.Count
	if f.Before > 0 {
		from = min(from, f.Before-1)
	}
	err = j.backwards(ctx, from, func(e Entry) bool {
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
	return page, err
}

// head returns the head, empty while there is none.
func (j *Journal) head(ctx context.Context) (head, error) {
	var last head
	err := j.vault.View(ctx, func(tx *vault.Tx) (err error) {
		last, _, err = j.heads.Get(tx, headID)
		return err
	})
	if errors.Is(err, vault.ErrNoRecord) {
		return head{}, nil
	}
	return last, err
}

// chunk is how many entries are read in one view: a search through a long
// journal lets changes through in between. Entries do not change.
const chunk = 1000

// backwards hands out entries from one to the first until yield ends it. One
// that is missing is passed over: Verify is there to tell.
func (j *Journal) backwards(ctx context.Context, from uint64, yield func(Entry) bool) error {
	for from > 0 {
		to, ended := from-min(from, chunk), false
		err := j.vault.View(ctx, func(tx *vault.Tx) (err error) {
			ended, err = j.read(tx, from, to, yield)
			return err
		})
		if err != nil || ended {
			return err
		}
		from = to
	}
	return nil
}

// read hands out the entries after to up to from, backwards.
func (j *Journal) read(tx *vault.Tx, from, to uint64, yield func(Entry) bool) (ended bool, err error) {
	for sequence := from; sequence > to; sequence-- {
		r, _, err := j.entries.Get(tx, entryID(sequence))
		if errors.Is(err, vault.ErrNoRecord) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("read entry %d of the audit journal: %w", sequence, err)
		}
		if !yield(r.Entry) {
			return true, nil
		}
	}
	return false, nil
}

// Newest hands out the entries from the newest on until yield returns false.
func (j *Journal) Newest(ctx context.Context, yield func(Entry) bool) error {
	last, err := j.head(ctx)
	if err != nil {
		return err
	}
	return j.backwards(ctx, last.Count, yield)
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
	for _, part := range []string{e.Operator, e.Via, e.Action, e.Deployment, e.Subject, e.Detail} {
		if strings.Contains(strings.ToLower(part), f.Text) {
			return true
		}
	}
	return false
}
