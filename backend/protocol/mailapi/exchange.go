package mailapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
)

// Exchange is a request and its answer as they may be shown: every secret in
// them is masked.
type Exchange struct {
	Method          string   `json:"method"`
	URL             string   `json:"url"`
	RequestHeaders  []string `json:"requestHeaders"` // "Name: value"
	RequestBody     string   `json:"requestBody"`
	Status          int      `json:"status"` // 0 without an answer
	StatusText      string   `json:"statusText"`
	ResponseHeaders []string `json:"responseHeaders"`
	ResponseBody    string   `json:"responseBody"`
	// Cut: the answer is longer than what is shown of it.
	Cut bool `json:"cut,omitempty"`
}

// Bounds of what is shown of an answer.
const (
	maxHeaders    = 64      // lines
	maxHeaderLine = 1 << 10 // bytes
	// maxCutBody is what is shown of a body that was not read to its end, in
	// bytes. It is far less than what was read: half a secret at the end of that
	// would not be recognised.
	maxCutBody = 4 << 10
)

// asked writes down the request.
func (p *push) asked(header http.Header) {
	p.exchange = &Exchange{
		Method: http.MethodPost, URL: p.shown(p.URL), RequestBody: Masked(p.Body),
		RequestHeaders: p.headerLines(header), ResponseHeaders: []string{},
	}
}

// answered writes down what came back.
func (p *push) answered(a httppost.Answer) {
	if a.Status == 0 {
		return
	}
	e := p.exchange
	e.Status, e.StatusText = a.Status, http.StatusText(a.Status)
	e.ResponseHeaders = p.headerLines(a.Header)
	e.ResponseBody, e.Cut = p.shown(string(a.Body)), a.Cut
	if a.Cut && len(e.ResponseBody) > maxCutBody {
		e.ResponseBody = strings.ToValidUTF8(e.ResponseBody[:maxCutBody], "")
	}
	p.recorder.Server(fmt.Sprintf("HTTP %d, %d bytes of %s", a.Status, len(a.Body), a.Header.Get("Content-Type")))
}

// headerLines lists a header by name, without the values that are credentials.
func (p *push) headerLines(header http.Header) []string {
	lines := make([]string, 0, min(len(header), maxHeaders))
	for name, values := range header {
		for _, value := range values {
			lines = append(lines, name+": "+p.headerValue(name, value))
		}
	}
	slices.Sort(lines)
	for i := range lines {
		lines[i] = clip(p.shown(lines[i]), maxHeaderLine)
	}
	return lines[:min(len(lines), maxHeaders)]
}

func (p *push) headerValue(name, value string) string {
	switch strings.ToLower(name) {
	case "authorization":
		return "Bearer " + proof.Mask
	case "set-cookie", "set-cookie2":
		return proof.Mask // of a session that is nobody's here
	}
	return value
}

// shown makes words of the target fit to be shown.
func (p *push) shown(text string) string { return proof.Visible(p.redactor.Redact(text)) }

func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + " ..."
}
