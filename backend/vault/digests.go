package vault

import (
	"encoding/json"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// content is what a record holds once everything is opened.
type content struct {
	destination string // of a secret
	value       []byte
	secret      bool
}

func (c content) wipe() {
	if c.secret {
		clear(c.value)
	}
}

// plaintext opens a secret with the destination that it was stored for; other
// records are open already.
func plaintext(s *seal.Sealer, name seal.Name, head seal.Head, body []byte) (content, error) {
	if head.Kind != kindSecret {
		return content{value: body}, nil
	}
	var record secretRecord
	if err := json.Unmarshal(body, &record); err != nil {
		return content{}, err
	}
	value, err := s.OpenSecret(name, head.Revision, record.Destination, record.Box)
	if err != nil {
		return content{}, errTampered("a stored secret does not open").WithCause(err)
	}
	return content{destination: record.Destination, value: value, secret: true}, nil
}

// digester makes keyed digests of plaintexts. It is for one goroutine.
type digester struct {
	hash   *seal.MAC
	fields []byte
	last   journal.Digest
}

func newDigester(key *seal.Key) *digester { return &digester{hash: key.Hash()} }

func (d *digester) of(h seal.Head, c content) journal.Digest {
	d.fields = seal.AppendBind(d.fields[:0], []byte(h.Kind), []byte(h.ID), seal.Number(uint64(h.Form)),
		seal.Number(h.Revision), seal.Number(uint64(h.ChangedAt.UnixNano())), []byte(c.destination),
		seal.Number(uint64(len(c.value))))
	d.hash.Reset()
	_, _ = d.hash.Write(d.fields)
	_, _ = d.hash.Write(c.value)
	d.hash.Sum(d.last[:0])
	return d.last
}

// opening opens records with the keys of one generation. It is for one
// goroutine.
type opening struct {
	sealer *seal.Sealer
	serial *seal.Serial
	digest *digester
	body   []byte
}

func newOpening(sealer *seal.Sealer, digestKey *seal.Key) *opening {
	return &opening{sealer: sealer, serial: sealer.Serial(), digest: newDigester(digestKey)}
}

// digestOf opens a record and returns the digest of its plaintext.
func (o *opening) digestOf(name seal.Name, value []byte) (journal.Digest, error) {
	head, body, err := o.serial.Open(o.body[:0], name, value)
	if err != nil {
		return journal.Digest{}, err
	}
	o.body = body
	plain, err := plaintext(o.sealer, name, head, body)
	if err != nil {
		return journal.Digest{}, err
	}
	defer plain.wipe()
	return o.digest.of(head, plain), nil
}
