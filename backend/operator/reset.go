package operator

import (
	"context"
	"errors"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// resetLife is how long a mailed password opens the vault.
const resetLife = 24 * time.Hour

// PasswordMail is a password on its way to the operator who is to sign in with it.
type PasswordMail struct {
	Operator  Operator
	Password  secret.Text
	ExpiresAt time.Time // UTC
}

// Reset says that an operator was mailed a password. The password itself is known
// to him alone.
type Reset struct {
	Member    Member
	To        string
	ExpiresAt time.Time     // UTC
	Remote    *fault.Remote // the server's words when it took the mail
}

// Reset mails an operator a password that opens the vault once, within 24 hours,
// and must then be replaced. Only an owner may, and not for himself.
//
// The password is delivered first: what deliver raises is returned, and nothing has
// changed but the journal. It raises operator.not_found, operator.yourself,
// operator.reset_under_way, and operator.reset_not_saved when the mail went and the
// vault did not take the password: the old one works still.
func (o *Operators) Reset(
	ctx context.Context, id string, deliver func(context.Context, PasswordMail) (*fault.Remote, error),
) (Reset, error) {
	by, err := o.MayOwn(ctx, actionPasswordMailed)
	if err != nil {
		return Reset{}, err
	}
	v, attempt, err := o.attempt()
	if err != nil {
		return Reset{}, err
	}
	member, err := o.resettable(ctx, id)
	if err != nil {
		return Reset{}, err
	}
	if err := writable(ctx, v); err != nil {
		return Reset{}, err
	}
	if !o.beginReset(id) {
		return Reset{}, errResetUnderWay()
	}
	defer o.endReset(id)
	issued := o.options.Now().UTC().Truncate(time.Second)
	mail := PasswordMail{Operator: member.Operator, Password: randomPassword(), ExpiresAt: issued.Add(resetLife)}
	defer mail.Password.Wipe()
	remote, err := deliver(ctx, mail)
	if err != nil {
		o.notMailed(ctx, member, "failed: "+fault.Of(err).Code)
		return Reset{}, err
	}
	// The mail is gone: whoever waits for it must not find that it was in vain
	// because somebody has closed a page.
	ctx = context.WithoutCancel(ctx)
	given := mailed{PasswordMail: mail, issued: issued, by: by}
	if member, err = o.giveMailed(ctx, v, attempt, given); err != nil {
		o.notMailed(ctx, given.member(), "mailed, but not saved: "+fault.Of(err).Code)
		return Reset{}, errResetNotSaved(err)
	}
	o.publish("operator.saved", id)
	return Reset{Member: member, To: mail.Operator.Email, ExpiresAt: mail.ExpiresAt, Remote: remote}, nil
}

// resettable returns who is to get a password by mail.
func (o *Operators) resettable(ctx context.Context, id string) (Member, error) {
	members, err := o.List(ctx)
	if err != nil {
		return Member{}, err
	}
	for _, m := range members {
		switch {
		case m.ID != id:
		case m.You:
			return Member{}, errOwnPassword()
		case m.Email == "":
			return Member{}, invalid(fault.Field{Name: "email", Message: "is needed to mail a password to"})
		default:
			return m, nil
		}
	}
	return Member{}, errNotFound()
}

// writable fails for a vault that takes no change, before a password is mailed that
// could not be saved.
func writable(ctx context.Context, v *vault.Vault) error {
	enough := errors.New("nothing is to be written")
	err := v.Update(ctx, func(*vault.Tx) error { return enough })
	if errors.Is(err, enough) {
		return nil
	}
	return err
}

// beginReset reports whether no password is being mailed to an operator: of two
// mails only the second would hold one that works.
func (o *Operators) beginReset(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.resetting[id] {
		return false
	}
	o.resetting[id] = true
	return true
}

func (o *Operators) endReset(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.resetting, id)
}

// notMailed notes why nothing has changed.
func (o *Operators) notMailed(ctx context.Context, m Member, detail string) {
	entry := audit.Entry{Action: actionNotMailed, Subject: m.Name, Detail: detail}
	if err := o.Record(ctx, entry); err != nil { // what failed is told all the same
		o.warn("a password that was not mailed could not be noted in the audit journal", err)
	}
}
