package journal

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"iter"
	"time"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/seal"
)

// Point says which moment a snapshot holds.
type Point struct {
	Checkpoint uint64    // number of the snapshot, counted over the vault's life
	Seq        uint64    // last transaction that it contains
	Epoch      uint64    // epoch of the header at that time
	At         time.Time // when it was written
	// Previous is the digest of the snapshot before, and Folded the tail of the
	// journal that was folded into this one. With them a crash between the two
	// replacements is told from an old journal beside a new snapshot.
	Previous Digest
	Folded   Digest
}

const (
	pointSize = 8 + 8 + 8 + 32 + 32
	chunkSize = 256 << 10
)

// frameKind is the type of a snapshot's frame. It stands before the frame and in
// its associated data.
type frameKind byte

const (
	frameStart   frameKind = 's'
	frameEntries frameKind = 'r'
	frameEnd     frameKind = 'e'
)

// frameHead is the length of a frame's box (4) and its kind (1).
const frameHead = 5

// snapshotWriter writes frames and hashes everything that passes.
type snapshotWriter struct {
	out    *bufio.Writer
	sum    hash.Hash // of the file: its unkeyed digest
	mac    *seal.MAC // of the entries, keyed
	prefix []byte
	key    *seal.Key
	frames uint64
	count  uint64
	chunk  []byte
	box    []byte // of the frame written last
}

// WriteSnapshot replaces the snapshot at path, durably and all or nothing, and
// returns its digest and the number of records.
func WriteSnapshot(
	d disk.Disk, path string, id Identity, p Point, entries iter.Seq2[Entry, error],
) (digest Digest, count int, err error) {
	err = d.Replace(path, func(f *disk.File) error {
		digest, count, err = EncodeSnapshot(f, id, p, entries)
		return err
	})
	return digest, count, err
}

// EncodeSnapshot writes a snapshot to out, and returns its digest and the number
// of records. Nothing is made durable.
func EncodeSnapshot(
	out io.Writer, id Identity, p Point, entries iter.Seq2[Entry, error],
) (digest Digest, count int, err error) {
	w := &snapshotWriter{
		out: bufio.NewWriterSize(out, chunkSize), sum: sha256.New(), mac: id.Key.Hash(),
		prefix: encodePrefix(snapshotMagic, id, p.Checkpoint), key: id.Key,
	}
	digest, err = w.write(p, entries)
	return digest, int(w.count), err
}

func (w *snapshotWriter) write(p Point, entries iter.Seq2[Entry, error]) (Digest, error) {
	w.raw(w.prefix)
	w.frame(frameStart, encodePoint(p))
	for entry, err := range entries {
		if err != nil {
			return Digest{}, err
		}
		before := len(w.chunk)
		w.chunk = appendEntry(w.chunk, entry.Name, entry.Value)
		_, _ = w.mac.Write(w.chunk[before:])
		w.count++
		if len(w.chunk) >= chunkSize {
			w.flush()
		}
	}
	w.flush()
	w.frame(frameEnd, append(binary.BigEndian.AppendUint64(nil, w.count), w.mac.Sum(nil)...))
	digest := Digest(w.sum.Sum(nil))
	_, _ = w.out.Write(digest[:]) // a bufio.Writer keeps its error for Flush
	return digest, w.out.Flush()
}

func (w *snapshotWriter) flush() {
	if len(w.chunk) > 0 {
		w.frame(frameEntries, w.chunk)
		w.chunk = w.chunk[:0]
	}
}

func (w *snapshotWriter) frame(kind frameKind, plaintext []byte) {
	w.box = w.key.AppendSeal(w.box[:0], plaintext, frameData(w.prefix, kind, w.frames))
	w.frames++
	w.raw(append(binary.BigEndian.AppendUint32(nil, uint32(len(w.box))), byte(kind)))
	w.raw(w.box)
}

func (w *snapshotWriter) raw(b []byte) {
	w.sum.Write(b)
	_, _ = w.out.Write(b) // a bufio.Writer keeps its error for Flush
}

func frameData(prefix []byte, kind frameKind, number uint64) []byte {
	return seal.Bind([]byte("snapshot"), prefix, []byte{byte(kind)}, seal.Number(number))
}

func encodePoint(p Point) []byte {
	out := binary.BigEndian.AppendUint64(nil, p.Seq)
	out = binary.BigEndian.AppendUint64(out, p.Epoch)
	out = binary.BigEndian.AppendUint64(out, uint64(p.At.UnixNano()))
	out = append(out, p.Previous[:]...)
	return append(out, p.Folded[:]...)
}

func decodePoint(b []byte, checkpoint uint64) (Point, error) {
	if len(b) != pointSize {
		return Point{}, ErrTampered
	}
	return Point{
		Checkpoint: checkpoint,
		Seq:        binary.BigEndian.Uint64(b),
		Epoch:      binary.BigEndian.Uint64(b[8:]),
		At:         time.Unix(0, int64(binary.BigEndian.Uint64(b[16:]))).UTC(),
		Previous:   Digest(b[24:56]),
		Folded:     Digest(b[56:]),
	}, nil
}
