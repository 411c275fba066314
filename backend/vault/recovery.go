package vault

import (
	"crypto/hmac"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault/seal"
)

// newRecovery makes a recovery key and the record that it opens.
func newRecovery(h *header, vaultKey *seal.Key) (recoveryRecord, secret.Text, error) {
	key := seal.NewRecoveryKey()
	defer key.Wipe()
	pair, err := seal.RecoveryPair(key, h.vaultID())
	if err != nil {
		return recoveryRecord{}, secret.Text{}, err
	}
	defer pair.Wipe()
	wrapped, err := seal.Wrap(pair.Public, vaultKey, seal.WrapInfo(h.vaultID(), h.Generation, recoverySlot))
	if err != nil {
		return recoveryRecord{}, secret.Text{}, err
	}
	record := recoveryRecord{Commitment: key.Commitment(), PublicKey: pair.Public, VaultKey: wrapped}
	return record, secret.New(seal.FormatRecoveryKey(key)), nil
}

// openRecovery returns the vault key that is sealed to the recovery key.
func openRecovery(h *header, text secret.Text) (*seal.Key, error) {
	key, err := seal.ParseRecoveryKey(text.Reveal())
	if err != nil {
		return nil, fault.New(fault.Invalid, CodeMalformedRecoveryKey, "this is no recovery key: a character is wrong or missing").
			WithHint("compare it with the paper, group by group").WithField("recoveryKey", "is not complete or mistyped")
	}
	defer key.Wipe()
	if !hmac.Equal(key.Commitment(), h.Recovery.Commitment) {
		return nil, fault.New(fault.Denied, CodeWrongRecoveryKey, "this is not the recovery key of this vault").
			WithHint("look for the newest one: making a new recovery key ends the old one").
			WithField("recoveryKey", "is of another vault, or was replaced")
	}
	pair, err := seal.RecoveryPair(key, h.vaultID())
	if err != nil {
		return nil, err
	}
	defer pair.Wipe()
	vaultKey, err := seal.Unwrap(pair.Private, h.Recovery.VaultKey, seal.WrapInfo(h.vaultID(), h.Generation, recoverySlot))
	if err != nil {
		return nil, errTampered("the vault key in the header does not open with the right recovery key")
	}
	return vaultKey, nil
}
