package browser

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"patchbay/backend/fault"
)

// readJSON decodes the body of a request into v, or answers with what is wrong
// with it. A form or plain text is refused because a foreign page could send
// it without being asked first by the browser.
func readJSON(w http.ResponseWriter, r *http.Request, limit int64, v any) bool {
	if !isJSON(r.Header.Values("Content-Type")) {
		refuse(w, http.StatusUnsupportedMediaType, badRequest("the content type must be application/json"))
		return false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, badRequest(fmt.Sprintf("the request is larger than %d bytes", limit)))
		return false
	case err != nil:
		refuse(w, http.StatusBadRequest, badRequest("the request could not be read").WithCause(err))
		return false
	}
	if err := decode(body, v); err != nil {
		refuse(w, http.StatusBadRequest, fault.Of(err))
		return false
	}
	return true
}

func isJSON(values []string) bool {
	if len(values) != 1 {
		return false
	}
	media, params, err := mime.ParseMediaType(values[0])
	if err != nil || media != "application/json" {
		return false
	}
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

// decode reads exactly one JSON value, without unknown fields. Its faults name
// fields and types but never values, which may be secrets.
func decode(data []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return decodeFault(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return badRequest("there is text behind the JSON value")
	}
	return nil
}

func decodeFault(err error) *fault.Fault {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		where := ""
		if wrongType.Field != "" {
			where = wrongType.Field + ": "
		}
		// Value reads "string" or "number 12": only its first word is no input.
		kind, _, _ := strings.Cut(wrongType.Value, " ")
		f := badRequest(fmt.Sprintf("%sa JSON %s does not fit here", where, kind))
		if wrongType.Field != "" {
			f = f.WithField(wrongType.Field, "has the wrong type")
		}
		return f
	}
	// encoding/json has no type for this error.
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return badRequest("unknown field "+name).WithField(name, "is not known")
	}
	return badRequest("the request is not valid JSON")
}
