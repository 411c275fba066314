package mailtoken

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

const grantDevice = "urn:ietf:params:oauth:grant-type:device_code" // RFC 8628 §3.4

// Bounds of what an endpoint can ask for.
const (
	defaultInterval = 5 * time.Second // RFC 8628 §3.2
	maxInterval     = time.Minute
	slowDown        = 5 * time.Second  // RFC 8628 §3.5
	defaultLife     = 10 * time.Minute // where the endpoint forgot to say
	maxLife         = time.Hour
)

// Prompt is what a person needs to sign in on another device.
type Prompt struct {
	UserCode                string
	VerificationURI         string // where the code is entered
	VerificationURIComplete string // with the code in it; "" when the provider has none
	ExpiresAt               time.Time
}

// Device has a person sign in on any device, with a code (RFC 8628), and
// returns a token together with its refresh token. show is called once, before
// the wait.
//
// The device authorization request is made here: the library's ignores the
// context and does not let a confidential client prove itself.
func Device(ctx context.Context, config Config, show func(Prompt)) (Token, *proof.Finding) {
	config = config.withDefaults()
	if f := config.check(need{"oauth2.deviceUrl", config.DeviceURL != ""}); f != nil {
		return Token{}, f
	}
	c, f := config.open()
	if f != nil {
		return Token{}, f
	}
	defer c.redactor.Wipe()
	form := url.Values{}
	if scope := strings.Join(config.personScopes(), " "); scope != "" {
		form.Set("scope", scope)
	}
	body, f := c.post(ctx, config.deviceEndpoint(), form)
	if f != nil {
		return Token{}, f
	}
	d, ok := parseDevice(body, config.Now())
	if !ok {
		f := c.clean(notAnEndpoint(config.deviceEndpoint(), "holds no code and address for the person"))
		return Token{}, &f
	}
	c.redactor.Protect([]byte(d.code))
	show(d.prompt)
	return c.poll(ctx, d)
}

// device is an authorization under way.
type device struct {
	code     string // the secret half; the person sees the other
	prompt   Prompt
	interval time.Duration
}

// parseDevice reads the device authorization response (RFC 8628 §3.2). Google
// and others wrote verification_url before there was a standard.
func parseDevice(body []byte, now time.Time) (device, bool) {
	var members struct {
		DeviceCode  string  `json:"device_code"`
		UserCode    string  `json:"user_code"`
		URI         string  `json:"verification_uri"`
		URL         string  `json:"verification_url"`
		URIComplete string  `json:"verification_uri_complete"`
		ExpiresIn   float64 `json:"expires_in"`
		Interval    float64 `json:"interval"`
	}
	if json.Unmarshal(body, &members) != nil {
		return device{}, false
	}
	if members.URI == "" {
		members.URI = members.URL
	}
	if !isPage(members.URIComplete) {
		members.URIComplete = ""
	}
	life := seconds(members.ExpiresIn, defaultLife, maxLife)
	const longestCode = 128 // characters for a person to copy
	return device{
			code:     members.DeviceCode,
			interval: seconds(members.Interval, defaultInterval, maxInterval),
			prompt: Prompt{
				UserCode: proof.Visible(members.UserCode), VerificationURI: members.URI,
				VerificationURIComplete: members.URIComplete, ExpiresAt: now.Add(life).UTC(),
			},
		},
		members.DeviceCode != "" && members.UserCode != "" && len(members.UserCode) <= longestCode && isPage(members.URI)
}

// isPage accepts what a browser may be sent to: an endpoint's answer must not
// open a file or run a script.
func isPage(address string) bool {
	const longest = 2 << 10
	return len(address) <= longest && isSafe(address) && address == proof.Visible(address)
}

// seconds bounds a number of seconds.
func seconds(n float64, absent, most time.Duration) time.Duration {
	switch {
	case !(n > 0): // NaN too
		return absent
	case n > most.Seconds():
		return most
	default:
		return time.Duration(n * float64(time.Second))
	}
}

// poll asks for the token until the person has decided (RFC 8628 §3.5).
func (c *client) poll(ctx context.Context, d device) (Token, *proof.Finding) {
	form := url.Values{"grant_type": {grantDevice}, "device_code": {d.code}}
	for {
		if err := c.config.Wait(ctx, d.interval); err != nil {
			return Token{}, c.noDecision(err)
		}
		token, f := c.exchange(ctx, form, "device_code")
		if f == nil {
			return token, nil
		}
		over := !c.config.Now().Before(d.prompt.ExpiresAt)
		switch code := c.answers.last.errorCode(); {
		case code == "expired_token", over && code == "invalid_grant": // forgotten already
			return Token{}, expired(f)
		case code == "authorization_pending":
		case code == "slow_down":
			d.interval = min(d.interval+slowDown, maxInterval)
		case code == "access_denied":
			return Token{}, c.refused(code, c.answers.last.errorDescription())
		case c.answers.last == nil && f.Code == dial.CodeTimeout && ctx.Err() == nil:
			d.interval = min(2*d.interval, maxInterval) // as the standard advises
		default:
			return Token{}, f
		}
		if over {
			return Token{}, expired(f)
		}
	}
}

func expired(f *proof.Finding) *proof.Finding {
	return &proof.Finding{
		Code: dial.CodeTimeout, Reason: "sign_in",
		Cause:  "The code was not confirmed before it ended.",
		Remedy: "Start again, and enter the new code at the provider's page before the time that is shown.",
		Remote: f.Remote,
	}
}

// noDecision explains a wait for the person that was ended here.
func (c *client) noDecision(err error) *proof.Finding {
	if dial.IsTimeout(err) {
		return expired(&proof.Finding{})
	}
	f := cancelled()
	return &f
}

// errorDescription is the text of an error answer, "" when there is none.
func (a *answer) errorDescription() string {
	var members struct {
		Description string `json:"error_description"`
	}
	if a == nil || json.Unmarshal(a.body, &members) != nil {
		return ""
	}
	return members.Description
}

// waitOnTimer passes the time.
func waitOnTimer(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
