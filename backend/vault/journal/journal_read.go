package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"time"

	"patchbay/backend/vault/disk"
)

// Replay is what was found when a journal was opened.
type Replay struct {
	Start   Start
	Seq     uint64    // last transaction
	Epoch   uint64    // highest epoch of the header that was noted
	At      time.Time // of the last frame
	Commits int
	// Torn counts the bytes of an unfinished, never acknowledged transaction at
	// the end, which were cut off.
	Torn int64
	// BadMarks counts the marks that were unreadable and written anew.
	BadMarks int
}

// Open opens and verifies a journal and hands every committed transaction to
// load, in order. Slices in a commit may be kept.
func Open(d disk.Disk, path string, id Identity, load func(Commit) error) (*Journal, Replay, error) {
	f, err := d.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Replay{}, ErrMissing
	}
	if err != nil {
		return nil, Replay{}, err
	}
	j := &Journal{f: f, key: id.Key}
	replay, err := j.open(path, id, load)
	if err != nil {
		return nil, replay, errors.Join(err, f.Close())
	}
	return j, replay, nil
}

func (j *Journal) open(path string, id Identity, load func(Commit) error) (Replay, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Replay{}, err
	}
	replay, err := j.parse(content, id, load)
	if err != nil {
		return replay, err
	}
	if err := j.repair(&replay); err != nil {
		return replay, errors.Join(ErrUnrepaired, err)
	}
	return replay, nil
}

// Read verifies a journal as [Open] does and leaves the file as it is, with its
// unfinished transaction and its unreadable marks. The tail is what [Journal.Tail]
// would be.
func Read(path string, id Identity, load func(Commit) error) (replay Replay, tail Digest, err error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Replay{}, Digest{}, ErrMissing
	}
	if err != nil {
		return Replay{}, Digest{}, err
	}
	j := &Journal{key: id.Key}
	replay, err = j.parse(content, id, load)
	return replay, j.tail, err
}

func (j *Journal) parse(content []byte, id Identity, load func(Commit) error) (Replay, error) {
	checkpoint, err := checkPrefix(content, journalMagic, id)
	if err != nil {
		return Replay{}, err
	}
	if len(content) < framesStart {
		return Replay{}, damaged("it ends within its first blocks")
	}
	j.prefix = content[:prefixSize:prefixSize]
	j.tail, j.size = sha256.Sum256(j.prefix), framesStart
	marked, bad := j.readMarks(content)
	replay := Replay{Start: Start{Checkpoint: checkpoint}, BadMarks: bad}
	err = j.replay(content, marked, &replay, load)
	return replay, err
}

// readMarks returns the number of frames that the newest mark notes.
func (j *Journal) readMarks(content []byte) (marked mark, bad int) {
	for slot := range uint64(2) {
		at := (1 + slot) * blockSize
		body, err := j.key.Open(content[at:at+markSize+sealOverhead], j.markData(slot))
		if err != nil || len(body) != markSize {
			bad++
			continue
		}
		found := mark{frames: binary.BigEndian.Uint64(body), tail: Digest(body[16:])}
		if found.frames >= marked.frames {
			marked = found
		}
	}
	return marked, bad
}

type mark struct {
	frames uint64
	tail   Digest
}

// replay reads frames until the end of the file, or until the rest can only be
// a transaction that was never acknowledged.
func (j *Journal) replay(content []byte, marked mark, replay *Replay, load func(Commit) error) error {
	for j.size < int64(len(content)) {
		rest := content[j.size:]
		frame, whole, err := cutFrame(rest)
		if err != nil || !whole {
			break
		}
		body, err := j.key.Open(frame[journalHead:], j.frameData(j.tail, j.frames))
		if err != nil {
			return ErrTampered
		}
		if err := j.decode(body, replay, load); err != nil {
			return err
		}
		j.advance(frame)
		if j.frames == marked.frames && j.tail != marked.tail {
			return ErrTampered
		}
	}
	replay.Torn = int64(len(content)) - j.size
	switch {
	case replay.BadMarks == 2:
		return damaged("both notes of its last transaction are unreadable")
	case j.frames >= marked.frames && j.frames > 0:
		return tornAtMost(content[j.size:])
	case replay.Torn > 0:
		return damaged("the transactions behind number %d are unreadable", replay.Seq)
	default:
		return ErrTruncated
	}
}

// cutFrame returns the first frame. It is not whole when the bytes end early,
// when they are zeros that the disk put in place of an unfinished write, or when
// its checksum does not match.
func cutFrame(b []byte) (frame []byte, whole bool, err error) {
	if len(b) < journalHead {
		return nil, false, nil
	}
	size := binary.BigEndian.Uint32(b)
	if size > maxFrame {
		return nil, false, damaged("a frame is longer than any")
	}
	if size < sealOverhead || uint64(size) > uint64(len(b)-journalHead) {
		return nil, false, nil
	}
	frame = b[:journalHead+size]
	return frame, checksum(frame[journalHead:]) == binary.BigEndian.Uint32(frame[4:]), nil
}

// tornAtMost checks that what lies behind the last marked frame can be the
// remains of one unacknowledged write: nothing readable follows it.
func tornAtMost(rest []byte) error {
	frame, whole, err := cutFrame(rest)
	if err != nil || whole || frame == nil {
		return nil
	}
	if len(rest) > len(frame) {
		return damaged("a transaction in its middle is unreadable")
	}
	return nil
}

func (j *Journal) decode(body []byte, replay *Replay, load func(Commit) error) error {
	first := j.frames == 0
	if len(body) < 1+momentSize || first != (body[0] == journalStart) {
		return ErrTampered
	}
	seq, epoch, at := decodeMoment(body[1:])
	replay.Seq, replay.Epoch, replay.At = seq, max(replay.Epoch, epoch), at
	j.seq = seq
	rest := body[1+momentSize:]
	if first {
		if len(rest) != len(Digest{}) {
			return ErrTampered
		}
		replay.Start.Seq, replay.Start.Epoch, replay.Start.At = seq, epoch, at
		replay.Start.Snapshot = Digest(rest)
		return nil
	}
	entries, err := decodeEntries(rest)
	if err != nil {
		return ErrTampered
	}
	replay.Commits++
	return load(Commit{Seq: seq, Epoch: epoch, At: at, Entries: entries})
}

// repair cuts off an unfinished transaction and writes unreadable marks anew.
func (j *Journal) repair(replay *Replay) error {
	if replay.Torn > 0 {
		if err := j.f.Truncate(j.size); err != nil {
			return err
		}
	}
	if replay.Torn == 0 && replay.BadMarks == 0 {
		return nil
	}
	if err := errors.Join(j.markSlot(0), j.markSlot(1)); err != nil {
		return err
	}
	return j.f.Sync()
}
