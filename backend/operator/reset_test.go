package operator_test

import (
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestAMailThatFailsChangesNothing(t *testing.T) {
	c := newClocked(t)
	slot, members := c.slot(t), must(c.List(t.Context()))(t)
	refused := fault.New(fault.Rejected, "gateway.refused", "the server refused the mail")
	p := &postbox{err: refused}
	_, err := c.Reset(t.Context(), c.ids["Ed"], p.deliver)
	if !errors.Is(err, refused) {
		t.Errorf("it says %v", err)
	}
	if c.slot(t) != slot {
		t.Error("the slot has changed")
	}
	if diff := cmp.Diff(members, must(c.List(t.Context()))(t)); diff != "" {
		t.Error(diff)
	}
	newest := c.page(t, audit.Filter{}).Entries[0]
	want := audit.Entry{
		Sequence: newest.Sequence, At: newest.At, Operator: "Ada", Action: "operator.password_not_mailed", Subject: "Ed",
		Detail: "failed: gateway.refused",
	}
	if diff := cmp.Diff(want, newest); diff != "" {
		t.Error(diff)
	}
	if _, err := c.enter(t, p.password); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the password of the mail that failed: %v", err)
	}
	if who, err := c.enter(t, password); err != nil || who.MustChange {
		t.Errorf("the old password: %+v %v", who, err)
	}
}

func TestResetRefuses(t *testing.T) {
	c := newClocked(t)
	for id, code := range map[string]string{
		c.ids["Ada"]: operator.CodeYourself, "nobody": operator.CodeNotFound, "Ed": operator.CodeNotFound, "": operator.CodeNotFound,
	} {
		p := &postbox{}
		_, err := c.Reset(t.Context(), id, p.deliver)
		if !fault.HasCode(err, code) || fault.Of(err).Hint == "" || len(p.mails) > 0 {
			t.Errorf("%q: %v, %d mails", id, err, len(p.mails))
		}
	}
}

// What happens while the mail is on its way must not end in a password that nobody
// expects.
func TestWhatHappensWhileAPasswordIsMailed(t *testing.T) {
	tests := map[string]struct {
		meanwhile func(t *testing.T, c *clocked)
		stays     bool // Ed, with his old password
	}{
		"the vault is locked": {func(t *testing.T, c *clocked) {
			if err := c.Lock(); err != nil {
				t.Error(err)
			}
		}, true},
		"it is locked, and unlocked by somebody else": {func(t *testing.T, c *clocked) { c.unlock(t, "Vic", password) }, true},
		"he is removed": {func(t *testing.T, c *clocked) {
			if _, err := c.Remove(t.Context(), c.ids["Ed"]); err != nil {
				t.Error(err)
			}
		}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := newClocked(t)
			p := &postbox{onMail: func() { tt.meanwhile(t, c) }}
			_, err := c.Reset(t.Context(), c.ids["Ed"], p.deliver)
			if f := fault.Of(err); f.Code != operator.CodeResetNotSaved || f.Hint == "" {
				t.Errorf("it says %v", err)
			}
			if _, err := c.enter(t, p.password); !fault.HasCode(err, vault.CodeWrongPassword) {
				t.Errorf("the mailed password: %v", err)
			}
			who, err := c.enter(t, password)
			if tt.stays && (err != nil || who.MustChange) || !tt.stays && !fault.HasCode(err, vault.CodeWrongPassword) {
				t.Errorf("the old password: %+v %v", who, err)
			}
		})
	}
}

func TestOfTwoResetsAtOnceOneIsRefused(t *testing.T) {
	c := newClocked(t)
	second := &postbox{}
	var refused error
	first := &postbox{onMail: func() { _, refused = c.Reset(t.Context(), c.ids["Ed"], second.deliver) }}
	if _, err := c.Reset(t.Context(), c.ids["Ed"], first.deliver); err != nil {
		t.Fatal(err)
	}
	if f := fault.Of(refused); f.Code != operator.CodeResetUnderWay || f.Kind != fault.Conflict || len(second.mails) > 0 {
		t.Errorf("the second says %v, and mails %d", refused, len(second.mails))
	}
	if _, err := c.enter(t, first.password); err != nil {
		t.Error(err)
	}
}

func TestAChangeOfDetailsKeepsTheEndOfAMailedPassword(t *testing.T) {
	c := newClocked(t)
	_, mailed := c.reset(t)
	m, err := c.Change(t.Context(), operator.Details{ID: c.ids["Ed"], Name: "Edgar", Email: "edgar@example.com", Role: operator.Viewer})
	if err != nil || m.ResetUntil.IsZero() || !m.MustChange {
		t.Fatalf("%+v %v", m, err)
	}
	c.now = c.now.Add(25 * time.Hour)
	if err := c.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Unlock(t.Context(), "Edgar", secret.FromString(mailed)); !fault.HasCode(err, operator.CodeResetExpired) {
		t.Error(err)
	}
}

func TestMailedPasswordsAreRandomAndTypable(t *testing.T) {
	c := newClocked(t)
	shape := regexp.MustCompile(`^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){6}$`)
	var seen []string
	for range 20 {
		_, mailed := c.reset(t)
		if !shape.MatchString(mailed) {
			t.Fatal("a password has another shape")
		}
		if slices.Contains(seen, mailed) {
			t.Fatal("a password has come twice")
		}
		seen = append(seen, mailed)
	}
}
