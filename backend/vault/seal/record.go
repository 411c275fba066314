package seal

import (
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
	r := s.Serial()
	return r.Seal(make([]byte, 0, r.Size(h, body)), h, body)
}

// OpenHead opens a record's head and checks that it belongs under this name.
func (s *Sealer) OpenHead(name Name, value []byte) (Head, error) {
	return s.Serial().OpenHead(name, value)
}

// Open opens a record.
func (s *Sealer) Open(name Name, value []byte) (Head, []byte, error) {
	return s.Serial().Open(nil, name, value)
}

func (s *Sealer) bodyKey(kind string) *Key {
	if kind == KindAudit {
		return &s.Keys.Audit
	}
	return &s.Keys.Record
}

func (s *Sealer) headData(dst []byte, name Name) []byte {
	return AppendBind(dst, []byte("head"), Number(Format), s.VaultID[:], name[:], Number(s.Generation), Number(layout))
}

func (s *Sealer) bodyData(dst []byte, name Name, kind string, head []byte) []byte {
	return AppendBind(dst, []byte("body"), Number(Format), s.VaultID[:], name[:], []byte(kind),
		Number(s.Generation), Number(layout), head)
}

// headFixed is the length of a head without kind and ID.
const headFixed = 4 + 8 + 8 + 2

func (h Head) append(out []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, h.Form)
	out = binary.BigEndian.AppendUint64(out, h.Revision)
	out = binary.BigEndian.AppendUint64(out, uint64(h.ChangedAt.UnixNano()))
	out = binary.BigEndian.AppendUint16(out, uint16(len(h.Kind)))
	out = append(out, h.Kind...)
	return append(out, h.ID...)
}

func decodeHead(b []byte) (Head, bool) {
	if len(b) < headFixed {
		return Head{}, false
	}
	kind := int(binary.BigEndian.Uint16(b[headFixed-2:]))
	if len(b) < headFixed+kind {
		return Head{}, false
	}
	return Head{
		Form:      binary.BigEndian.Uint32(b),
		Revision:  binary.BigEndian.Uint64(b[4:]),
		ChangedAt: time.Unix(0, int64(binary.BigEndian.Uint64(b[12:]))).UTC(),
		Kind:      string(b[headFixed : headFixed+kind]),
		ID:        string(b[headFixed+kind:]),
	}, true
}
