package seal

import (
	"crypto/sha256"
	"hash"
)

// MAC is HMAC-SHA-256 (RFC 2104) under a key, for data that come in parts. It is
// spelled out because the standard library's keeps the padded key, which no one
// can wipe; what this one keeps are hashes that the key went into.
type MAC struct {
	inner, outer hash.Cloner // behind their pads
	data         hash.Cloner
}

// Hash begins a MAC under the key.
func (k *Key) Hash() *MAC {
	m := &MAC{inner: k.padded(0x36), outer: k.padded(0x5c)}
	m.Reset()
	return m
}

// padded is a hash that has taken one block: the key under a mask.
func (k *Key) padded(mask byte) hash.Cloner {
	pad := make([]byte, sha256.BlockSize)
	defer clear(pad)
	copy(pad, k[:])
	for i := range pad {
		pad[i] ^= mask
	}
	h := sha256.New()
	h.Write(pad) // a whole block is not buffered
	return h.(hash.Cloner)
}

// Write takes data. It never fails.
func (m *MAC) Write(data []byte) (int, error) { return m.data.Write(data) }

// Sum appends the MAC of what was written to dst.
func (m *MAC) Sum(dst []byte) []byte {
	outer := clone(m.outer)
	outer.Write(m.data.Sum(make([]byte, 0, sha256.Size)))
	return outer.Sum(dst)
}

// Reset forgets what was written.
func (m *MAC) Reset() { m.data = clone(m.inner) }

func clone(h hash.Cloner) hash.Cloner {
	c, err := h.Clone()
	if err != nil {
		panic(err) // SHA-256 can be cloned
	}
	return c
}

// MAC authenticates data under the key with HMAC-SHA-256.
func (k *Key) MAC(data ...[]byte) []byte {
	m := k.Hash()
	for _, d := range data {
		_, _ = m.Write(d)
	}
	return m.Sum(nil)
}

// expand fills a key with HKDF-Expand (RFC 5869 §2.3). A key is as long as one
// block of its output.
func (k *Key) expand(to *Key, info string) {
	m := k.Hash()
	_, _ = m.Write(append([]byte(info), 1))
	m.Sum(to[:0]) // in place: no copy stays behind
}
