package apiclient

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TokenRequest is how a client presents itself to the token endpoint of the local
// API.
type TokenRequest struct {
	ClientID string
	// Secrets are the ways in which the presented secret may be read: HTTP Basic
	// has it form-encoded (RFC 6749 §2.3.1), and not every client does that.
	Secrets []secret.Text
	Scope   string // scopes with blanks between them; "" is all of the client
	// Deployment is the one whose clients are meant; "" is any.
	Deployment string
}

// Token is an access token as it was issued, this once.
type Token struct {
	Value     secret.Text // the caller wipes it
	ExpiresIn time.Duration
	Scopes    []string // that were granted
	Grant     Grant
}

// Issue gives a client that proves itself an access token for the local API. It
// raises apiclient.invalid_client in the same words and with the same work
// whatever is wrong, apiclient.invalid_scope, and apiclient.too_many_attempts,
// for which [RetryAfter] says when.
func (c *Clients) Issue(ctx context.Context, r TokenRequest) (Token, error) {
	token := Token{Value: newToken(), ExpiresIn: tokenLifetime}
	grant, err := c.authenticate(ctx, r, func(g Grant, own []string) (err error) {
		if g.Scopes, err = granted(own, r.Scope); err == nil {
			token.Scopes, token.Grant = g.Scopes, g
			c.tokens.add(token.Value, g, c.now())
		}
		return err
	})
	if err != nil {
		token.Value.Wipe()
		return Token{}, err
	}
	c.used(context.WithoutCancel(ctx), grant)
	return token, nil
}

// RevokeToken ends an access token for the client that it was given to. One that
// is unknown, or another client's, is no error (RFC 7009 §2.2).
func (c *Clients) RevokeToken(ctx context.Context, r TokenRequest, token secret.Text) error {
	_, err := c.authenticate(ctx, r, func(g Grant, _ []string) error {
		c.tokens.endOne(token, g.ID)
		return nil
	})
	return err
}

// authenticate finds the client that proves itself, and hands it and its scopes
// to do. That happens within the view of the vault in which its secret was right:
// a change of the client comes before it or after it, and ends what do has begun.
func (c *Clients) authenticate(
	ctx context.Context, r TokenRequest, do func(g Grant, scopes []string) error,
) (Grant, error) {
	if wait := c.limits.wait(r.ClientID, c.now()); wait > 0 {
		return Grant{}, tooManyAttempts(wait)
	}
	var grant Grant
	known := false
	err := c.access.View(ctx, func(tx *vault.Tx) error {
		item, ok, err := c.verify(tx, r)
		if known = ok; err != nil || !ok {
			return err
		}
		grant = Grant{DeploymentID: deploymentOf(item.ID), ID: item.ID, ClientID: item.Value.ClientID}
		return do(grant, item.Value.Scopes)
	})
	if err != nil || known {
		return grant, err
	}
	if wait := c.limits.failed(r.ClientID, c.now()); wait > 0 {
		return Grant{}, tooManyAttempts(wait)
	}
	return Grant{}, fault.New(fault.Denied, CodeInvalidClient, "the client is not known, or its secret is another one").
		WithHint("check client ID and client secret, or give the client another secret with: patchbay client rotate")
}

// Authorize says what an access token stands for. It raises
// apiclient.token_invalid for one that is unknown, has expired or has ended.
func (c *Clients) Authorize(token secret.Text) (Grant, error) {
	grant, ok := c.tokens.find(token, c.now())
	if !ok {
		return Grant{}, fault.New(fault.Denied, CodeTokenInvalid, "the access token is unknown or has expired").
			WithHint("get another one from the token endpoint")
	}
	c.used(context.Background(), grant) // whatever becomes of the call
	return grant, nil
}

// EndTokens ends all access tokens.
func (c *Clients) EndTokens() { c.tokens.endAll() }

// TokenCount is how many access tokens are valid now.
func (c *Clients) TokenCount() int { return c.tokens.count(c.now()) }

// waiting is why a client has to wait.
type waiting struct{ after time.Duration }

func (w waiting) Error() string { return "wait " + w.after.String() }

// RetryAfter is how long to wait after apiclient.too_many_attempts, in whole
// seconds (RFC 9110 §10.2.3); 0 for another error.
func RetryAfter(err error) time.Duration {
	var w waiting
	if !errors.As(err, &w) {
		return 0
	}
	return w.after
}

func tooManyAttempts(wait time.Duration) error {
	seconds := int(math.Ceil(wait.Seconds()))
	text := fmt.Sprintf("try again in %d seconds", seconds)
	if seconds == 1 {
		text = "try again in a second"
	}
	return fault.New(fault.Denied, CodeTooManyAttempts, "too many wrong secrets: refused for a while").
		WithHint(text).WithCause(waiting{time.Duration(seconds) * time.Second})
}

func invalidScope(message string) error {
	return fault.New(fault.Invalid, CodeInvalidScope, message).
		WithField("scope", message).WithHint("ask for scopes of the client, or give it others on the page API clients")
}
