package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// NameSize is the length of a record's name in bytes.
const NameSize = sha256.Size

// Name is what a record is called on disk: it tells nothing about the record.
type Name [NameSize]byte

// KindAudit is the kind of records whose bodies have a key of their own.
const KindAudit = "audit"

// Head is what the index of a vault needs to know of a record.
type Head struct {
	Kind, ID  string
	Form      uint32 // version of the stored form of the kind
	Revision  uint64
	ChangedAt time.Time
}

// Sealer seals the records of one generation of one vault.
type Sealer struct {
	Keys       *Keys
	VaultID    VaultID
	Generation uint64
}

// layout is the version of a sealed record's layout:
//
//	layout (2) ‖ nonce (24) ‖ length of the head's box (2) ‖ head's box ‖ body's box
//
// Head and body are sealed apart, under different keys, so that an index can be
// built without opening any body. The head lies in the body's associated data.
const layout = 1

const recordPrefix = 2 + chacha20poly1305.NonceSizeX + 2

// Name returns the name of a record.
func (s *Sealer) Name(kind, id string) Name {
	return Name(s.Keys.Name.MAC([]byte(kind), []byte{0}, []byte(id)))
}

// Seal returns a record's name and its sealed value.
func (s *Sealer) Seal(h Head, body []byte) (Name, []byte) {
	name, head := s.Name(h.Kind, h.ID), h.encode()
	headBox := len(head) + chacha20poly1305.Overhead
	out := make([]byte, recordPrefix, recordPrefix+headBox+len(body)+chacha20poly1305.Overhead)
	binary.BigEndian.PutUint16(out, layout)
	nonce := out[2 : 2+chacha20poly1305.NonceSizeX]
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	binary.BigEndian.PutUint16(out[recordPrefix-2:], uint16(headBox))
	out = s.Keys.Head.sealWith(out, nonce, head, s.headData(name))
	return name, s.bodyKey(h.Kind).sealWith(out, nonce, body, s.bodyData(name, h.Kind, head))
}

// OpenHead opens a record's head and checks that it belongs under this name.
func (s *Sealer) OpenHead(name Name, value []byte) (Head, error) {
	h, _, _, err := s.openHead(name, value)
	return h, err
}

// Open opens a record.
func (s *Sealer) Open(name Name, value []byte) (Head, []byte, error) {
	h, head, box, err := s.openHead(name, value)
	if err != nil {
		return Head{}, nil, err
	}
	nonce := value[2 : 2+chacha20poly1305.NonceSizeX]
	body, err := s.bodyKey(h.Kind).openWith(nonce, box, s.bodyData(name, h.Kind, head))
	return h, body, err
}

func (s *Sealer) openHead(name Name, value []byte) (h Head, head, bodyBox []byte, err error) {
	if len(value) < recordPrefix || binary.BigEndian.Uint16(value) != layout {
		return Head{}, nil, nil, ErrOpen
	}
	nonce, rest := value[2:2+chacha20poly1305.NonceSizeX], value[recordPrefix:]
	size := int(binary.BigEndian.Uint16(value[recordPrefix-2:]))
	if size > len(rest) {
		return Head{}, nil, nil, ErrOpen
	}
	head, err = s.Keys.Head.openWith(nonce, rest[:size], s.headData(name))
	if err != nil {
		return Head{}, nil, nil, err
	}
	h, ok := decodeHead(head)
	if !ok || s.Name(h.Kind, h.ID) != name {
		return Head{}, nil, nil, ErrOpen
	}
	return h, head, rest[size:], nil
}

func (s *Sealer) bodyKey(kind string) *Key {
	if kind == KindAudit {
		return &s.Keys.Audit
	}
	return &s.Keys.Record
}

func (s *Sealer) headData(name Name) []byte {
	return Bind([]byte("head"), Number(Format), s.VaultID[:], name[:], Number(s.Generation), Number(layout))
}

func (s *Sealer) bodyData(name Name, kind string, head []byte) []byte {
	return Bind([]byte("body"), Number(Format), s.VaultID[:], name[:], []byte(kind), Number(s.Generation),
		Number(layout), head)
}

func (h Head) encode() []byte {
	out := binary.BigEndian.AppendUint32(nil, h.Form)
	out = binary.BigEndian.AppendUint64(out, h.Revision)
	out = binary.BigEndian.AppendUint64(out, uint64(h.ChangedAt.UnixNano()))
	out = binary.BigEndian.AppendUint16(out, uint16(len(h.Kind)))
	out = append(out, h.Kind...)
	return append(out, h.ID...)
}

func decodeHead(b []byte) (Head, bool) {
	const fixed = 4 + 8 + 8 + 2
	if len(b) < fixed {
		return Head{}, false
	}
	kind := int(binary.BigEndian.Uint16(b[fixed-2:]))
	if len(b) < fixed+kind {
		return Head{}, false
	}
	return Head{
		Form:      binary.BigEndian.Uint32(b),
		Revision:  binary.BigEndian.Uint64(b[4:]),
		ChangedAt: time.Unix(0, int64(binary.BigEndian.Uint64(b[12:]))).UTC(),
		Kind:      string(b[fixed : fixed+kind]),
		ID:        string(b[fixed+kind:]),
	}, true
}
