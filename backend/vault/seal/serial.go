package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"hash"

	"golang.org/x/crypto/chacha20poly1305"
)

// Serial is a [Sealer] for one goroutine and many records: it keeps what a
// single record would set up anew. It holds copies of keys, so it is dropped
// when the records are done.
type Serial struct {
	s                   *Sealer
	names               hash.Hash
	head, record, audit cipher.AEAD
	bound, opened       []byte // associated data, and the head opened last
}

// Serial starts a run of records.
func (s *Sealer) Serial() *Serial {
	return &Serial{s: s, names: s.Keys.Name.Hash()}
}

// Name is [Sealer.Name].
func (r *Serial) Name(kind, id string) (name Name) {
	r.names.Reset()
	r.bound = append(append(append(r.bound[:0], kind...), 0), id...)
	r.names.Write(r.bound)
	r.names.Sum(name[:0])
	return name
}

// Size is the number of bytes that Seal appends.
func (r *Serial) Size(h Head, body []byte) int {
	return recordPrefix + headFixed + len(h.Kind) + len(h.ID) + len(body) + 2*chacha20poly1305.Overhead
}

// Seal appends the record's sealed value to dst, and returns its name as well.
func (r *Serial) Seal(dst []byte, h Head, body []byte) (Name, []byte) {
	name := r.Name(h.Kind, h.ID)
	head := h.append(r.opened[:0])
	r.opened = head
	start := len(dst)
	dst = binary.BigEndian.AppendUint16(dst, layout)
	dst = append(dst, make([]byte, chacha20poly1305.NonceSizeX)...)
	nonce := dst[start+2:]
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(head)+chacha20poly1305.Overhead))
	r.bound = r.s.headData(r.bound[:0], name)
	dst = aead(&r.head, &r.s.Keys.Head).Seal(dst, nonce, head, r.bound)
	r.bound = r.s.bodyData(r.bound[:0], name, h.Kind, head)
	return name, r.body(h.Kind).Seal(dst, nonce, body, r.bound)
}

// OpenHead is [Sealer.OpenHead].
func (r *Serial) OpenHead(name Name, value []byte) (Head, error) {
	h, _, err := r.openHead(name, value)
	return h, err
}

// Open is [Sealer.Open]; the body is appended to dst.
func (r *Serial) Open(dst []byte, name Name, value []byte) (Head, []byte, error) {
	h, box, err := r.openHead(name, value)
	if err != nil {
		return Head{}, nil, err
	}
	r.bound = r.s.bodyData(r.bound[:0], name, h.Kind, r.opened)
	nonce := value[2 : 2+chacha20poly1305.NonceSizeX]
	body, err := r.body(h.Kind).Open(dst, nonce, box, r.bound)
	if err != nil {
		return Head{}, nil, ErrOpen
	}
	return h, body, nil
}

func (r *Serial) openHead(name Name, value []byte) (h Head, bodyBox []byte, err error) {
	if len(value) < recordPrefix || binary.BigEndian.Uint16(value) != layout {
		return Head{}, nil, ErrOpen
	}
	nonce, rest := value[2:2+chacha20poly1305.NonceSizeX], value[recordPrefix:]
	size := int(binary.BigEndian.Uint16(value[recordPrefix-2:]))
	if size > len(rest) {
		return Head{}, nil, ErrOpen
	}
	r.bound = r.s.headData(r.bound[:0], name)
	r.opened, err = aead(&r.head, &r.s.Keys.Head).Open(r.opened[:0], nonce, rest[:size], r.bound)
	if err != nil {
		return Head{}, nil, ErrOpen
	}
	h, ok := decodeHead(r.opened)
	if !ok || r.Name(h.Kind, h.ID) != name {
		return Head{}, nil, ErrOpen
	}
	return h, rest[size:], nil
}

func (r *Serial) body(kind string) cipher.AEAD {
	if kind == KindAudit {
		return aead(&r.audit, &r.s.Keys.Audit)
	}
	return aead(&r.record, &r.s.Keys.Record)
}

// aead returns the cipher under a key, which is made when it is first needed.
func aead(a *cipher.AEAD, key *Key) cipher.AEAD {
	if *a == nil {
		*a = key.aead()
	}
	return *a
}
