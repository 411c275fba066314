package app_test

import (
	"encoding/base64"
	"sync"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
)

// onEvent calls fn once, at the first event of a name.
func (p *pages) onEvent(t *testing.T, name string, fn func() error) {
	t.Helper()
	var once sync.Once
	cancel := p.app.Subscribe(func(got string, _ any) {
		if got == name {
			once.Do(func() {
				if err := fn(); err != nil {
					t.Error(err)
				}
			})
		}
	})
	t.Cleanup(cancel)
}

func TestACancelledRemovalRemovesNobody(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	grace := p.admit(t, "Grace", "owner")
	p.onEvent(t, "vault.rotation", p.keys.CancelRotation)
	if _, err := p.operators.Remove(grace.ID); !fault.HasCode(err, fault.CodeCancelled) {
		t.Fatalf("a cancelled removal: %v", err)
	}
	if rows := must(p.operators.List())(t); len(rows) != 2 {
		t.Errorf("operators: %+v", rows)
	}
	if keys := must(p.keys.Status())(t); keys.Generation != 1 || len(keys.History) != 0 {
		t.Errorf("the key: %+v", keys)
	}
	p.lock(t)
	p.settleIn(t, "Grace")
}

func TestACancelledVerificationSaysSo(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	for range 110 { // entries of the journal: progress is told by the hundred
		must(p.session.SavePreferences(app.Preferences{AutoLockMinutes: 10, RotationReminderDays: 90}))(t)
	}
	p.onEvent(t, "vault.verifying", p.backups.CancelVerify)
	if _, err := p.backups.Verify(); !fault.HasCode(err, fault.CodeCancelled) {
		t.Fatalf("a cancelled verification: %v", err)
	}
	must(p.backups.Verify())(t)
}

// TestBackupsAndLocksMeet uploads, opens, reads and locks at the same time:
// whatever wins, nothing is left behind and no call answers with an internal
// fault.
func TestBackupsAndLocksMeet(t *testing.T) {
	inTemp := tempFolder(t)
	p := open(t, app.Options{})
	p.create(t)
	content := p.backup(t)
	piece := base64.StdEncoding.EncodeToString(content)
	expected := func(err error) {
		if err != nil && fault.Of(err).Kind == fault.Internal {
			t.Error(err)
		}
	}
	var calls sync.WaitGroup
	for range 3 {
		calls.Go(func() {
			for range 5 {
				upload, err := p.backups.Begin(len(content))
				if err != nil {
					expected(err)
					continue
				}
				expected(p.backups.Append(upload.ID, piece))
				_, err = p.backups.File(upload.ID)
				expected(err)
				_, err = p.backups.Inspect(upload.ID, app.BackupAccess{Password: ownerPassword})
				expected(err)
				expected(p.backups.Discard(upload.ID))
			}
		})
	}
	calls.Go(func() {
		for range 5 {
			made, err := p.backups.Make()
			expected(err)
			_, err = p.backups.Read(made.ID, 0)
			expected(err)
			expected(p.session.Lock())
			_, err = p.session.Unlock(app.Unlock{Password: ownerPassword})
			expected(err)
		}
	})
	calls.Wait()
	p.lock(t)
	if left := inTemp(); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

// FuzzAPieceIsStrictBase64 holds that a piece has one form only: what is taken
// is what would be written.
func FuzzAPieceIsStrictBase64(f *testing.F) {
	for _, seed := range []string{"", "QUJD", "QUI=", "QUJ=", "QUJD\n", "-_-_", "Q", "====", "QUJDRA=="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, piece string) {
		p := open(t, app.Options{})
		upload := must(p.backups.Begin(1 << 20))(t)
		err := p.backups.Append(upload.ID, piece)
		content, decodeErr := base64.StdEncoding.DecodeString(piece)
		strict := decodeErr == nil && base64.StdEncoding.EncodeToString(content) == piece
		if fits := strict && len(content) > 0 && len(content) <= upload.Piece; (err == nil) != fits {
			t.Errorf("%q: %v", piece, err)
		}
	})
}
