package app

import (
	"context"
	"time"

	"patchbay/backend/operator"
	"patchbay/backend/secret"
)

// Session opens and locks the vault, and keeps one's own password.
type Session struct{ app *App }

func (s *Session) operators() *operator.Operators { return s.app.bench.Operators }

// Status says where the vault stands.
func (s *Session) Status() (VaultStatus, error) {
	return call(s.app, func(context.Context) (VaultStatus, error) { return s.status(), nil })
}

func (s *Session) status() VaultStatus {
	status := s.operators().Status()
	view := VaultStatus{
		State: VaultState(status.State), VaultID: status.VaultID, Path: status.Path, Operators: status.Slots,
		BackupAt: stamp(status.BackupAt), AutoLockMinutes: int(status.AutoLock / time.Minute), Notices: list(status.Notices),
	}
	if status.Operator != nil {
		who := viewOperator(*status.Operator)
		view.Operator, view.Mailed = &who, status.State == operator.MustChange && status.Operator.Mailed
	}
	if f := status.Fault; f != nil {
		view.Fault = viewFault(f)
	}
	return view
}

// Create makes the vault. The recovery key in the answer is shown once.
func (s *Session) Create(form NewVault) (RecoveryKey, error) {
	return call(s.app, func(ctx context.Context) (RecoveryKey, error) {
		password := secret.FromString(form.Password)
		defer password.Wipe()
		created, err := s.operators().Create(ctx, operator.NewVault{
			Name: form.Name, Email: form.Email, Password: password,
		})
		return viewRecoveryKey(created), err
	})
}

// Unlock opens the vault with an operator's password.
func (s *Session) Unlock(form Unlock) (VaultStatus, error) {
	return call(s.app, func(ctx context.Context) (VaultStatus, error) {
		password := secret.FromString(form.Password)
		defer password.Wipe()
		if _, err := s.operators().Unlock(ctx, form.Operator, password); err != nil {
			return VaultStatus{}, err
		}
		return s.status(), nil
	})
}

// Lock wipes the keys.
func (s *Session) Lock() error {
	return do(s.app, func(context.Context) error { return s.operators().Lock() })
}

// Touch says that the person at work did something.
func (s *Session) Touch() error {
	return do(s.app, func(context.Context) error {
		s.operators().Touch()
		return nil
	})
}

// Strength estimates a password while it is typed.
func (s *Session) Strength(password string) (PasswordStrength, error) {
	return call(s.app, func(context.Context) (PasswordStrength, error) {
		value := secret.FromString(password)
		defer value.Wipe()
		strength := s.operators().Strength(value)
		return PasswordStrength{Score: strength.Score, Label: strength.Label, Advice: strength.Advice}, nil
	})
}

// ChangePassword replaces one's own password.
func (s *Session) ChangePassword(form PasswordChange) error {
	return do(s.app, func(ctx context.Context) error {
		change := operator.PasswordChange{
			Current: secret.FromString(form.Current),
			Next:    secret.FromString(form.Next),
			Confirm: secret.FromString(form.Confirm),
		}
		defer change.Current.Wipe()
		defer change.Next.Wipe()
		defer change.Confirm.Wipe()
		return s.operators().ChangePassword(ctx, change)
	})
}

// Recover opens the vault with the recovery key and sets a new password. The
// new recovery key in the answer is shown once.
func (s *Session) Recover(form Recovery) (RecoveryKey, error) {
	return call(s.app, func(ctx context.Context) (RecoveryKey, error) {
		recovery := operator.Recovery{
			Operator: form.Operator,
			Key:      secret.FromString(form.RecoveryKey),
			Next:     secret.FromString(form.Next),
			Confirm:  secret.FromString(form.Confirm),
		}
		defer recovery.Key.Wipe()
		defer recovery.Next.Wipe()
		defer recovery.Confirm.Wipe()
		created, err := s.operators().Recover(ctx, recovery)
		return viewRecoveryKey(created), err
	})
}

// ReplaceRecoveryKey makes a new recovery key, shown once.
func (s *Session) ReplaceRecoveryKey(password string) (RecoveryKey, error) {
	return call(s.app, func(ctx context.Context) (RecoveryKey, error) {
		value := secret.FromString(password)
		defer value.Wipe()
		created, err := s.operators().ReplaceRecoveryKey(ctx, value)
		return viewRecoveryKey(created), err
	})
}

// Preferences are kept in the vault.
func (s *Session) Preferences() (Preferences, error) {
	return call(s.app, func(ctx context.Context) (Preferences, error) {
		p, err := s.operators().Preferences(ctx)
		return Preferences(p), err
	})
}

// SavePreferences checks and keeps them.
func (s *Session) SavePreferences(form Preferences) (Preferences, error) {
	return call(s.app, func(ctx context.Context) (Preferences, error) {
		p, err := s.operators().SavePreferences(ctx, operator.Preferences(form))
		return Preferences(p), err
	})
}

func viewOperator(o operator.Operator) Operator {
	return Operator{ID: o.ID, Name: o.Name, Email: o.Email, Role: string(o.Role)}
}

// viewRecoveryKey is one of the few places where a secret goes out: it is
// shown once, when it is made, and kept nowhere.
func viewRecoveryKey(c operator.Created) RecoveryKey {
	return RecoveryKey{VaultID: c.VaultID, RecoveryKey: string(c.RecoveryKey.Reveal())}
}
