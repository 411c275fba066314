package vault

import (
	"context"
	"errors"
	"os"

	"patchbay/backend/secret"
	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// Inspect says of a vault that Unlock refuses what of it can still be read,
// record by record. It needs a readable header and an operator's password, and
// changes nothing: a working store that is as the last close had left it is
// copied, and the copy names the records that snapshot and journal have lost.
//
// Damage is no error. Inspect raises what Unlock raises for the password, and
// vault.damaged when no copy of the header is readable.
func (v *Vault) Inspect(ctx context.Context, operatorName string, password secret.Text) (Verification, error) {
	if err := v.turn(ctx); err != nil {
		return Verification{}, err
	}
	defer v.endWriting()
	h, _, err := readHeaders(v.options.Dir)
	if err != nil {
		return Verification{}, err
	}
	vaultKey, _, err := openKey(&h.header, BackupKey{Operator: operatorName, Password: password}, v.options)
	if err != nil {
		return Verification{}, err
	}
	defer vaultKey.Wipe()
	g := newGeneration(v.options.Disk, v.options.Dir, h.Generation, h.vaultID(), vaultKey)
	defer g.wipe()
	c := &checker{g: g, files: readFiles(g, &h.header)}
	if !h.authentic(&g.keys.Header) {
		c.note("the header was changed without the key")
	}
	c.checkHeaders(h)
	c.checkAge(&h.header)
	c.indexFiles()
	closeStore := c.openCopy(h, v)
	defer closeStore()
	if err := c.checkRecords(ctx, nil); err != nil {
		return Verification{}, err
	}
	if len(c.found.Damaged) > 0 && g.store != nil && !c.storeDiffers {
		c.note("the working store still has every record")
	}
	return c.result(), nil
}

// checkAge says whether the parts belong to one moment.
func (c *checker) checkAge(h *header) {
	if c.files.damaged {
		return
	}
	f := &found{point: c.files.point, digest: c.files.digest, replay: c.files.replay, tail: c.files.tail}
	if _, err := compare(h, c.g, f); err != nil {
		c.files.broken(reason(err))
	}
}

// indexFiles makes an index of what snapshot and journal still hold.
func (c *checker) indexFiles() {
	lost := 0
	for name, value := range c.files.values {
		head, err := c.g.sealer.OpenHead(name, value)
		if err != nil {
			lost++
			continue
		}
		c.g.index.add(name, head)
	}
	if lost > 0 {
		c.note("some records do not open, and cannot be named")
	}
	c.g.overlay = c.files.values
}

// openCopy opens a copy of the working store, when that is as the last close
// had left it, and indexes what only it still has.
func (c *checker) openCopy(h *sealedHeader, v *Vault) (closeStore func()) {
	files, err := kv.Files(c.g.storePath())
	if err != nil || len(h.State.Files) == 0 || len(difference(h.State.Files, files)) > 0 {
		return func() {}
	}
	size := uint64(0)
	for _, f := range files {
		size += uint64(f.Size)
	}
	copied := c.g.storePath() + disk.TempSuffix // the next unlock removes what a crash leaves
	if v.room(size) != nil || os.CopyFS(copied, os.DirFS(c.g.storePath())) != nil {
		_ = os.RemoveAll(copied)
		return func() {}
	}
	store, err := kv.Open(copied, c.g.keys.Store[:], v.log)
	if err != nil {
		_ = os.RemoveAll(copied)
		return func() {}
	}
	c.g.store, c.g.overlay = store, map[seal.Name][]byte{}
	c.indexStore()
	return func() { _ = errors.Join(store.Close(), os.RemoveAll(copied)) }
}

func (c *checker) indexStore() {
	err := c.g.store.Each(func(raw, value []byte) error {
		name := seal.Name(raw)
		head, err := c.g.sealer.OpenHead(name, value)
		if err != nil {
			c.note("a record in the working store does not open, and cannot be named")
			return nil //nolint:nilerr // the others may
		}
		if known, there := c.g.index[head.Kind][head.ID]; !there || known.revision < head.Revision {
			c.g.index.add(name, head)
		}
		return nil
	})
	if err != nil {
		c.note("the working store could not be read to its end")
	}
}
