package vault_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"patchbay/backend/vault"
)

// A ledger is a sequence of numbered transactions whose effect follows from
// their number alone. So the number of the last one that a vault holds says
// exactly what must be in it.

const (
	ledgerCounter = "counter"
	ledgerSlots   = 40
)

// ledgerID is the note that transaction n writes.
func ledgerID(n int) string { return fmt.Sprintf("slot%02d", n*7%ledgerSlots) }

// ledgerNote is what transaction n writes: between 0 and 30 KiB.
func ledgerNote(n int) note {
	return note{Title: strconv.Itoa(n), Body: strings.Repeat(strconv.Itoa(n)+" ", n*n%6000)}
}

// deletedBy is the note that transaction n deletes; none when it is empty.
func deletedBy(n int) string {
	if n%5 != 0 {
		return ""
	}
	return ledgerID(n / 2)
}

// writeLedger is transaction n.
func writeLedger(tx *vault.Tx, n int) error {
	if id := deletedBy(n); id != "" && id != ledgerID(n) {
		if _, _, err := notes().Get(tx, id); err == nil {
			if err := notes().Delete(tx, id, vault.AnyRevision); err != nil {
				return err
			}
		}
	}
	if _, err := notes().Put(tx, ledgerID(n), ledgerNote(n), vault.AnyRevision); err != nil {
		return err
	}
	_, err := notes().Put(tx, ledgerCounter, note{Title: strconv.Itoa(n)}, vault.AnyRevision)
	return err
}

// ledgerAt is everything that a vault holds after transaction n.
func ledgerAt(n int) map[string]note {
	out := map[string]note{}
	for i := 1; i <= n; i++ {
		if id := deletedBy(i); id != "" && id != ledgerID(i) {
			delete(out, id)
		}
		out[ledgerID(i)] = ledgerNote(i)
	}
	if n > 0 {
		out[ledgerCounter] = note{Title: strconv.Itoa(n)}
	}
	return out
}

// ledgerNumber is the number of the last transaction.
func ledgerNumber(t testing.TB, v *vault.Vault) int {
	t.Helper()
	n, _ := strconv.Atoi(readNotes(t, v)[ledgerCounter].Title)
	return n
}

// checkLedger counts what is lost and what is wrong in a vault in which
// transaction acknowledged was the last to be acknowledged, and returns the
// number of the last one that is there.
func (c *campaign) checkLedger(t testing.TB, v *vault.Vault, acknowledged int) int {
	t.Helper()
	got := readNotes(t, v)
	for _, id := range []string{"acknowledged", "rotated", "changed"} { // not of the ledger
		delete(got, id)
	}
	n, _ := strconv.Atoi(got[ledgerCounter].Title)
	if n < acknowledged {
		c.fail(t, "lost", "transaction %d was acknowledged, the last one there is %d", acknowledged, n)
	}
	if n > acknowledged+1 {
		c.fail(t, "wrong", "transaction %d is there, and %d was the last to be acknowledged", n, acknowledged)
	}
	want := ledgerAt(n)
	for id, value := range want {
		if got[id] != value {
			c.fail(t, "wrong", "%s is not what transaction %d leaves", id, n)
		}
	}
	if len(got) != len(want) {
		c.fail(t, "wrong", "%d notes instead of %d", len(got), len(want))
	}
	if value, err := readSecret(t, v, smtpPassword(), destination); value != "s3cret" || err != nil {
		c.fail(t, "wrong", "the secret is %q: %v", value, err)
	}
	return n
}
