package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/seal"
)

// The two copies of the header. A write replaces the first, then the second, so
// one of them is always whole; the one with the higher epoch counts.
const (
	headerFirst  = "header.a"
	headerSecond = "header.b"
)

func headerNames() []string { return []string{headerFirst, headerSecond} }

// readHeaders returns the header that counts, and what is wrong with the other
// copy.
func readHeaders(dir string) (*sealedHeader, []string, error) {
	var found *sealedHeader
	var notes []string
	var failed error // by the disk
	missing := 0
	for _, name := range headerNames() {
		h, err := readHeader(filepath.Join(dir, name))
		switch {
		case errors.Is(err, errHeaderNewer):
			return nil, nil, errNewer(name)
		case errors.Is(err, fs.ErrNotExist):
			missing++
			notes = append(notes, name+" was missing and is written anew")
			continue
		case errors.Is(err, errHeaderDamaged):
			notes = append(notes, name+" was damaged and is written anew")
			continue
		case err != nil: // a bad sector is what there are two copies for
			failed = err
			notes = append(notes, name+" could not be read and is written anew")
			continue
		}
		if found != nil && !bytes.Equal(found.VaultID, h.VaultID) {
			return nil, nil, errForeign("one of header.a and header.b")
		}
		if found != nil && !bytes.Equal(found.raw, h.raw) {
			notes = append(notes, staleNote(found, h))
		}
		if found == nil || h.Epoch > found.Epoch {
			found = h
		}
	}
	if found == nil && failed != nil {
		return nil, nil, failed
	}
	if found == nil {
		return nil, nil, noHeader(dir, missing)
	}
	return found, notes, nil
}

func readHeader(path string) (*sealedHeader, error) {
	f, size, err := disk.Read(path)
	if errors.Is(err, disk.ErrIrregular) {
		return nil, errHeaderDamaged
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if size > headerLimit {
		return nil, errHeaderDamaged
	}
	raw, err := io.ReadAll(io.LimitReader(f, headerLimit+1))
	if err != nil {
		return nil, err
	}
	return parseHeader(raw)
}

func staleNote(first, second *sealedHeader) string {
	name, old, current := headerSecond, second, first
	if second.Epoch > first.Epoch {
		name, old, current = headerFirst, first, second
	}
	return fmt.Sprintf("%s is of %s, older than the other copy of %s, and is written anew",
		name, old.WrittenAt.Format(time.RFC3339), current.WrittenAt.Format(time.RFC3339))
}

// noHeader tells an absent vault from one that lost its headers.
func noHeader(dir string, missing int) error {
	leftovers, _ := filepath.Glob(filepath.Join(dir, "snapshot.*"))
	_, creating := os.Stat(filepath.Join(dir, creatingName))
	if missing == len(headerNames()) && (len(leftovers) == 0 || creating == nil) {
		return errMissing()
	}
	return errDamaged("no copy of its header is readable")
}

// writeHeader replaces both copies. With the first one the new header counts;
// an error afterwards leaves the second one to the next start.
func writeHeader(d disk.Disk, dir string, h *sealedHeader) error {
	for i, name := range headerNames() {
		err := d.Replace(filepath.Join(dir, name), func(f *disk.File) error {
			_, err := f.Write(h.raw)
			return err
		})
		if err != nil && i == 0 {
			return err
		}
	}
	return nil
}

// changeHeader writes a changed header in place of v's. The caller holds the
// writer's turn.
func (v *Vault) changeHeader(key *seal.Key, change func(*header)) error {
	next := v.header.clone()
	next.Epoch++
	next.WrittenAt = v.now()
	change(&next)
	return writeFault(v.replaceHeader(next, key))
}

// replaceHeader writes a header in place of v's. With [disk.ErrUnsynced] it is
// in its place, and perhaps not for good.
func (v *Vault) replaceHeader(next header, key *seal.Key) error {
	sealed, err := encodeHeader(next, key)
	if err != nil {
		return err
	}
	if err := writeHeader(v.options.Disk, v.options.Dir, sealed); err != nil {
		return err
	}
	v.mu.Lock()
	v.header = sealed
	v.mu.Unlock()
	return nil
}
