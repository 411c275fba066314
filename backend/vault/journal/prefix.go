package journal

import (
	"encoding/binary"
	"hash/crc32"

	"patchbay/backend/vault/seal"
)

// prefixSize is the length of the plain start of both files:
//
//	magic (8) ‖ format (4) ‖ vault ID (16) ‖ generation (8) ‖ checkpoint (8) ‖ CRC-32C (4)
const prefixSize = 8 + 4 + 16 + 8 + 8 + 4

const (
	snapshotMagic = "PBSNAP\r\n"
	journalMagic  = "PBJRNL\r\n"
)

func checksum(b []byte) uint32 {
	return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
}

func encodePrefix(magic string, id Identity, checkpoint uint64) []byte {
	out := make([]byte, 0, prefixSize)
	out = append(out, magic...)
	out = binary.BigEndian.AppendUint32(out, seal.Format)
	out = append(out, id.VaultID[:]...)
	out = binary.BigEndian.AppendUint64(out, id.Generation)
	out = binary.BigEndian.AppendUint64(out, checkpoint)
	return binary.BigEndian.AppendUint32(out, checksum(out))
}

// checkPrefix returns the checkpoint of a file that belongs to id.
func checkPrefix(b []byte, magic string, id Identity) (checkpoint uint64, err error) {
	if len(b) < prefixSize {
		return 0, damaged("it ends within its first bytes")
	}
	if checksum(b[:prefixSize-4]) != binary.BigEndian.Uint32(b[prefixSize-4:]) || string(b[:8]) != magic {
		return 0, damaged("its first bytes are changed")
	}
	if binary.BigEndian.Uint32(b[8:]) > seal.Format {
		return 0, ErrNewer
	}
	if seal.VaultID(b[12:28]) != id.VaultID {
		return 0, ErrForeign
	}
	if binary.BigEndian.Uint64(b[28:]) != id.Generation {
		return 0, ErrTampered
	}
	return binary.BigEndian.Uint64(b[36:]), nil
}
