package browser

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"runtime/debug"
	"time"

	"patchbay/backend/fault"
)

// maxCall bounds the arguments of a call, in bytes: the largest is a recording of
// 8 MiB that is pasted as the answer to a sign-in, as a text of JSON.
const maxCall = 12 << 20

// calls answers POST /rpc/{method}.
type calls struct {
	methods map[string]method
	log     *slog.Logger
}

func (c calls) serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	m, ok := c.methods[name]
	if !ok {
		refuse(w, http.StatusNotFound, fault.New(fault.NotFound, CodeNoSuchMethod, "there is no such method").
			WithHint("reload the page: it may be of another version"))
		return
	}
	var raw []json.RawMessage
	if !readJSON(w, r, maxCall, &raw) {
		return
	}
	// The deadline for reading the request must not end a proof that takes longer.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	arguments, err := m.arguments(raw)
	if err != nil {
		c.refuse(w, name, err)
		return
	}
	body, err := c.invoke(name, m, arguments)
	if err != nil {
		c.refuse(w, name, err)
		return
	}
	answer(w, http.StatusOK, body)
}

// invoke turns a panic into a fault. Its value is not logged: it may hold what
// the page sent.
func (c calls) invoke(name string, m method, arguments []reflect.Value) (body []byte, err error) {
	defer func() {
		if recover() != nil {
			f := fault.Of(errors.New("the call panicked"))
			c.log.Error("a bound call panicked", "method", name, "ref", f.Ref, "stack", string(debug.Stack()))
			body, err = nil, f
		}
	}()
	return m.invoke(arguments)
}

func (c calls) refuse(w http.ResponseWriter, name string, err error) {
	f := fault.Of(err)
	var known *fault.Fault
	if !errors.As(err, &known) {
		c.log.Error("a bound call failed", "method", name, "ref", f.Ref, "error", err)
	}
	refuse(w, status(f.Kind), f)
}
