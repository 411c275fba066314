package mailtoken

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"patchbay/backend/proof"
)

// endpoint is one of the provider's addresses, and how it is spoken of.
type endpoint struct {
	url   string
	field string // of the configuration document
	name  string // in a sentence
}

func (c Config) tokenEndpoint() endpoint {
	return endpoint{c.TokenURL, "oauth2.tokenUrl", "token endpoint"}
}

func (c Config) authEndpoint() endpoint {
	return endpoint{c.AuthURL, "oauth2.authUrl", "authorization endpoint"}
}

func (c Config) deviceEndpoint() endpoint {
	return endpoint{c.DeviceURL, "oauth2.deviceUrl", "device authorization endpoint"}
}

func (c Config) endpoints() []endpoint {
	return []endpoint{c.tokenEndpoint(), c.authEndpoint(), c.deviceEndpoint()}
}

// redeem asks the token endpoint for a token. The form holds the grant and what
// belongs to it.
//
// The library's client credentials flow is its one door to the token endpoint
// that lets the grant be named, and sends a scope with every one.
func (c *client) redeem(ctx context.Context, form url.Values) (*oauth2.Token, *proof.Finding) {
	var token *oauth2.Token
	finding := c.eachWay(ctx, c.config.tokenEndpoint(), func(ctx context.Context, style oauth2.AuthStyle) error {
		config := clientcredentials.Config{
			ClientID: c.config.ClientID, ClientSecret: c.secretFor(style),
			TokenURL: c.config.TokenURL, AuthStyle: style, EndpointParams: form,
		}
		if style == styleNone {
			config.AuthStyle = oauth2.AuthStyleInParams
		}
		var err error
		token, err = config.Token(context.WithValue(ctx, oauth2.HTTPClient, c.http))
		if c.answers.last != nil && !c.clientNotTaken() {
			c.config.ClientAuth = nameOf(style) // known from now on
		}
		return err
	})
	return token, finding
}

// post asks another endpoint in the same ways.
func (c *client) post(ctx context.Context, to endpoint, form url.Values) ([]byte, *proof.Finding) {
	finding := c.eachWay(ctx, to, func(ctx context.Context, style oauth2.AuthStyle) error {
		request, err := c.request(ctx, to, form, style)
		if err != nil {
			return err
		}
		response, err := c.http.Do(request)
		if err != nil {
			return err
		}
		if response.StatusCode != http.StatusOK {
			return errRefused
		}
		return response.Body.Close()
	})
	if finding != nil {
		return nil, finding
	}
	return c.answers.last.body, nil
}

// request carries a form and the client's proof (RFC 6749 §2.3.1).
func (c *client) request(ctx context.Context, to endpoint, form url.Values, style oauth2.AuthStyle) (*http.Request, error) {
	values := url.Values{"client_id": {c.config.ClientID}}
	maps.Copy(values, form)
	if style == oauth2.AuthStyleInParams {
		values.Set("client_secret", c.secretFor(style))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url, strings.NewReader(values.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	if style == oauth2.AuthStyleInHeader {
		request.SetBasicAuth(url.QueryEscape(c.config.ClientID), url.QueryEscape(c.secretFor(style)))
	}
	return request, nil
}
