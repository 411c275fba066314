package journal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/seal"
)

// DigestSnapshot hashes a snapshot and compares its checksum. It opens only the
// first frame; whether the rest is authentic follows from comparing the digest
// with a sealed one.
func DigestSnapshot(path string, id Identity) (Point, Digest, error) {
	f, size, err := openSnapshot(path)
	if err != nil {
		return Point{}, Digest{}, err
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, prefixSize+frameHead+pointSize+seal.Overhead)
	n, _ := io.ReadFull(f, head)
	checkpoint, err := checkPrefix(head[:n], snapshotMagic, id)
	if err != nil {
		return Point{}, Digest{}, err
	}
	digest, err := digestFile(f, size)
	if err != nil {
		return Point{}, Digest{}, err
	}
	box, err := id.Key.Open(head[prefixSize+frameHead:], frameData(head[:prefixSize], frameStart, 0))
	if err != nil {
		return Point{}, Digest{}, ErrTampered
	}
	point, err := decodePoint(box, checkpoint)
	return point, digest, err
}

// Sizes of a snapshot in bytes. All records of a vault are in memory, so that no
// vault comes near the limit. One that is large is read only when its checksum
// is right and its beginning is authentic: damage must not take the memory of the
// machine.
const (
	snapshotLarge = 64 << 20
	snapshotLimit = 16 << 30
)

// openSnapshot opens a file that may be a snapshot.
func openSnapshot(path string) (f *os.File, size int64, err error) {
	f, size, err = disk.Read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, ErrMissing
	case err != nil:
		return nil, 0, irregular(err)
	case size > snapshotLimit:
		return nil, 0, errors.Join(damaged("it is larger than any"), f.Close())
	}
	return f, size, nil
}

// readWhole reads a file that may be a snapshot.
func readWhole(path string) ([]byte, error) {
	f, size, err := openSnapshot(path)
	if err != nil {
		return nil, err
	}
	b := make([]byte, size)
	_, err = io.ReadFull(f, b)
	return b, errors.Join(err, f.Close())
}

// digestFile hashes all but the last 32 bytes and compares them with these.
func digestFile(f *os.File, size int64) (Digest, error) {
	if size < prefixSize+sha256.Size {
		return Digest{}, damaged("it is too short")
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, size-sha256.Size)); err != nil {
		return Digest{}, err
	}
	var want Digest
	if _, err := f.ReadAt(want[:], size-sha256.Size); err != nil {
		return Digest{}, err
	}
	if Digest(sum.Sum(nil)) != want {
		return Digest{}, damaged("its checksum does not match")
	}
	return want, nil
}

// ReadSnapshot opens and verifies a whole snapshot and hands every record to
// load.
func ReadSnapshot(path string, id Identity, load func(Entry) error) (Point, Digest, int, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > snapshotLarge {
		if _, _, err := DigestSnapshot(path, id); err != nil {
			return Point{}, Digest{}, 0, err
		}
	}
	b, err := readWhole(path)
	if err != nil {
		return Point{}, Digest{}, 0, err
	}
	return decodeSnapshot(b, id, load, id.Key.OpenInPlace) // b is only ours, and may be large
}

// DecodeSnapshot is [ReadSnapshot] for what [EncodeSnapshot] wrote elsewhere.
func DecodeSnapshot(b []byte, id Identity, load func(Entry) error) (Point, Digest, int, error) {
	return decodeSnapshot(b, id, load, id.Key.Open)
}

// openFrame opens a frame's box with its associated data.
type openFrame func(box, ad []byte) ([]byte, error)

func decodeSnapshot(b []byte, id Identity, load func(Entry) error, open openFrame) (Point, Digest, int, error) {
	checkpoint, err := checkPrefix(b, snapshotMagic, id)
	if err != nil {
		return Point{}, Digest{}, 0, err
	}
	if len(b) < prefixSize+sha256.Size {
		return Point{}, Digest{}, 0, damaged("it is too short")
	}
	content, digest := b[:len(b)-sha256.Size], Digest(b[len(b)-sha256.Size:])
	if sha256.Sum256(content) != digest {
		return Point{}, Digest{}, 0, damaged("its checksum does not match")
	}
	r := &snapshotReader{
		rest: content[prefixSize:], prefix: content[:prefixSize], open: open,
		mac: id.Key.Hash(), load: load,
	}
	point, err := r.read(checkpoint)
	return point, digest, int(r.count), err
}

type snapshotReader struct {
	rest   []byte
	prefix []byte
	open   openFrame
	mac    *seal.MAC
	load   func(Entry) error
	frames uint64
	count  uint64
}

func (r *snapshotReader) read(checkpoint uint64) (Point, error) {
	kind, start, err := r.next()
	if err != nil || kind != frameStart {
		return Point{}, ErrTampered
	}
	point, err := decodePoint(start, checkpoint)
	if err != nil {
		return Point{}, err
	}
	for {
		kind, plaintext, err := r.next()
		switch {
		case err != nil:
			return Point{}, err
		case kind == frameEntries:
			if err := r.entries(plaintext); err != nil {
				return Point{}, err
			}
		case kind == frameEnd && len(r.rest) == 0:
			want := append(binary.BigEndian.AppendUint64(nil, r.count), r.mac.Sum(nil)...)
			if !hmac.Equal(plaintext, want) {
				return Point{}, ErrTampered
			}
			return point, nil
		default:
			return Point{}, ErrTampered
		}
	}
}

func (r *snapshotReader) next() (kind frameKind, plaintext []byte, err error) {
	if len(r.rest) < frameHead {
		return 0, nil, ErrTampered
	}
	size := binary.BigEndian.Uint32(r.rest)
	kind = frameKind(r.rest[4])
	r.rest = r.rest[frameHead:]
	if uint64(size) > uint64(len(r.rest)) {
		return 0, nil, ErrTampered
	}
	plaintext, err = r.open(r.rest[:size], frameData(r.prefix, kind, r.frames))
	if err != nil {
		return 0, nil, ErrTampered
	}
	r.rest, r.frames = r.rest[size:], r.frames+1
	return kind, plaintext, nil
}

func (r *snapshotReader) entries(plaintext []byte) error {
	entries, err := decodeEntries(plaintext)
	if err != nil {
		return ErrTampered
	}
	_, _ = r.mac.Write(plaintext)
	for _, entry := range entries {
		if entry.Value == nil {
			return ErrTampered
		}
		r.count++
		if err := r.load(entry); err != nil {
			return err
		}
	}
	return nil
}
