package operator_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
)

// postbox is where mails with passwords arrive.
type postbox struct {
	mu       sync.Mutex
	password string // of the newest mail
	mails    []operator.PasswordMail
	err      error
	onMail   func()
}

func (p *postbox) deliver(_ context.Context, m operator.PasswordMail) (*fault.Remote, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.password = string(m.Password.Reveal())
	p.mails = append(p.mails, m)
	if p.onMail != nil {
		p.onMail()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &fault.Remote{Code: "250", Text: "taken"}, nil
}

// clocked is a team whose clock can be set. Ada is at work.
type clocked struct {
	*team
	now time.Time
}

func newClocked(t *testing.T) *clocked {
	t.Helper()
	f := newTeam(t)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	c := &clocked{team: f, now: time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC)}
	c.reopen(t)
	c.unlock(t, "Ada", password)
	return c
}

// reopen opens the vault anew, as another start of the program does.
func (c *clocked) reopen(t *testing.T) {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{dir: c.dir}
	bus := &event.Bus{}
	bus.Subscribe(func(e event.Event) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.events = append(f.events, e.Name)
	})
	f.Operators = operator.New(operator.Options{
		Dir: c.dir, Cost: &cost, Now: func() time.Time { return c.now }, Events: bus,
	})
	t.Cleanup(func() { _ = f.Close() })
	c.fixture = f
}

// reset mails Ed a password and returns it.
func (c *clocked) reset(t *testing.T) (operator.Reset, string) {
	t.Helper()
	p := &postbox{}
	reset, err := c.Reset(t.Context(), c.ids["Ed"], p.deliver)
	if err != nil {
		t.Fatal(err)
	}
	return reset, p.password
}

// enter locks the vault and tries a password for Ed.
func (c *clocked) enter(t *testing.T, password string) (operator.Operator, error) {
	t.Helper()
	if err := c.Lock(); err != nil {
		t.Fatal(err)
	}
	return c.Unlock(t.Context(), "Ed", secret.FromString(password))
}

// slot is the key of Ed's slot.
func (c *clocked) slot(t *testing.T) string {
	t.Helper()
	return slotOf(t, c.dir, c.ids["Ed"])
}

// actions are the newest in the journal.
func (c *clocked) actions(t *testing.T, most int) []string {
	t.Helper()
	var names []string
	for _, e := range c.page(t, audit.Filter{}).Entries {
		if name := e.Action; len(names) < most {
			if e.Refused {
				name += " refused"
			}
			names = append(names, name)
		}
	}
	return names
}

func must[T any](value T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
