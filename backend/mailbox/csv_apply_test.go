package mailbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
)

func TestAnImportThatNoLongerFitsStoresNothing(t *testing.T) {
	f := newFixture(t)
	kept := f.save(t, draft("kept@example.com"))
	imp := f.preview(t, heading+"new@example.com,x,h.example.com,N,T\nkept@example.com,another,imap.example.com,Other,Text\n")
	changed := kept.Draft()
	changed.Settings.Name = "Changed meanwhile"
	f.save(t, changed)
	_, err := f.mailboxes.Apply(t.Context(), site, imp, false)
	if !fault.HasCode(err, mailbox.CodeImportStale) || !strings.Contains(err.Error(), "line 3 (kept@example.com)") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff([]string{"kept@example.com"}, f.addresses(t, site)); diff != "" {
		t.Error(diff)
	}
}

func TestAnImportIsGone(t *testing.T) {
	csv := heading + "new@example.com," + canary + ",h.example.com,N,T\n"
	for name, end := range map[string]func(*fixture, *mailbox.Import){
		"discarded":     func(_ *fixture, imp *mailbox.Import) { imp.Discard(); imp.Discard() },
		"with the lock": func(f *fixture, _ *mailbox.Import) { f.bus.Publish(event.Event{Name: "vault.locked"}) },
		"applied already": func(f *fixture, imp *mailbox.Import) {
			_, _ = f.mailboxes.Apply(context.Background(), site, imp, false)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			imp := f.preview(t, csv)
			end(f, imp)
			if _, err := f.mailboxes.Apply(t.Context(), site, imp, false); !fault.HasCode(err, mailbox.CodeImportGone) {
				t.Errorf("the error is %v", err)
			}
		})
	}
	t.Run("of another deployment", func(t *testing.T) {
		f := newFixture(t)
		if _, err := f.mailboxes.Apply(t.Context(), elsewhere, f.preview(t, csv), false); !fault.HasCode(err, mailbox.CodeImportGone) {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("kept after a fault", func(t *testing.T) {
		f := newFixture(t)
		imp := f.preview(t, csv)
		f.access.full = true
		if _, err := f.mailboxes.Apply(t.Context(), site, imp, false); err == nil {
			t.Fatal("a full disk takes it")
		}
		f.access.full = false
		if _, err := f.mailboxes.Apply(t.Context(), site, imp, false); err != nil {
			t.Error(err)
		}
	})
}

func TestNoImportTellsASecret(t *testing.T) {
	f := newFixture(t)
	imp := f.preview(t, heading+
		"a@example.com,"+canary+",imap.example.com,N,T\nb@example.com,"+canary+",,N,T\n"+
		canary+",b@example.com,imap.example.com,N,T\nc@example.com,\""+canary+"\"x,imap.example.com,N,T\n"+
		"c@example.com,sec,"+canary+",imap.example.com,N,T\nd@example.com,\""+canary+"\n")
	_, err := f.mailboxes.Apply(t.Context(), site, imp, false)
	if said := fmt.Sprintf("%+v %+v", imp.Report(), *fault.Of(err)); strings.Contains(said, canary) {
		t.Errorf("it tells: %s", said)
	}
	if _, err := f.mailboxes.Apply(t.Context(), site, imp, true); err != nil {
		t.Fatal(err)
	}
	_, err = f.mailboxes.Preview(t.Context(), site, []byte("a@example.com,"+canary+",imap.example.com\n"))
	if said := fmt.Sprintf("%+v %v", *fault.Of(err), err); strings.Contains(said, canary) {
		t.Errorf("a file without a heading tells: %s", said)
	}
	if said := fmt.Sprintf("%+v %+v", f.entries(t), f.events); strings.Contains(said, canary) {
		t.Errorf("it tells: %s", said)
	}
}
