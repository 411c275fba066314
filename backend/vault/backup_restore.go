package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"patchbay/backend/fault"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// Restore puts a vault with the contents of the backup in the place of dir. The
// vault that may be there must be closed; it is kept, and kept names its new
// folder. The restored vault opens with the passwords and the recovery key of
// the backup's moment.
//
// It is built beside dir, opened and compared with the backup before it takes
// its place, so that whatever goes wrong before leaves dir as it was. A crash
// between the last two renames is made good by the next [Open] of dir.
//
// It raises vault.in_use, vault.exists when dir holds something else than a
// vault, vault.unsafe_folder, vault.unwritable_folder and vault.disk_full.
func (b *Backup) Restore(ctx context.Context, dir string) (kept string, err error) {
	if b.vaultKey == nil {
		return "", errLocked()
	}
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return "", restoreFault(err)
	}
	release, err := holdSwap(dir)
	if err != nil {
		return "", restoreFault(err)
	}
	defer release()
	if _, err := swap(b.options.Disk, dir, b.now()); err != nil {
		return "", restoreFault(err)
	}
	if err := b.prepare(ctx, dir); err != nil {
		return "", restoreFault(err)
	}
	if kept, err = swap(b.options.Disk, dir, b.now()); err != nil {
		return "", errors.Join(restoreFault(err), callOff(b.options.Disk, dir))
	}
	return kept, nil
}

// prepare makes the restored vault, whole and verified, that waits beside dir
// afterwards. Nobody opens the vault in dir meanwhile.
func (b *Backup) prepare(ctx context.Context, dir string) error {
	release, err := holdFolder(dir)
	if err != nil {
		return err
	}
	defer release()
	building := dir + restoringSuffix
	if err := b.options.Disk.RemoveAll(building); err != nil {
		return err
	}
	if err := b.build(ctx, building); err != nil {
		return errors.Join(restoreFault(err), b.options.Disk.RemoveAll(building))
	}
	return b.options.Disk.Rename(building, dir+restoredSuffix)
}

// restoreFault says why a backup could not be restored.
func restoreFault(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) || errors.Is(err, context.Canceled) || isDiskFull(err) || isReadOnly(err) {
		return folderFault(err)
	}
	return fault.New(fault.Internal, CodeWriteFailed, "the backup could not be restored").
		WithHint("check the disk and restore it again; the vault that was there before is kept").WithCause(err)
}

// build makes a vault with the backup's records, and checks it.
func (b *Backup) build(ctx context.Context, dir string) error {
	if err := makeFolder(dir); err != nil {
		return err
	}
	o := b.options
	o.Dir = dir
	if err := newVault(o, nil).room(4*uint64(b.info.Size) + kv.MemTableSize); err != nil {
		return err
	}
	if err := b.writeFiles(dir); err != nil {
		return err
	}
	return b.compareCopy(ctx, o)
}

// writeFiles writes snapshot, journal and, last, the header. The working store
// is made when the vault is opened.
func (b *Backup) writeFiles(dir string) error {
	h, now := b.header.clone(), b.now()
	h.Epoch++
	h.WrittenAt = now
	g := newGeneration(b.options.Disk, dir, h.Generation, h.vaultID(), b.vaultKey)
	defer g.wipe()
	g.index, g.overlay, g.seq = b.g.index, b.g.overlay, b.g.seq
	point := journal.Point{Checkpoint: b.point.Checkpoint, Seq: g.seq, Epoch: h.Epoch, At: now}
	if err := g.writeSnapshot(point); err != nil {
		return err
	}
	if err := g.startJournal(g.journalPath(), h.Epoch, now); err != nil {
		return err
	}
	if err := g.close(); err != nil {
		return err
	}
	h.State = state{Checkpoint: g.checkpoint, Seq: g.seq, At: now, Snapshot: g.snapshot[:]}
	sealed, err := encodeHeader(h, &g.keys.Header)
	if err != nil {
		return err
	}
	return writeHeader(b.options.Disk, dir, sealed)
}

// compareCopy opens the new vault as any other and compares it with the backup.
func (b *Backup) compareCopy(ctx context.Context, o Options) (err error) {
	v, err := Open(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	key, err := seal.KeyFrom(b.vaultKey[:])
	if err != nil {
		return err
	}
	if err := v.unlock(ctx, v.header, key, nil); err != nil {
		return err
	}
	differences, err := Compare(ctx, v, b)
	if err != nil {
		return err
	}
	for _, d := range differences {
		if len(d.ComesBack)+len(d.IsLost)+len(d.Differs) > 0 {
			return fmt.Errorf("vault: the restored vault differs from the backup in records of kind %s", d.Kind)
		}
	}
	return nil
}

// holdFolder takes the lock of the vault in dir, if there is one, and refuses a
// folder that holds anything else.
func holdFolder(dir string) (release func(), err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return func() {}, nil
	case err != nil:
		return nil, err
	}
	ours := func(entry os.DirEntry) bool { return ofVault(entry.Name()) }
	if len(entries) > 0 && !slices.ContainsFunc(entries, ours) {
		return nil, fault.New(fault.Conflict, CodeExists, "the folder holds something else than a vault").
			WithHint("name a new folder for the restored vault")
	}
	if err := checkFolder(dir); err != nil || len(entries) == 0 {
		return func() {}, err
	}
	folder, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	return sync.OnceFunc(func() { _ = unlockFile(folder) }), nil
}

// ofVault reports whether a file shows that a folder is a vault, whole or not.
// Names that only begin like one are anybody's.
func ofVault(name string) bool {
	kind, suffix, _ := strings.Cut(name, ".")
	switch kind {
	case "snapshot", "journal", "store":
		_, err := strconv.ParseUint(suffix, 10, 64)
		return err == nil
	}
	return slices.Contains(headerNames(), name) || name == creatingName
}
