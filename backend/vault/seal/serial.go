package seal

import (
	"crypto/rand"
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"
)

// Serial is a [Sealer] for one goroutine and many records: it keeps its hash and
// its buffers from one to the next.
type Serial struct {
	s             *Sealer
	names         *MAC
	name          Name   // made last
	bound, opened []byte // associated data, and the head opened last
}

// Serial starts a run of records.
func (s *Sealer) Serial() *Serial {
	return &Serial{s: s, names: s.Keys.Name.Hash()}
}

// Name is [Sealer.Name].
func (r *Serial) Name(kind, id string) Name {
	r.names.Reset()
	r.bound = append(append(append(r.bound[:0], kind...), 0), id...)
	_, _ = r.names.Write(r.bound)
	r.names.Sum(r.name[:0])
	return r.name
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
	dst = r.s.Keys.Head.sealWith(dst, nonce, head, r.bound)
	r.bound = r.s.bodyData(r.bound[:0], name, h.Kind, head)
	return name, r.s.bodyKey(h.Kind).sealWith(dst, nonce, body, r.bound)
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
	body, err := r.s.bodyKey(h.Kind).openWith(dst, nonce, box, r.bound)
	return h, body, err
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
	head, err := r.s.Keys.Head.openWith(r.opened[:0], nonce, rest[:size], r.bound)
	if err != nil {
		return Head{}, nil, err
	}
	r.opened = head
	h, ok := decodeHead(head)
	if !ok || r.Name(h.Kind, h.ID) != name {
		return Head{}, nil, ErrOpen
	}
	return h, rest[size:], nil
}
