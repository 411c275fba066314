package vault_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// onFullDisk does everything that writes, and goes on when it is refused for
// want of space. Any other refusal is an error.
func onFullDisk(t *testing.T, v *vault.Vault) error {
	dir := v.Dir()
	n := ledgerNumber(t, v)
	for range 40 {
		err := saveLedger(t, v, n+1)
		if done, err := wantRoom("save", err); !done {
			if err != nil {
				return err
			}
			break
		}
		n++
		fmt.Println(n)
	}
	_, err := v.Rotate(t.Context(), vault.RotateOptions{InTx: func(tx *vault.Tx) error { return writeLedger(tx, n+1) }})
	if done, err := wantRoom("rotate", err); err != nil {
		return err
	} else if done {
		fmt.Println(n + 1)
	}
	_, err = wantRoom("backup", backUpTo(t, v, filepath.Join(filepath.Dir(dir), "backup")))
	if err == nil {
		_, err = wantRoom("close", v.Close())
	}
	if err == nil {
		err = createBeside(t, filepath.Join(filepath.Dir(dir), "another"))
	}
	if err != nil {
		return err
	}
	return tryOpen(t.Context(), dir, func(v *vault.Vault) error {
		if again := ledgerNumber(t, v); again < n {
			return fmt.Errorf("transaction %d was acknowledged, the last one there is %d", n, again)
		}
		return nil
	})
}

// wantRoom prints what was refused for want of space, which is no error.
func wantRoom(what string, err error) (done bool, other error) {
	switch {
	case err == nil:
		return true, nil
	case fault.HasCode(err, vault.CodeDiskFull), errors.Is(err, syscall.ENOSPC):
		fmt.Println("refused " + what)
		return false, nil
	default:
		return false, fmt.Errorf("%s: %s", what, describe(err))
	}
}

func backUpTo(t *testing.T, v *vault.Vault, path string) error {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = v.WriteBackup(t.Context(), f)
	return errors.Join(err, f.Close(), os.Remove(path))
}

func createBeside(t *testing.T, dir string) error {
	t.Helper()
	v, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	if done, err := wantRoom("create", err); !done {
		return errors.Join(err, os.RemoveAll(dir))
	}
	return errors.Join(v.Close(), os.RemoveAll(dir))
}
