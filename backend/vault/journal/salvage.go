package journal

import (
	"encoding/binary"

	"patchbay/backend/vault/seal"
)

// Salvage says what of a damaged snapshot is left.
type Salvage struct {
	Point      Point // zero when the frame that holds it does not open
	Unreadable int   // frames that do not open
	Cut        bool  // the frames do not go on to the end
	Count      int   // records that the snapshot had; -1 when its end is unreadable
}

// SalvageSnapshot reads what is left of a snapshot, and hands every record of a
// frame that opens to load. What it hands on is authentic and of this
// checkpoint; what is missing nobody can say. It never changes the file.
func SalvageSnapshot(path string, id Identity, checkpoint uint64, load func(Entry)) (Salvage, error) {
	b, err := readWhole(path)
	if err != nil {
		return Salvage{}, err
	}
	s := &salvager{prefix: encodePrefix(snapshotMagic, id, checkpoint), key: id.Key, load: load}
	s.found.Count = -1
	if found, err := checkPrefix(b, snapshotMagic, id); err == nil {
		s.prefix, checkpoint = b[:prefixSize], found
	}
	s.rest = b[min(prefixSize, len(b)):max(min(prefixSize, len(b)), len(b)-len(Digest{}))]
	for len(s.rest) > 0 && s.next(checkpoint) {
	}
	return s.found, nil
}

type salvager struct {
	rest   []byte
	prefix []byte
	key    *seal.Key
	load   func(Entry)
	frames uint64
	found  Salvage
}

// next reads one frame, whether or not it opens, and reports whether the place
// of the one behind it is known.
func (s *salvager) next(checkpoint uint64) bool {
	if len(s.rest) < frameHead {
		s.found.Cut = true
		return false
	}
	size, kind := binary.BigEndian.Uint32(s.rest), frameKind(s.rest[4])
	if size < sealOverhead { // no frame is as short: zeros, perhaps
		s.found.Cut = true
		s.found.Unreadable++
		return false
	}
	s.rest = s.rest[frameHead:]
	s.found.Cut = uint64(size) > uint64(len(s.rest))
	box := s.rest[:min(uint64(size), uint64(len(s.rest)))]
	plaintext, err := s.key.Open(box, frameData(s.prefix, kind, s.frames))
	s.rest, s.frames = s.rest[len(box):], s.frames+1
	if err != nil || !s.take(kind, plaintext, checkpoint) {
		s.found.Unreadable++
	}
	return !s.found.Cut
}

func (s *salvager) take(kind frameKind, plaintext []byte, checkpoint uint64) bool {
	switch kind {
	case frameStart:
		point, err := decodePoint(plaintext, checkpoint)
		s.found.Point = point
		return err == nil
	case frameEnd:
		if len(plaintext) >= 8 {
			s.found.Count = int(binary.BigEndian.Uint64(plaintext))
		}
		return len(plaintext) >= 8
	}
	entries, err := decodeEntries(plaintext)
	for _, e := range entries {
		s.load(e)
	}
	return err == nil
}
