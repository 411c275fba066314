package mailtoken

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/callback"
)

var errBrowser = errors.New("the browser could not be opened")

// Authorize has a person sign in through the browser (RFC 6749 §4.1 with PKCE,
// RFC 7636) and returns a token together with the refresh token that later
// ones are obtained with. It waits for the person as long as the context lets it.
//
// The state of listen is chosen when empty. open is given the address for the
// browser, from a goroutine of its own, because some ways to start a browser
// end only with the browser; its error ends the wait.
func Authorize(ctx context.Context, config Config, listen callback.Options, open func(url string) error) (Token, *proof.Finding) {
	config = config.withDefaults()
	if f := config.check(need{"oauth2.authUrl", config.AuthURL != ""}); f != nil {
		return Token{}, f
	}
	c, f := config.open()
	if f != nil {
		return Token{}, f
	}
	defer c.redactor.Wipe()
	if listen.State == "" {
		listen.State = rand.Text()
	}
	listener, err := callback.Listen(ctx, listen)
	if err != nil {
		return Token{}, cannotListen(err)
	}
	defer func() { _ = listener.Close() }()
	verifier := oauth2.GenerateVerifier()
	c.redactor.Protect([]byte(verifier))

	answer, err := c.ask(ctx, listener, config.authorizationURL(listen.State, listener.RedirectURI(), verifier), open)
	if err != nil {
		return Token{}, c.noAnswer(err, listener.RedirectURI())
	}
	code, f := c.readAnswer(answer)
	if f != nil {
		return Token{}, f
	}
	return c.exchange(ctx, url.Values{
		"grant_type": {"authorization_code"}, "code": {code},
		"redirect_uri": {listener.RedirectURI()}, "code_verifier": {verifier},
	}, "authorization_code")
}

// authorizationURL is where the browser begins.
func (c Config) authorizationURL(state, redirectURI, verifier string) string {
	config := oauth2.Config{
		ClientID: c.ClientID, RedirectURL: redirectURI, Scopes: c.personScopes(),
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURL},
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}
	if c.LoginHint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", c.LoginHint))
	}
	for name, value := range c.extraParams() {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	return config.AuthCodeURL(state, options...)
}

// extraParams adds what the provider needs to give a refresh token, and leaves
// out what would replace a parameter of the protocol.
func (c Config) extraParams() map[string]string {
	params := map[string]string{}
	if providerOf(c.AuthURL) == google {
		params["access_type"], params["prompt"] = "offline", "consent"
	}
	for name, value := range c.ExtraAuthParams {
		switch strings.ToLower(name) {
		case "client_id", "redirect_uri", "response_type", "response_mode", "state", "scope",
			"code_challenge", "code_challenge_method":
		default:
			params[name] = value
		}
	}
	return params
}

// ask opens the browser and waits for what it brings back.
func (c *client) ask(ctx context.Context, listener *callback.Listener, address string, open func(string) error) (url.Values, error) {
	waiting, end := context.WithCancelCause(ctx)
	defer end(nil)
	go func() {
		if err := open(address); err != nil {
			end(errBrowser)
		}
	}()
	answer, err := listener.Wait(waiting)
	if err != nil {
		return nil, errors.Join(context.Cause(waiting), err)
	}
	return answer, nil
}

// readAnswer takes the code out of the answer. Who it comes from is looked at
// first: another provider's refusal means nothing here (RFC 9207 §2.4).
func (c *client) readAnswer(answer url.Values) (code string, f *proof.Finding) {
	c.redactor.Protect([]byte(answer.Get("code")))
	if !c.config.isIssuer(answer) {
		return "", c.wrongIssuer(answer.Get("iss"))
	}
	if answer.Has("error") {
		return "", c.refused(answer.Get("error"), answer.Get("error_description"))
	}
	if answer.Get("code") == "" {
		f := notAnEndpoint(c.config.authEndpoint(), "holds neither a code nor an error")
		return "", &f
	}
	return answer.Get("code"), nil
}

// isIssuer compares the issuer that the answer names, if it names one.
func (c Config) isIssuer(answer url.Values) bool {
	if !answer.Has("iss") {
		return true
	}
	if c.Issuer != "" {
		return answer.Get("iss") == c.Issuer
	}
	named, err := url.Parse(answer.Get("iss"))
	if err != nil {
		return false
	}
	known, err := url.Parse(c.AuthURL)
	return err == nil && named.Scheme == known.Scheme && strings.EqualFold(named.Host, known.Host)
}

// exchange redeems what a person's sign-in brought, and wants a refresh token.
func (c *client) exchange(ctx context.Context, form url.Values, grant string) (Token, *proof.Finding) {
	answered, f := c.redeem(ctx, form)
	if f != nil {
		return Token{}, codeRefused(f)
	}
	token, f := c.issued(answered, grant, strings.Join(c.config.personScopes(), " "))
	if f != nil {
		return Token{}, f
	}
	if !token.Refresh.IsSet() {
		token.Wipe()
		return Token{}, c.noRefreshToken()
	}
	return token, nil
}
