package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/audit"
	"patchbay/backend/deployment"
	"patchbay/backend/fault"
)

// call is one request on its way through the refusals to its use case.
type call struct {
	ctx   context.Context
	w     http.ResponseWriter
	r     *http.Request
	began time.Time

	route      *route
	grant      apiclient.Grant       // none of an open route
	deployment deployment.Deployment // that it is about; none of a route without one
	body       []byte
}

// takeTime lifts the deadline of a call, which is too short for what has deadlines
// of its own: a proof, or mail for many people.
func (c *call) takeTime() {
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Time{})
}

// take does what the route does, once nothing stands against it. The order of
// the refusals is part of the interface.
func (a *routes) take(c *call, e endpoint) (answer, error) {
	if err := a.unlocked(); err != nil {
		return answer{}, err
	}
	if err := e.choose(c); err != nil {
		return answer{}, err
	}
	for _, step := range []func(*call) error{a.authorize, contentType, readBody, a.authorizeAgain, a.findDeployment, permit} {
		if err := step(c); err != nil {
			return answer{}, err
		}
	}
	defer clear(c.body) // it may hold a secret
	return c.route.serve(a, c)
}

// unlocked refuses while nobody is at work.
func (a *routes) unlocked() error {
	if _, err := a.bench.Operators.MayRead(); err != nil {
		return newRefusal(http.StatusLocked, fault.Of(err))
	}
	return nil
}

// authorizeAgain looks once more after the body, for which a caller may take
// half a minute: a token that was ended meanwhile changes nothing, and nor does
// one of before a lock.
func (a *routes) authorizeAgain(c *call) error {
	if c.route.media == "" {
		return nil
	}
	if err := a.unlocked(); err != nil {
		return err
	}
	return a.authorize(c)
}

// authorize finds out who calls; whoever may is at work.
func (a *routes) authorize(c *call) error {
	if c.route.open {
		return nil
	}
	token, brought := bearerToken(c.r.Header)
	if !token.IsSet() {
		return unauthorized(fault.New(fault.Denied, CodeUnauthorized, "this needs an access token").
			WithHint("obtain one with POST /oauth2/token, and send it as Authorization: Bearer"), brought)
	}
	defer token.Wipe()
	grant, err := a.bench.Clients.Authorize(token)
	if err != nil {
		return unauthorized(fault.Of(err), true)
	}
	c.grant = grant
	c.ctx = audit.Through(c.ctx, grant.ClientID)
	a.bench.Operators.Touch()
	return nil
}

// contentType refuses a form or plain text: they are what a foreign page can
// send without being asked first by the browser. A body that is packed is not
// unpacked either.
func contentType(c *call) error {
	if c.route.media == "" {
		return nil
	}
	values := c.r.Header.Values("Content-Type")
	if len(values) == 1 && len(c.r.Header.Values("Content-Encoding")) == 0 {
		media, params, err := mime.ParseMediaType(values[0])
		charset, given := params["charset"]
		if err == nil && media == c.route.media && (!given || strings.EqualFold(charset, "utf-8")) {
			return nil
		}
	}
	status := http.StatusUnsupportedMediaType
	if c.route.family == oauth {
		status = http.StatusBadRequest // RFC 6749 §5.2 has one status for all that is malformed
	}
	return newRefusal(status, fault.New(fault.Unsupported, CodeContentType, "the content type must be "+c.route.media+", without a content encoding"))
}

// readBody reads no more than the route takes.
func readBody(c *call) error {
	if c.route.media == "" {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, c.route.limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return newRefusal(http.StatusRequestEntityTooLarge,
			fault.New(fault.Invalid, CodeTooLarge, fmt.Sprintf("the request is larger than %d KiB", c.route.limit>>10)))
	case err != nil:
		return fault.New(fault.Invalid, CodeUnreadable, "the request could not be read").WithCause(err)
	}
	c.body = body
	return nil
}

// findDeployment finds the tenant that the address names.
func (a *routes) findDeployment(c *call) error {
	if c.route.tenant == nil {
		return nil
	}
	name := c.route.tenant(c.r)
	if name == "" {
		return noTenant()
	}
	own, err := a.bench.Deployments.Get(c.ctx, c.grant.DeploymentID)
	if err != nil || !isNamed(own, name) {
		own, err = a.deploymentOf(c.ctx, name)
	}
	c.deployment = own
	return err
}

// isNamed reports whether a name is the tenant ID or the ID of a deployment.
func isNamed(d deployment.Deployment, name string) bool {
	return name != "" && (d.TenantID == name || d.ID == name)
}

// deploymentOf finds a deployment by its tenant ID or its ID.
func (a *routes) deploymentOf(ctx context.Context, name string) (deployment.Deployment, error) {
	all, err := a.bench.Deployments.List(ctx)
	if err != nil {
		return deployment.Deployment{}, err
	}
	for _, d := range all {
		if isNamed(d, name) {
			return d, nil
		}
	}
	return deployment.Deployment{}, unknownTenant()
}

// permit holds a token to its tenant and its scopes.
func permit(c *call) error {
	switch {
	case c.route.open:
		return nil
	case c.route.tenant != nil && c.deployment.ID != c.grant.DeploymentID:
		return otherTenant()
	case c.route.scope != "" && !c.grant.Allows(c.route.scope):
		return scopeMissing(c.route.scope)
	}
	return nil
}
