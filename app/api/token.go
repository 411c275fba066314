package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
)

// tokenAnswer is the document of RFC 6749 §5.1.
type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"` // seconds
	Scope       string `json:"scope"`
}

// postToken is the token endpoint: the client credentials grant of RFC 6749
// §4.4, and no other.
func (a *routes) postToken(c *call) (answer, error) {
	f, request, err := a.tokenRequest(c)
	if err != nil {
		return answer{}, err
	}
	defer wipeRequest(f, request)
	switch grant := f.text("grant_type"); grant {
	case "client_credentials":
	case "":
		return answer{}, invalidRequest("grant_type is missing").hinted("send grant_type=client_credentials")
	default:
		return answer{}, newRefusal(http.StatusBadRequest,
			fault.New(fault.Unsupported, CodeUnsupportedGrant, "the only grant is client_credentials").
				WithHint("send grant_type=client_credentials"))
	}
	request.Scope = f.text("scope")
	token, err := a.bench.Clients.Issue(c.ctx, request)
	if err != nil {
		return answer{}, tokenRefusal(err)
	}
	defer token.Value.Wipe()
	a.bench.Operators.Touch()
	c.grant = token.Grant
	body, err := json.Marshal(tokenAnswer{
		// The one place at which a token leaves the process.
		AccessToken: string(token.Value.Reveal()), TokenType: "Bearer",
		ExpiresIn: int(token.ExpiresIn.Seconds()), Scope: strings.Join(token.Scopes, " "),
	})
	return ok(json.RawMessage(body)).with("Pragma", "no-cache"), err
}

// postRevoke ends a token (RFC 7009). One that is not known has ended already.
func (a *routes) postRevoke(c *call) (answer, error) {
	f, request, err := a.tokenRequest(c)
	if err != nil {
		return answer{}, err
	}
	defer wipeRequest(f, request)
	if !f["token"].IsSet() {
		return answer{}, invalidRequest("token is missing").hinted("send the access token that is to end")
	}
	if err := a.bench.Clients.RevokeToken(c.ctx, request, f["token"]); err != nil {
		return answer{}, tokenRefusal(err)
	}
	return answer{status: http.StatusOK}, nil
}

// tokenRequest reads the form, and who sends it. Where the host is that of a
// tenant, only its clients count.
func (a *routes) tokenRequest(c *call) (form, apiclient.TokenRequest, error) {
	if parametersInAddress(c.r.URL.RawQuery) {
		return nil, apiclient.TokenRequest{}, invalidRequest("parameters belong into the body, not into the address")
	}
	f, err := readForm(c.body)
	if err != nil {
		return nil, apiclient.TokenRequest{}, err
	}
	request, err := clientOf(c.r.Header, f)
	if err != nil {
		f.wipe()
		return nil, request, tokenRefusal(err)
	}
	if tenant := hostTenant(c.r); tenant != "" {
		found, err := a.deploymentOf(c.ctx, tenant)
		if err != nil {
			wipeRequest(f, request)
			return nil, request, err
		}
		request.Deployment = found.ID
	}
	return f, request, nil
}

func wipeRequest(f form, r apiclient.TokenRequest) {
	f.wipe()
	for _, value := range r.Secrets {
		value.Wipe()
	}
}

// tokenRefusal gives the faults of clients the statuses of RFC 6749 §5.2.
func tokenRefusal(err error) error {
	f := fault.Of(err)
	switch f.Code {
	case apiclient.CodeInvalidClient, CodeSecretMissing:
		return newRefusal(http.StatusUnauthorized, f).with("WWW-Authenticate", `Basic realm="patchbay", charset="UTF-8"`)
	case apiclient.CodeInvalidScope:
		return newRefusal(http.StatusBadRequest, f)
	case apiclient.CodeTooManyAttempts:
		return newRefusal(http.StatusTooManyRequests, f).with("Retry-After", strconv.Itoa(int(apiclient.RetryAfter(err).Seconds())))
	}
	return err
}

// hostTenant is the first label of a host below localhost (RFC 6761 §6.3), ""
// for others: the tenant of the contract's SSMS form.
func hostTenant(r *http.Request) string {
	host, _, _ := strings.Cut(r.Host, ":")
	tenant, _ := strings.CutSuffix(host, ".localhost")
	if tenant == host {
		return ""
	}
	return tenant
}
