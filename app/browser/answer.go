package browser

import (
	"encoding/json"
	"net/http"

	"patchbay/backend/fault"
)

// status is the one place in this door where a fault's kind becomes an HTTP
// status.
func status(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.Locked:
		return http.StatusLocked
	case fault.Unreachable, fault.Rejected:
		return http.StatusBadGateway
	case fault.Timeout:
		return http.StatusGatewayTimeout
	case fault.Unsupported:
		return http.StatusNotImplemented
	default:
		return http.StatusInternalServerError
	}
}

// refuse answers with a fault document and a status of the protocol's own,
// such as 401 or 415, which no kind stands for.
func refuse(w http.ResponseWriter, code int, f *fault.Fault) {
	body, err := json.Marshal(f)
	if err != nil { // a struct of strings always marshals
		body = []byte("{}")
	}
	answer(w, code, body)
}

func answer(w http.ResponseWriter, code int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(body) // a client that has gone away needs no answer
}

func badRequest(message string) *fault.Fault {
	return fault.New(fault.Invalid, CodeBadRequest, message)
}
