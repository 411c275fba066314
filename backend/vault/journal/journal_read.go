package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
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
	// BadFilling says that the zeros between the marks had changed. They hold
	// nothing, and were written anew.
	BadFilling bool
}

// Open opens and verifies a journal and hands every committed transaction to
// load, in order. Slices in a commit may be kept.
func Open(d disk.Disk, path string, id Identity, load func(Commit) error) (*Journal, Replay, error) {
	f, err := d.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Replay{}, ErrMissing
	}
	if err != nil {
		return nil, Replay{}, irregular(err)
	}
	j := &Journal{f: f, key: id.Key}
	replay, err := j.open(id, load)
	if err != nil {
		return nil, replay, errors.Join(err, f.Close())
	}
	return j, replay, nil
}

func (j *Journal) open(id Identity, load func(Commit) error) (Replay, error) {
	info, err := j.f.Stat()
	if err != nil {
		return Replay{}, err
	}
	replay, err := j.parse(j.f, info.Size(), id, load)
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
	f, size, err := disk.Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Replay{}, Digest{}, ErrMissing
	}
	if err != nil {
		return Replay{}, Digest{}, irregular(err)
	}
	defer func() { _ = f.Close() }()
	j := &Journal{key: id.Key}
	replay, err = j.parse(f, size, id, load)
	return replay, j.tail, err
}

// irregular calls damage what is no file.
func irregular(err error) error {
	if errors.Is(err, disk.ErrIrregular) {
		return damaged("it is no file")
	}
	return err
}

// parse reads a journal of a size in bytes. However large the file is, no more
// of it is in memory than one frame.
func (j *Journal) parse(in io.ReaderAt, size int64, id Identity, load func(Commit) error) (Replay, error) {
	start := make([]byte, min(size, framesStart))
	if _, err := in.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return Replay{}, err
	}
	checkpoint, err := checkPrefix(start, journalMagic, id)
	if err != nil {
		return Replay{}, err
	}
	if len(start) < framesStart {
		return Replay{}, damaged("it ends within its first blocks")
	}
	j.prefix = start[:prefixSize:prefixSize]
	j.tail, j.size = sha256.Sum256(j.prefix), framesStart
	marked, bad := j.readMarks(start)
	replay := Replay{Start: Start{Checkpoint: checkpoint}, BadMarks: bad, BadFilling: !filled(start)}
	err = j.replay(newFrames(in, size), marked, &replay, load)
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

// fillings are where the first blocks hold zeros: behind the prefix and behind
// each mark.
func fillings() [][2]int {
	const marked = markSize + sealOverhead
	return [][2]int{{prefixSize, blockSize}, {blockSize + marked, 2 * blockSize}, {2*blockSize + marked, 3 * blockSize}}
}

func filled(start []byte) bool {
	for _, f := range fillings() {
		if bytes.ContainsFunc(start[f[0]:f[1]], func(r rune) bool { return r != 0 }) {
			return false
		}
	}
	return true
}

type mark struct {
	frames uint64
	tail   Digest
}

// replay reads frames until the end of the file, or until the rest can only be
// a transaction that was never acknowledged.
func (j *Journal) replay(in *frames, marked mark, replay *Replay, load func(Commit) error) error {
	end := j.size + in.left
	for in.next() {
		body, err := j.key.Open(in.frame[journalHead:], j.frameData(j.tail, j.frames))
		if err != nil {
			return ErrTampered
		}
		if err := j.decode(body, replay, load); err != nil {
			return err
		}
		j.advance(in.frame)
		if j.frames == marked.frames && j.tail != marked.tail {
			return ErrTampered
		}
	}
	replay.Torn = end - j.size
	switch {
	case in.err != nil:
		return in.err
	case replay.BadMarks == 2:
		return damaged("both notes of its last transaction are unreadable")
	case j.frames >= marked.frames && j.frames > 0:
		return in.tornAtMost()
	case replay.Torn > 0:
		return damaged("the transactions behind number %d are unreadable", replay.Seq)
	default:
		return ErrTruncated
	}
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
	if replay.Torn == 0 && replay.BadMarks == 0 && !replay.BadFilling {
		return nil
	}
	if err := errors.Join(j.markSlot(0), j.markSlot(1), j.fill(replay.BadFilling)); err != nil {
		return err
	}
	return j.f.Sync()
}

// fill writes the zeros of the first blocks anew.
func (j *Journal) fill(bad bool) error {
	if !bad {
		return nil
	}
	for _, f := range fillings() {
		if _, err := j.f.WriteAt(make([]byte, f[1]-f[0]), int64(f[0])); err != nil {
			return err
		}
	}
	return nil
}
