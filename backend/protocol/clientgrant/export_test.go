package clientgrant

import (
	"net/http"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
)

// Judge reads an answer without a server.
func Judge(r Request, status int, contentType string, body []byte) (Token, proof.Report) {
	redactor := &proof.Redactor{}
	redactor.Protect(r.Secret.Reveal())
	recorder := proof.NewRecorder(r.head(), redactor, nil)
	g := grant{Request: r, recorder: recorder, redactor: redactor}
	var token Token
	recorder.Step("token", func() (o proof.Outcome) {
		token, o = g.judge(httppost.Answer{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body})
		return o
	})
	return token, recorder.Report()
}
