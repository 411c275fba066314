package api

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"patchbay/backend/fault"
)

// statuses are all that the route may answer with. The guard's 403 is among
// them for every route.
func (r route) statuses() []int {
	all := []int{r.operation.status, http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusLocked, http.StatusInternalServerError}
	if !r.open {
		all = append(all, http.StatusUnauthorized)
	}
	if r.media != "" {
		all = append(all, http.StatusBadRequest, http.StatusRequestEntityTooLarge)
	}
	if r.media == mediaJSON {
		all = append(all, http.StatusUnsupportedMediaType)
	}
	if r.tenant != nil {
		all = append(all, http.StatusNotFound)
	}
	if r.operation.conditional {
		all = append(all, http.StatusPreconditionFailed)
	}
	all = append(all, r.operation.also...)
	slices.Sort(all)
	return slices.Compact(all)
}

func (r route) responses(schemas huma.Registry) map[string]*huma.Response {
	all := map[string]*huma.Response{}
	for _, status := range r.statuses() {
		response := &huma.Response{Description: http.StatusText(status), Headers: r.headers(status)}
		schema := r.refusalSchema(status, schemas)
		if status < http.StatusMultipleChoices {
			schema = nil
			if r.operation.answers != nil {
				schema = schemas.Schema(r.operation.answers, true, r.operation.id)
			}
		}
		if schema != nil {
			response.Content = map[string]*huma.MediaType{mediaJSON: {Schema: schema}}
		}
		all[strconv.Itoa(status)] = response
	}
	return all
}

// refusalSchema is that of the family, or of the guard, which knows none.
func (r route) refusalSchema(status int, schemas huma.Registry) *huma.Schema {
	guarded := schemas.Schema(reflect.TypeFor[fault.Fault](), true, "")
	var own *huma.Schema
	switch r.family {
	case contract:
		own = schemas.Schema(reflect.TypeFor[contractAnswer](), true, "")
	case oauth:
		own = schemas.Schema(reflect.TypeFor[oauthError](), true, "")
	default:
		return guarded
	}
	if status == http.StatusForbidden {
		return &huma.Schema{AnyOf: []*huma.Schema{own, guarded}}
	}
	return own
}

func (r route) headers(status int) map[string]*huma.Param {
	text := func(description string) *huma.Param {
		return &huma.Param{Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	all := map[string]*huma.Param{}
	switch {
	case status < http.StatusMultipleChoices && r.operation.tagged:
		all["ETag"] = text("The revision, for If-Match.")
	case status == http.StatusUnauthorized:
		all["WWW-Authenticate"] = text("The challenge.")
	case status == http.StatusMethodNotAllowed:
		all["Allow"] = text("The methods of this address.")
	case status == http.StatusTooManyRequests:
		all["Retry-After"] = text("Seconds to wait.")
	}
	if status == http.StatusCreated && r.method == http.MethodPost {
		all["Location"] = text("Where the new thing lies.")
	}
	return all
}
