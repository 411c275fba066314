package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"patchbay/backend/vault/kdf"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// A header file is
//
//	magic (8) ‖ format (4) ‖ length of the body (4) ‖ body ‖ MAC (32) ‖ SHA-256 (32)
//
// The unkeyed hash comes first when it is checked: it tells damage apart from a
// wrong password before any password is computed. The MAC needs the vault key.
const (
	headerMagic  = "PBVAULT\n"
	headerFixed  = 8 + 4 + 4
	headerSums   = 2 * sha256.Size
	headerLimit  = 1 << 20
	recoverySlot = "recovery"
)

// header is the body of a header file, written as JSON.
type header struct {
	VaultID    []byte         `json:"vaultId"`
	Epoch      uint64         `json:"epoch"` // grows with every write
	WrittenAt  time.Time      `json:"writtenAt"`
	CreatedAt  time.Time      `json:"createdAt"`
	Generation uint64         `json:"generation"`
	RotatedAt  time.Time      `json:"rotatedAt,omitzero"`
	BackupAt   time.Time      `json:"backupAt,omitzero"`
	Operators  []operatorSlot `json:"operators"`
	Recovery   recoveryRecord `json:"recovery"`
	State      state          `json:"state"`
}

// operatorSlot is what opens the vault for one operator.
type operatorSlot struct {
	ID         string   `json:"id"`
	TagSalt    []byte   `json:"tagSalt"`
	Tag        []byte   `json:"tag"` // of the name
	Cost       kdf.Cost `json:"cost"`
	Salt       []byte   `json:"salt"`
	Commitment []byte   `json:"commitment"` // to the key made of the password
	PublicKey  []byte   `json:"publicKey"`
	PrivateKey []byte   `json:"privateKey"` // sealed with the key made of the password
	VaultKey   []byte   `json:"vaultKey"`   // sealed to the public key
}

// recoveryRecord is what opens the vault with the recovery key.
type recoveryRecord struct {
	Commitment []byte `json:"commitment"`
	PublicKey  []byte `json:"publicKey"`
	VaultKey   []byte `json:"vaultKey"`
}

// state is the moment of the last close: a lower bound for the age of the
// files, and the only contents with which the working store may be opened.
type state struct {
	Checkpoint uint64    `json:"checkpoint"`
	Seq        uint64    `json:"seq"`
	At         time.Time `json:"at"`
	Snapshot   []byte    `json:"snapshot"`        // digest
	Tail       []byte    `json:"tail"`            // of the journal
	Files      []kv.File `json:"files,omitempty"` // of the working store
}

// sealedHeader is a header as it lies in a file.
type sealedHeader struct {
	header
	raw []byte // the whole file
}

var (
	errHeaderDamaged = errors.New("vault: damaged header")
	errHeaderNewer   = errors.New("vault: header of a newer format")
)

// encodeHeader writes a header under its MAC.
func encodeHeader(h header, key *seal.Key) (*sealedHeader, error) {
	body, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	raw := append([]byte{}, headerMagic...)
	raw = binary.BigEndian.AppendUint32(raw, seal.Format)
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(body)))
	raw = append(raw, body...)
	raw = append(raw, key.MAC(raw)...)
	if len(raw)+sha256.Size > headerLimit {
		return nil, errHeaderFull()
	}
	sum := sha256.Sum256(raw)
	return &sealedHeader{header: h, raw: append(raw, sum[:]...)}, nil
}

// parseHeader reads a header without keys. It is not authentic yet.
func parseHeader(raw []byte) (*sealedHeader, error) {
	if len(raw) < headerFixed+headerSums || len(raw) > headerLimit {
		return nil, errHeaderDamaged
	}
	content, sum := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	if got := sha256.Sum256(content); !bytes.Equal(got[:], sum) || string(raw[:8]) != headerMagic {
		return nil, errHeaderDamaged
	}
	if binary.BigEndian.Uint32(raw[8:]) > seal.Format {
		return nil, errHeaderNewer
	}
	body := raw[headerFixed : len(raw)-headerSums]
	if uint64(binary.BigEndian.Uint32(raw[12:])) != uint64(len(body)) {
		return nil, errHeaderDamaged
	}
	h := &sealedHeader{raw: raw}
	if err := json.Unmarshal(body, &h.header); err != nil || !h.complete() {
		return nil, errHeaderDamaged
	}
	return h, nil
}

// complete reports whether the parts that are used before the MAC is checked
// are there at all.
func (h *sealedHeader) complete() bool {
	for _, slot := range h.Operators {
		if slot.ID == "" || len(slot.Salt) != kdf.SaltSize {
			return false
		}
	}
	return len(h.VaultID) == len(seal.VaultID{}) && h.Generation > 0 && len(h.Operators) > 0
}

// authentic reports whether the header was written by a holder of the key.
func (h *sealedHeader) authentic(key *seal.Key) bool {
	content := h.raw[:len(h.raw)-headerSums]
	return hmac.Equal(h.raw[len(content):len(content)+sha256.Size], key.MAC(content))
}

// id spells the vault's ID.
func (h *header) id() string { return hex.EncodeToString(h.VaultID) }

func (h *header) vaultID() seal.VaultID { return seal.VaultID(h.VaultID) }

// clone copies a header so that a slot can be changed.
func (h *header) clone() header {
	c := *h
	c.Operators = append([]operatorSlot(nil), h.Operators...)
	return c
}

// slots describes everyone who can unlock the vault.
func (h *header) slots() []Slot {
	out := make([]Slot, 0, len(h.Operators))
	for i := range h.Operators {
		out = append(out, h.Operators[i].public())
	}
	return out
}

func (h *header) operator(id string) *operatorSlot {
	for i := range h.Operators {
		if h.Operators[i].ID == id {
			return &h.Operators[i]
		}
	}
	return nil
}
