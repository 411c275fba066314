package mailauth

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // what CRAM-MD5 is made of
	"encoding/hex"
)

// plainExchange is PLAIN: NUL user NUL password, at once (RFC 4616 §2).
type plainExchange struct{ Credentials }

func (e *plainExchange) Start() ([]byte, bool, error) {
	password := e.Password.Reveal()
	response := make([]byte, 0, len(e.User)+len(password)+2)
	response = append(response, 0)
	response = append(response, e.User...)
	response = append(response, 0)
	return append(response, password...), true, nil
}

// Next is asked for only when the server sends a challenge after everything
// has been said.
func (e *plainExchange) Next([]byte) ([]byte, error) { return nil, ErrChallenge }

func (e *plainExchange) Finish() error { return nil }

// loginExchange is LOGIN: the user name, then the password, whatever the
// prompts say, because servers word them differently.
type loginExchange struct {
	credentials Credentials
	step        int
}

func (e *loginExchange) Start() ([]byte, bool, error) { return nil, false, nil }

func (e *loginExchange) Next([]byte) ([]byte, error) {
	e.step++
	switch e.step {
	case 1:
		return []byte(e.credentials.User), nil
	case 2:
		return append([]byte(nil), e.credentials.Password.Reveal()...), nil
	default:
		return nil, ErrChallenge
	}
}

func (e *loginExchange) Finish() error { return nil }

// cramExchange is CRAM-MD5: user SP keyed digest of the challenge (RFC 2195 §2).
type cramExchange struct{ Credentials }

func (e *cramExchange) Start() ([]byte, bool, error) { return nil, false, nil }

func (e *cramExchange) Next(challenge []byte) ([]byte, error) {
	if len(challenge) == 0 {
		return nil, ErrChallenge
	}
	mac := hmac.New(md5.New, e.Password.Reveal())
	mac.Write(challenge)
	response := append([]byte(e.User), ' ')
	return hex.AppendEncode(response, mac.Sum(nil)), nil
}

func (e *cramExchange) Finish() error { return nil }
