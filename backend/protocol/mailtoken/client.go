package mailtoken

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

const (
	// maxAnswer bounds an answer, in bytes. Those with a token have a few
	// thousand.
	maxAnswer = 256 << 10
	// requestTimeout ends one request when the context does not end it before.
	requestTimeout = 30 * time.Second
)

// client asks the endpoints of one provider, one question after the other.
type client struct {
	config   Config
	redactor *proof.Redactor
	http     *http.Client
	answers  *answers
}

// open makes a client whose redactor knows the secrets of the configuration.
func (c Config) open() (*client, *proof.Finding) {
	authorities, err := dial.NewAuthorities(c.CAPEM)
	if err != nil {
		return nil, settingsInvalid("caPem", "The added authorities are no certificates in PEM form.")
	}
	redactor := &proof.Redactor{}
	redactor.Protect(c.ClientSecret.Reveal())
	// As it stands in HTTP Basic (RFC 6749 §2.3.1), to be found in its base64.
	redactor.Protect([]byte(url.QueryEscape(string(c.ClientSecret.Reveal()))))
	redactor.Protect(c.RefreshToken.Reveal())
	// It follows no redirect: that would carry the secrets to an address
	// nobody entered.
	web := c.Network.HTTPClient(authorities)
	kept := &answers{base: web.Transport}
	web.Transport = kept
	return &client{config: c, redactor: redactor, answers: kept, http: web}, nil
}

// answer is what an endpoint said.
type answer struct {
	status int
	body   []byte
}

// answers reads every answer whole, within its bound, and keeps the last one:
// the library above tells too little of those it cannot read.
type answers struct {
	base http.RoundTripper
	last *answer // nil until there is one
}

// RoundTrip implements [http.RoundTripper].
func (a *answers) RoundTrip(request *http.Request) (*http.Response, error) {
	a.last = nil
	response, err := a.base.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := dial.ReadLimited(response.Body, maxAnswer)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return nil, err
	}
	a.last = &answer{status: response.StatusCode, body: body}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
