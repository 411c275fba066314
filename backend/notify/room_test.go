package notify_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify"
	"patchbay/backend/vault"
)

// The oldest events go when there are too many messages, whole and no more than must.
func TestTheOldestEventsMakeRoom(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	ada := f.ada(t)
	for _, text := range []string{"first", "second", "third"} {
		e := approve(ada)
		e.Message = text
		f.send(t, e)
	}
	texts := func() []string {
		page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, m := range page.Messages {
			list = append(list, m.Text)
		}
		return list
	}
	for _, tt := range []struct {
		more int
		want []string
	}{
		{notify.MaxMessages - 3, []string{"third", "second", "first"}},
		{notify.MaxMessages - 2, []string{"third", "second"}},
		{notify.MaxMessages, nil},
	} {
		err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return notify.MakeRoom(f.notify, tx, site, tt.more) })
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, texts()); diff != "" {
			t.Errorf("for %d more: %s", tt.more, diff)
		}
	}
}

// An event stays while one of its messages is sent again, which need not be the first.
func TestAnEventStaysWhileAMessageIsSentAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	bob := f.person(t, notify.Person{Name: "Bob", Email: "bob@example.com"})
	var again atomic.Bool
	f.withPeer(t, func(line string) (string, bool) {
		recipient := strings.HasPrefix(line, "RCPT") // later ones may come when the test has ended
		if recipient && again.Load() {
			err := f.access.Update(t.Context(), func(tx *vault.Tx) error {
				return notify.MakeRoom(f.notify, tx, site, notify.MaxMessages)
			})
			if err != nil {
				t.Error(err)
			}
		}
		return "450 4.2.0 busy", recipient
	})
	sent := f.send(t, approve(ada, bob))
	again.Store(true)
	if _, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: sent[1].ID}); err != nil {
		t.Fatal(err)
	}
	if m, err := f.notify.Message(t.Context(), site, sent[1].ID); err != nil || m.Text == "" {
		t.Errorf("%+v: %v", m, err)
	}
}
