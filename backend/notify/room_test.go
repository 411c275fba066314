package notify_test

import (
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
