package mailtoken

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"golang.org/x/oauth2"

	"patchbay/backend/proof"
)

var errRefused = errors.New("the endpoint refused")

// styleNone is a client without a secret; the library has no name for it.
const styleNone = oauth2.AuthStyle(-1)

// ways lists how the client is to prove itself, in the order of trying.
//
// RFC 6749 §2.3.1 has every endpoint take HTTP Basic, so that comes first. Of
// Microsoft and Google it is known that they want the secret in the body.
func (c Config) ways() []oauth2.AuthStyle {
	switch {
	case c.ClientAuth == ClientAuthNone, !c.ClientSecret.IsSet():
		return []oauth2.AuthStyle{styleNone}
	case c.ClientAuth == ClientSecretPost:
		return []oauth2.AuthStyle{oauth2.AuthStyleInParams}
	case c.ClientAuth == ClientSecretBasic:
		return []oauth2.AuthStyle{oauth2.AuthStyleInHeader}
	case providerOf(c.TokenURL) != otherProvider:
		return []oauth2.AuthStyle{oauth2.AuthStyleInParams}
	default:
		return []oauth2.AuthStyle{oauth2.AuthStyleInHeader, oauth2.AuthStyleInParams}
	}
}

func nameOf(style oauth2.AuthStyle) string {
	switch style {
	case oauth2.AuthStyleInHeader:
		return ClientSecretBasic
	case oauth2.AuthStyleInParams:
		return ClientSecretPost
	default:
		return ClientAuthNone
	}
}

// secretFor reveals the client secret to the request that needs it.
func (c *client) secretFor(style oauth2.AuthStyle) string {
	if style == styleNone {
		return ""
	}
	return string(c.config.ClientSecret.Reveal())
}

// eachWay asks once; and once more in the other way when the endpoint did not
// take the client, and no way is known.
func (c *client) eachWay(ctx context.Context, to endpoint, ask func(context.Context, oauth2.AuthStyle) error) *proof.Finding {
	ways := c.config.ways()
	for i, style := range ways {
		err := c.askOnce(ctx, style, ask)
		if err == nil {
			return nil
		}
		if i == len(ways)-1 || !c.clientNotTaken() {
			f := c.explain(ctx, err, to)
			return &f
		}
	}
	return nil
}

func (c *client) askOnce(ctx context.Context, style oauth2.AuthStyle, ask func(context.Context, oauth2.AuthStyle) error) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	c.answers.last = nil
	return ask(ctx, style)
}

// clientNotTaken reports whether the last answer says that the endpoint does
// not know the client by the way it proved itself (RFC 6749 §5.2).
func (c *client) clientNotTaken() bool {
	last := c.answers.last
	return last != nil && (last.status == http.StatusUnauthorized || last.errorCode() == "invalid_client")
}

// errorCode is the code of an error answer, "" when there is none.
func (a *answer) errorCode() string {
	var members struct {
		Error string `json:"error"`
	}
	if a == nil || json.Unmarshal(a.body, &members) != nil {
		return ""
	}
	return members.Error
}
