package journal

import (
	"encoding/binary"
	"errors"
	"math"

	"patchbay/backend/vault/seal"
)

// deleted stands in the place of a length for a record that is gone.
const deleted = math.MaxUint32

var errEntries = errors.New("journal: malformed entries")

func appendEntry(out []byte, name seal.Name, value []byte) []byte {
	out = append(out, name[:]...)
	if value == nil {
		return binary.BigEndian.AppendUint32(out, deleted)
	}
	out = binary.BigEndian.AppendUint32(out, uint32(len(value)))
	return append(out, value...)
}

func decodeEntries(b []byte) ([]Entry, error) {
	var out []Entry
	for len(b) > 0 {
		if len(b) < seal.NameSize+4 {
			return nil, errEntries
		}
		entry := Entry{Name: seal.Name(b[:seal.NameSize])}
		size := binary.BigEndian.Uint32(b[seal.NameSize:])
		b = b[seal.NameSize+4:]
		if size != deleted {
			if uint64(size) > uint64(len(b)) {
				return nil, errEntries
			}
			entry.Value = b[:size:size]
			b = b[size:]
		}
		out = append(out, entry)
	}
	return out, nil
}
