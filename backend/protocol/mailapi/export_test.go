package mailapi

import (
	"net/http"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
)

// Judge reads an answer without a server.
func Judge(r PushRequest, status int, contentType string, body []byte, cut bool) Result {
	p := &push{PushRequest: r, redactor: &proof.Redactor{}}
	p.protect()
	p.recorder = proof.NewRecorder(r.head(), p.redactor, nil)
	p.recorder.Step("push", func() proof.Outcome {
		answer := httppost.Answer{
			Status: status, Body: body, Cut: cut,
			Header: http.Header{"Content-Type": {contentType}, "Location": {contentType}, "Www-Authenticate": {contentType}},
		}
		p.asked(http.Header{})
		p.answered(answer)
		return p.judge(answer)
	})
	return Result{Report: p.report(), Exchange: p.exchange}
}
