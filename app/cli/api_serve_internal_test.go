package cli

import (
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// TestTheVaultStaysUnlockedWhileTheAPIServes lives through a day in which
// nobody calls; a moment later the vault locks by itself as ever.
func TestTheVaultStaysUnlockedWhileTheAPIServes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cost := kdf.ForTests()
		bench := workbench.Open(workbench.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost})
		defer func() {
			if err := bench.Close(); err != nil {
				t.Error(err)
			}
		}()
		created, err := bench.Operators.Create(t.Context(), operator.NewVault{
			Name: "Ada", Email: "ada@example.com", Password: secret.FromString("correct-horse-battery-staple"),
		})
		if err != nil {
			t.Fatal(err)
		}
		created.RecoveryKey.Wipe()
		c := &call{ctx: t.Context(), log: slog.New(slog.DiscardHandler)}
		stop := c.keepUnlocked(bench)
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if state := bench.Operators.Status().State; state != operator.Unlocked {
			t.Errorf("after a day the vault is %s", state)
		}
		stop()
		time.Sleep(time.Hour)
		synctest.Wait()
		if state := bench.Operators.Status().State; state != operator.Locked {
			t.Errorf("an hour after the API has ended the vault is %s", state)
		}
	})
}
