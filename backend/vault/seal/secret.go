package seal

import "encoding/binary"

// secretBlock is what secrets are padded to, so that a box does not tell how
// long a password is.
const secretBlock = 64

// SealSecret seals a secret for one destination. The destination lies in the
// associated data: for another one the box does not open, whoever asks and
// whatever was compared before.
func (s *Sealer) SealSecret(name Name, revision uint64, destination string, value []byte) []byte {
	size := (4 + len(value) + secretBlock - 1) / secretBlock * secretBlock
	padded := make([]byte, size)
	defer clear(padded)
	binary.BigEndian.PutUint32(padded, uint32(len(value)))
	copy(padded[4:], value)
	return s.Keys.Secret.Seal(padded, s.secretData(name, revision, destination))
}

// OpenSecret opens a secret for the destination that it is about to be sent to.
// The caller owns the bytes.
func (s *Sealer) OpenSecret(name Name, revision uint64, destination string, box []byte) ([]byte, error) {
	padded, err := s.Keys.Secret.Open(box, s.secretData(name, revision, destination))
	if err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(padded)
	if uint64(size) > uint64(len(padded)-4) {
		return nil, ErrOpen
	}
	return padded[4 : 4+size : 4+size], nil
}

func (s *Sealer) secretData(name Name, revision uint64, destination string) []byte {
	return Bind([]byte("secret"), Number(Format), s.VaultID[:], name[:], Number(s.Generation), Number(revision),
		[]byte(destination))
}
