package journal

import (
	"encoding/binary"

	"patchbay/backend/vault/seal"
)

// NoteSize is the length in bytes of what [Journal.Note] returns.
const NoteSize = markSize + sealOverhead

// Note is a sealed note of the last transaction, to be kept outside of the
// journal: an older copy of the whole file, with its older marks, is consistent
// in itself, and noticed only by what lies elsewhere.
func (j *Journal) Note() []byte {
	return j.key.Seal(j.encodeMark(), j.noteData())
}

// Behind reports whether the journal ends before the transaction that a note of
// this journal names. A note that does not open says nothing: it is damaged, or
// of another journal.
func (j *Journal) Behind(note []byte) bool {
	body, err := j.key.Open(note, j.noteData())
	return err == nil && len(body) == markSize && binary.BigEndian.Uint64(body) > j.frames
}

func (j *Journal) noteData() []byte { return seal.Bind([]byte("note"), j.prefix) }
