package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"

	"patchbay/backend/vault/seal"
)

// A backup is one file:
//
//	magic (8) ‖ format (4) ‖ length of the header (4) ‖ length of the snapshot (8)
//	‖ header ‖ snapshot ‖ SHA-256 of everything before (32)
//
// Header and snapshot are laid out as in the vault's folder; the header's state
// names this snapshot and no other. The unkeyed hash comes first when a backup
// is read: it tells a cut or changed file apart from a wrong password before
// any password is computed.
const (
	backupMagic = "PBBACKUP"
	backupFixed = 8 + 4 + 4 + 8
	// backupLimit bounds the time that a file can cost which claims to be a
	// backup: no vault comes near it.
	backupLimit = 4 << 30
)

func writeContainer(w io.Writer, header, snapshot []byte) (size int64, err error) {
	sum := sha256.New()
	out := io.MultiWriter(w, sum)
	fixed := binary.BigEndian.AppendUint32([]byte(backupMagic), seal.Format)
	fixed = binary.BigEndian.AppendUint32(fixed, uint32(len(header)))
	fixed = binary.BigEndian.AppendUint64(fixed, uint64(len(snapshot)))
	for _, part := range [][]byte{fixed, header, snapshot} {
		if _, err := out.Write(part); err != nil {
			return 0, err
		}
	}
	if _, err := w.Write(sum.Sum(nil)); err != nil {
		return 0, err
	}
	return int64(len(fixed)+len(header)+len(snapshot)) + sha256.Size, nil
}

// container is a backup file whose checksum was right. Nothing of it is
// authentic yet.
type container struct {
	f        *os.File
	header   *sealedHeader
	snapshot int64 // length; it lies behind the header
}

// openContainer opens and checks a backup without keys. Its memory is bounded
// by the largest header, whatever the file claims, and its time by the largest
// backup.
func openContainer(path string) (*container, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errNoBackup()
	case err != nil:
		return nil, errUnreadableBackup(err)
	case !info.Mode().IsRegular(): // a pipe would never end
		return nil, errNotABackup()
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, errUnreadableBackup(err)
	}
	c := &container{f: f}
	if err := c.read(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return c, nil
}

func (c *container) read() error {
	info, err := c.f.Stat()
	if err != nil {
		return errUnreadableBackup(err)
	}
	fixed := make([]byte, backupFixed)
	if n, _ := io.ReadFull(c.f, fixed); !bytes.HasPrefix(fixed[:n], []byte(backupMagic)) {
		return errNotABackup()
	}
	switch size := info.Size(); {
	case size < backupFixed+sha256.Size:
		return errBackupDamaged("it ends early")
	case size > backupLimit:
		return errBackupDamaged("it is larger than any")
	}
	if err := c.compareSum(info.Size()); err != nil {
		return err
	}
	switch format := binary.BigEndian.Uint32(fixed[8:]); {
	case format > seal.Format:
		return errNewer("the backup")
	case format == 0:
		return errBackupDamaged("it has no format")
	}
	head, rest := uint64(binary.BigEndian.Uint32(fixed[12:])), uint64(info.Size()-backupFixed-sha256.Size)
	if head > headerLimit || head > rest || rest-head != binary.BigEndian.Uint64(fixed[16:]) {
		return errBackupDamaged("its parts do not fill it")
	}
	c.snapshot = int64(rest - head)
	return c.readHeader(int64(head))
}

func (c *container) compareSum(size int64) error {
	sum, want := sha256.New(), make([]byte, sha256.Size)
	if _, err := io.Copy(sum, io.NewSectionReader(c.f, 0, size-sha256.Size)); err != nil {
		return errUnreadableBackup(err)
	}
	if _, err := c.f.ReadAt(want, size-sha256.Size); err != nil {
		return errUnreadableBackup(err)
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return errBackupDamaged("it was changed or cut: a disk error, or an incomplete copy")
	}
	return nil
}

func (c *container) readHeader(size int64) error {
	raw := make([]byte, size)
	if _, err := c.f.ReadAt(raw, backupFixed); err != nil {
		return errUnreadableBackup(err)
	}
	h, err := parseHeader(raw)
	switch {
	case errors.Is(err, errHeaderNewer):
		return errNewer("the backup")
	case err != nil:
		return errBackupDamaged("its header is unreadable")
	}
	c.header = h
	return nil
}

// readSnapshot returns the snapshot. It is called when the header, which names
// the snapshot's digest, was found authentic: nobody else can ask for memory.
func (c *container) readSnapshot() ([]byte, error) {
	b := make([]byte, c.snapshot)
	if _, err := c.f.ReadAt(b, backupFixed+int64(len(c.header.raw))); err != nil {
		return nil, errUnreadableBackup(err)
	}
	return b, nil
}

func (c *container) info() BackupInfo {
	h := c.header
	return BackupInfo{
		VaultID: h.id(), Generation: h.Generation, At: h.WrittenAt.UTC(), Operators: h.slots(),
		Size: backupFixed + int64(len(h.raw)) + c.snapshot + sha256.Size,
	}
}

// ReadBackupInfo describes a backup without opening it: its checksums are
// right, and that is all. Records and secrets are not counted. It raises
// vault.not_a_backup, vault.missing, vault.damaged and vault.newer.
func ReadBackupInfo(path string) (BackupInfo, error) {
	c, err := openContainer(path)
	if err != nil {
		return BackupInfo{}, err
	}
	return c.info(), c.f.Close()
}
