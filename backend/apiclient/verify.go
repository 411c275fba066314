package apiclient

import (
	"crypto/sha256"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// maxReadings bounds the ways in which a presented secret may be read.
const maxReadings = 4

// linedUp is a client whose secret is compared. One that is not meant is compared
// so that the work does not tell how many are.
type linedUp struct {
	vault.Item[record]
	meant bool
}

// verify finds the one client with an ID and a secret; ok is false without one,
// and when several would do.
//
// The work is the same whether or not there are such clients: as many secrets are
// opened and compared as there are clients with the commonest ID, of others where
// there are fewer.
func (c *Clients) verify(tx *vault.Tx, r TokenRequest) (found vault.Item[record], ok bool, err error) {
	all, err := c.records.All(tx)
	if err != nil {
		return found, false, err
	}
	asked := digests(r.Secrets)
	count := 0
	for _, one := range lineUp(all, r) {
		value, err := open(tx, one.ID, one.Value)
		if err != nil {
			return found, false, err
		}
		if c.isOneOf(asked, value) && one.meant {
			found = one.Item
			count++
		}
		value.Wipe()
	}
	if len(all) == 0 {
		c.isOneOf(asked, secret.Text{})
	}
	return found, count == 1, nil
}

// lineUp chooses the clients whose secrets are compared.
func lineUp(all []vault.Item[record], r TokenRequest) []linedUp {
	var meant, others []linedUp
	ids, width := map[string]int{}, 0
	for _, item := range all {
		ids[item.Value.ClientID]++
		width = max(width, ids[item.Value.ClientID])
		if item.Value.ClientID == r.ClientID && (r.Deployment == "" || vault.IsUnder(r.Deployment, item.ID)) {
			meant = append(meant, linedUp{item, true})
		} else {
			others = append(others, linedUp{item, false})
		}
	}
	return append(meant, others[:min(len(others), width-len(meant))]...)
}

// isOneOf compares a stored secret with all readings of a presented one. A client
// without a secret is none of them.
func (c *Clients) isOneOf(asked [][sha256.Size]byte, stored secret.Text) bool {
	digest, equal := sha256.Sum256(stored.Reveal()), 0
	for i := range asked {
		equal |= c.compare(digest[:], asked[i][:])
	}
	return equal == 1 && stored.IsSet()
}

func digests(values []secret.Text) [][sha256.Size]byte {
	var sums [][sha256.Size]byte
	for _, value := range values[:min(len(values), maxReadings)] {
		sums = append(sums, sha256.Sum256(value.Reveal()))
	}
	return sums
}
