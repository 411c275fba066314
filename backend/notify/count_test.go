package notify_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"patchbay/backend/notify"
	"patchbay/backend/vault"
)

// A backup that somebody has made up may hold events of as many messages as he likes.
func TestAnEventThatClaimsMoreMessagesThanThereCanBe(t *testing.T) {
	t.Parallel()
	const key = "order 4711"
	sum := sha256.Sum256([]byte(key))
	id := site + "/key-" + hex.EncodeToString(sum[:16])
	for name, count := range map[string]int{"more than any memory": 1 << 60, "less than none": -1} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.withServer(t)
			e := approve(f.ada(t))
			asked, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			digest := sha256.Sum256(asked)
			events := vault.NewCollection[map[string]any](notify.KindEvent, 1, nil)
			err = f.access.Update(t.Context(), func(tx *vault.Tx) error {
				_, err := events.Put(tx, id, map[string]any{"at": time.Now(), "count": count, "digest": hex.EncodeToString(digest[:])}, 0)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			e.Key = key
			if sent, err := f.notify.Send(t.Context(), site, e, ""); err == nil && len(sent.Messages) > 0 {
				t.Errorf("messages that are not there: %+v", sent)
			}
			if _, err := f.notify.Latest(t.Context(), site); err != nil {
				t.Error(err)
			}
			e.Key = ""
			if m := f.send(t, e); m[0].Outcome != notify.Sent {
				t.Errorf("another event: %+v", m)
			}
		})
	}
}
