package operator

import (
	"errors"

	"patchbay/backend/vault"
)

// open returns the vault, opening its folder at the first call. The caller
// holds mu.
func (o *Operators) open() (*vault.Vault, error) {
	switch {
	case o.meanwhile != "":
		return nil, errBusy()
	case o.vault != nil:
		return o.vault, nil
	}
	v, err := vault.Open(o.vaultOptions())
	if err != nil {
		return nil, err
	}
	o.vault = v
	return v, nil
}

// opened is open for callers that do not hold mu.
func (o *Operators) opened() (*vault.Vault, error) {
	v, _, err := o.attempt()
	return v, err
}

// attempt returns the vault for a way into it, and how often it was locked
// until then. Deriving a key takes long, and a lock that is asked for meanwhile
// must win: admit refuses an attempt that has missed one.
func (o *Operators) attempt() (*vault.Vault, uint64, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	v, err := o.open()
	return v, o.locks, err
}

// admit lets an operator into the vault that an attempt has unlocked. When the
// vault was to be locked since the attempt began, it is locked instead.
func (o *Operators) admit(v *vault.Vault, who Operator, attempt uint64) error {
	o.mu.Lock()
	if !o.holds(v, attempt) {
		o.mu.Unlock()
		return errors.Join(errLockedMeanwhile(), o.withdraw(v))
	}
	o.current, o.damage = &who, nil
	o.idle.restart()
	o.mu.Unlock()
	o.publish("vault.unlocked", who.Name)
	return nil
}

// holds reports whether nothing has locked the vault since an attempt. The
// caller holds mu.
func (o *Operators) holds(v *vault.Vault, attempt uint64) bool {
	return o.vault == v && o.locks == attempt && o.locking == 0
}

// withdraw locks a vault that was unlocked for nobody: an attempt has failed
// after the password was accepted.
func (o *Operators) withdraw(v *vault.Vault) error {
	o.mu.Lock()
	if o.vault != v {
		o.mu.Unlock()
		return v.Lock()
	}
	if o.current != nil { // somebody else was let in; the vault is open for him
		o.mu.Unlock()
		return nil
	}
	return o.lock()
}

// present returns the vault and who is at work, with whatever password.
func (o *Operators) present() (*vault.Vault, Operator, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.vault == nil || o.current == nil {
		return nil, Operator{}, errLocked()
	}
	return o.vault, *o.current, nil
}

// unlocked returns the vault and who is at work with a password of his own.
func (o *Operators) unlocked() (*vault.Vault, Operator, error) {
	v, who, err := o.present()
	if err == nil && who.MustChange {
		return nil, Operator{}, errPasswordChangeNeeded()
	}
	return v, who, err
}

// follow makes the session follow a change of who is at work.
func (o *Operators) follow(who Operator) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.current != nil && o.current.ID == who.ID {
		o.current = &who
	}
}

// Lock wipes the keys and tells everyone, also where nobody is at work: a backup
// that was opened over a locked vault may hold the same keys. It is idempotent,
// and wins over an unlock under way.
func (o *Operators) Lock() error {
	o.mu.Lock()
	again := o.current == nil
	err := o.lock()
	if again {
		o.publish("vault.locked", "")
	}
	return err
}

// lock is Lock for the holder of mu, which it releases.
func (o *Operators) lock() error {
	was, v := o.current != nil, o.vault
	o.current = nil
	o.locks++
	o.locking++
	o.idle.stop()
	o.mu.Unlock()
	var err error
	if v != nil {
		err = v.Lock()
	}
	o.mu.Lock()
	o.locking--
	o.mu.Unlock()
	if was {
		o.publish("vault.locked", "")
	}
	return err
}

// Close locks the vault and gives its folder free.
func (o *Operators) Close() error {
	o.mu.Lock()
	return o.release()
}

// release is Close for the holder of mu, which it releases.
func (o *Operators) release() error {
	v := o.vault
	o.vault = nil // nobody is admitted to it any more
	was := o.current != nil
	o.current = nil
	o.locks++
	o.idle.stop()
	o.mu.Unlock()
	var err error
	if v != nil {
		err = v.Close()
	}
	if was {
		o.publish("vault.locked", "")
	}
	return err
}

// Touch says that the person at work did something, which puts the automatic
// lock off.
func (o *Operators) Touch() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.current != nil {
		o.idle.restart()
	}
}
