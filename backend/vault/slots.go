package vault

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/vault/seal"
)

// tagSize is the length of the salted hash of an operator's name. The folder
// holds no name in clear.
const tagSize = 16

// newSlot makes an operator's slot with a new key pair.
func newSlot(h *header, id, name string, password secret.Text, cost kdf.Cost, vaultKey *seal.Key) (operatorSlot, error) {
	slot := operatorSlot{ID: id}
	slot.rename(name)
	err := slot.renew(h, password, cost, vaultKey)
	return slot, err
}

// renew gives the slot a new key pair and password.
func (s *operatorSlot) renew(h *header, password secret.Text, cost kdf.Cost, vaultKey *seal.Key) error {
	pair, err := seal.NewKeyPair()
	if err != nil {
		return err
	}
	defer pair.Wipe()
	s.PublicKey = pair.Public
	s.VaultKey, err = seal.Wrap(pair.Public, vaultKey, seal.WrapInfo(h.vaultID(), h.Generation, s.ID))
	if err != nil {
		return err
	}
	s.protect(h.vaultID(), pair.Private, password, cost)
	return nil
}

// protect seals the private key under a password, with a new salt.
func (s *operatorSlot) protect(id seal.VaultID, private []byte, password secret.Text, cost kdf.Cost) {
	s.Cost, s.Salt = cost, randomBytes(kdf.SaltSize)
	key := s.passwordKey(password)
	defer key.Wipe()
	s.Commitment = key.Commitment()
	s.PrivateKey = key.Seal(private, s.privateData(id))
}

// passwordKey is the slow step. Passwords are compared in Unicode's NFC, since
// keyboards of different systems spell the same letter differently (RFC 8265
// §4.2.2).
func (s *operatorSlot) passwordKey(password secret.Text) *seal.Key {
	normal := norm.NFC.Append(nil, password.Reveal()...)
	defer clear(normal)
	return (*seal.Key)(kdf.Key(normal, s.Salt, s.Cost))
}

// openPrivate returns the operator's private key, which the caller wipes.
func (s *operatorSlot) openPrivate(id seal.VaultID, password secret.Text, confirm func(kdf.Cost) bool) ([]byte, error) {
	if err := checkCost(s.Cost, confirm); err != nil {
		return nil, err
	}
	key := s.passwordKey(password)
	defer key.Wipe()
	if !hmac.Equal(key.Commitment(), s.Commitment) {
		return nil, errWrongPassword()
	}
	private, err := key.Open(s.PrivateKey, s.privateData(id))
	if err != nil {
		return nil, errTampered("an operator's key in the header does not open with the right password")
	}
	return private, nil
}

// openVaultKey returns the vault key that is sealed to the operator.
func (s *operatorSlot) openVaultKey(h *header, private []byte) (*seal.Key, error) {
	key, err := seal.Unwrap(private, s.VaultKey, seal.WrapInfo(h.vaultID(), h.Generation, s.ID))
	if err != nil {
		return nil, errTampered("the vault key in the header does not open with the right password")
	}
	return key, nil
}

func (s *operatorSlot) privateData(id seal.VaultID) []byte {
	return seal.Bind([]byte("operator"), seal.Number(seal.Format), id[:], []byte(s.ID), s.PublicKey, s.Salt,
		seal.Number(uint64(s.Cost.MemoryKiB)), seal.Number(uint64(s.Cost.Passes)), seal.Number(uint64(s.Cost.Lanes)))
}

// rewrap seals the next generation's vault key to everyone who could open the
// current one. The public keys come from a header whose MAC was checked.
func rewrap(next *header, vaultKey *seal.Key) error {
	id := next.vaultID()
	for i := range next.Operators {
		slot := &next.Operators[i]
		wrapped, err := seal.Wrap(slot.PublicKey, vaultKey, seal.WrapInfo(id, next.Generation, slot.ID))
		if err != nil {
			return err
		}
		slot.VaultKey = wrapped
	}
	wrapped, err := seal.Wrap(next.Recovery.PublicKey, vaultKey, seal.WrapInfo(id, next.Generation, recoverySlot))
	next.Recovery.VaultKey = wrapped
	return err
}

// openSlot returns an operator's slot by name, and his private key, which the caller
// wipes.
func openSlot(h *header, name string, password secret.Text, confirm func(kdf.Cost) bool) (*operatorSlot, []byte, error) {
	slot, err := findSlot(h, name)
	if err != nil {
		return nil, nil, err
	}
	private, err := slot.openPrivate(h.vaultID(), password, confirm)
	if name != "" && fault.HasCode(err, CodeWrongPassword) {
		err = errWrongNameOrPassword()
	}
	return slot, private, err
}

// findSlot returns the slot of an operator by name; the empty name stands for
// the only one.
func findSlot(h *header, name string) (*operatorSlot, error) {
	if name == "" {
		if len(h.Operators) == 1 {
			return &h.Operators[0], nil
		}
		return nil, fault.New(fault.Invalid, CodeOperatorNeeded, "the vault has several operators").
			WithHint("name the operator who unlocks it").WithField("operator", "is needed")
	}
	if slot := h.named(name); slot != nil {
		return slot, nil
	}
	return nil, errWrongNameOrPassword()
}

func nameTag(salt []byte, name string) []byte {
	folded := strings.ToLower(norm.NFKC.String(strings.TrimSpace(name)))
	return (*seal.Key)(padKey(salt)).MAC([]byte("operator name"), []byte(folded))[:tagSize]
}

func padKey(salt []byte) []byte {
	return append(salt[:len(salt):len(salt)], make([]byte, seal.KeySize)...)[:seal.KeySize]
}

// checkCost refuses costs that protect nothing, and asks about those that could
// exhaust the machine, before any of them is computed.
func checkCost(c kdf.Cost, confirm func(kdf.Cost) bool) error {
	if c.Check() != nil {
		return fault.New(fault.Denied, CodeCostTooLow, "the cost of guessing a password is set too low in this vault").
			WithHint("the header was changed, or it was made for tests: " + restoreHint)
	}
	if c.AboveCeiling() && (confirm == nil || !confirm(c)) {
		return fault.New(fault.Denied, CodeCostTooHigh, "unlocking asks for more memory or time than this machine should give").
			WithHint("open the vault on a machine with more memory, or confirm the cost")
	}
	return nil
}

func (s *operatorSlot) public() Slot {
	key := sha256.Sum256(s.PublicKey)
	return Slot{ID: s.ID, Tag: hex.EncodeToString(s.Tag), Key: hex.EncodeToString(key[:])}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return b
}

func needPassword(password secret.Text, field string) error {
	if password.IsSet() {
		return nil
	}
	return fault.New(fault.Invalid, CodeEmptyPassword, "the password is empty").
		WithHint("enter a password").WithField(field, "must not be empty")
}
