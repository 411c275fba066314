package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"time"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/seal"
)

// A journal is laid out as
//
//	prefix, padded to a block · mark 0, padded · mark 1, padded · frames
//
// and a frame as
//
//	length of the box (4) ‖ CRC-32C of the box (4) ‖ box
//
// A frame's associated data holds the hash of everything before it, so none can
// be removed, replayed or moved. What a chain cannot show is that its end is
// missing: that is what the two marks are for. Each is a sealed note of the
// last frame, written in turn after the frame is durable and before the
// transaction is acknowledged. Marks are not fsynced, so they may lag behind
// after a power loss, but they are never ahead.
const (
	blockSize   = 512 // one sector, which disks write wholly or not at all
	framesStart = 3 * blockSize
	journalHead = 8
	maxFrame    = 64 << 20
	markSize    = 8 + 8 + 32

	sealOverhead = seal.Overhead
)

// The types of a journal's frames.
const (
	journalStart  = 's'
	journalCommit = 'c'
)

// Start is the first frame of a journal.
type Start struct {
	Checkpoint uint64 // number of the snapshot that the journal continues
	Seq        uint64 // last transaction before this journal
	Epoch      uint64 // epoch of the header at that time
	At         time.Time
	Snapshot   Digest // of that snapshot
}

// Journal is an open journal. It is not safe for concurrent use.
type Journal struct {
	f      *disk.File
	key    *seal.Key
	prefix []byte
	tail   Digest // hash chain over all frames
	frames uint64
	seq    uint64
	size   int64
	broken bool
	closed bool
}

// Tail is the hash over all frames so far.
func (j *Journal) Tail() Digest { return j.tail }

// Seq is the number of the last transaction.
func (j *Journal) Seq() uint64 { return j.seq }

// Size is the length of the file in bytes.
func (j *Journal) Size() int64 { return j.size }

// Empty reports whether there is no transaction since the snapshot.
func (j *Journal) Empty() bool { return j.frames <= 1 }

// Break refuses all further writes until the journal is opened again.
func (j *Journal) Break() { j.broken = true }

// Broken reports whether an earlier write failed.
func (j *Journal) Broken() bool { return j.broken }

// Stat describes the open file, whatever its name stands for by now.
func (j *Journal) Stat() (fs.FileInfo, error) { return j.f.Stat() }

// Close closes the file. Nothing needs to be flushed. It is idempotent, and
// nothing is written afterwards.
func (j *Journal) Close() error {
	if j.closed {
		return nil
	}
	j.closed, j.broken = true, true
	return j.f.Close()
}

// Write makes a new journal at path, durably, in place of an older one, which
// must be closed.
func Write(d disk.Disk, path string, id Identity, s Start) error {
	return d.Replace(path, func(f *disk.File) error {
		j := &Journal{f: f, key: id.Key, prefix: encodePrefix(journalMagic, id, s.Checkpoint), seq: s.Seq}
		j.tail = sha256.Sum256(j.prefix)
		j.size = framesStart
		if _, err := f.WriteAt(append(j.prefix, make([]byte, framesStart-prefixSize)...), 0); err != nil {
			return err
		}
		body := append([]byte{journalStart}, encodeMoment(s.Seq, s.Epoch, s.At)...)
		if err := j.write(append(body, s.Snapshot[:]...)); err != nil {
			return err
		}
		if err := j.mark(); err != nil { // both slots hold a valid mark from the start
			return err
		}
		return j.markSlot(j.frames + 1)
	})
}

// Append commits one transaction. It returns when the transaction is durable;
// after any error it is not committed, and it may or may not be found when the
// journal is opened again.
func (j *Journal) Append(c Commit) error {
	if j.broken {
		return ErrBroken
	}
	body := append([]byte{journalCommit}, encodeMoment(c.Seq, c.Epoch, c.At)...)
	for _, entry := range c.Entries {
		body = appendEntry(body, entry.Name, entry.Value)
	}
	before, tail := j.size, j.tail
	if err := j.write(body); err != nil {
		// Nothing was synced yet: cutting the frame off again leaves the file
		// as it was, so a full disk does not end the session.
		j.size, j.tail = before, tail
		j.broken = j.f.Truncate(before) != nil
		return err
	}
	if err := j.f.Sync(); err != nil {
		j.broken = true
		return err
	}
	j.seq = c.Seq
	if err := j.mark(); err != nil {
		j.broken = true
		return err
	}
	return nil
}

// write appends a frame without making it durable.
func (j *Journal) write(body []byte) error {
	box := j.key.Seal(body, j.frameData(j.tail, j.frames))
	if len(box) > maxFrame {
		return errors.New("journal: the transaction is too large")
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, journalHead+len(box)), uint32(len(box)))
	frame = binary.BigEndian.AppendUint32(frame, checksum(box))
	frame = append(frame, box...)
	if _, err := j.f.WriteAt(frame, j.size); err != nil {
		return err
	}
	j.advance(frame)
	return nil
}

func (j *Journal) advance(frame []byte) {
	j.size += int64(len(frame))
	j.tail = chain(j.tail, frame)
	j.frames++
}

func chain(tail Digest, frame []byte) Digest {
	sum := sha256.New()
	sum.Write(tail[:])
	sum.Write(frame)
	return Digest(sum.Sum(nil))
}

func (j *Journal) frameData(tail Digest, number uint64) []byte {
	return seal.Bind([]byte("journal"), j.prefix, tail[:], seal.Number(number))
}

// mark notes the last frame in the slot whose turn it is.
func (j *Journal) mark() error { return j.markSlot(j.frames) }

func (j *Journal) markSlot(turn uint64) error {
	slot := turn % 2
	box := j.key.Seal(j.encodeMark(), j.markData(slot))
	_, err := j.f.WriteAt(box, int64(1+slot)*blockSize)
	return err
}

func (j *Journal) encodeMark() []byte {
	body := binary.BigEndian.AppendUint64(nil, j.frames)
	body = binary.BigEndian.AppendUint64(body, j.seq)
	return append(body, j.tail[:]...)
}

func (j *Journal) markData(slot uint64) []byte {
	return seal.Bind([]byte("mark"), j.prefix, seal.Number(slot))
}

func encodeMoment(seq, epoch uint64, at time.Time) []byte {
	out := binary.BigEndian.AppendUint64(nil, seq)
	out = binary.BigEndian.AppendUint64(out, epoch)
	return binary.BigEndian.AppendUint64(out, uint64(at.UnixNano()))
}

const momentSize = 24

func decodeMoment(b []byte) (seq, epoch uint64, at time.Time) {
	return binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:]),
		time.Unix(0, int64(binary.BigEndian.Uint64(b[16:]))).UTC()
}
