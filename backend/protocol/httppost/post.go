package httppost

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
)

// MaxAnswer bounds the body of an answer, in bytes.
const MaxAnswer = 64 << 10

// Answer is what came back.
type Answer struct {
	Status int // 0 when nothing came back
	Header http.Header
	Body   []byte
	// Cut: there is more than MaxAnswer of it, which was not read.
	Cut bool
}

// OK reports whether the answer is one of success.
func (a Answer) OK() bool { return a.Status >= 200 && a.Status < 300 }

// IsRedirect reports whether the answer sends the request on.
func (a Answer) IsRedirect() bool { return a.Status >= 300 && a.Status < 400 }

// Post makes the request, within the deadline of a step. With an error, the
// answer holds what came before it; [Target.Explain] says what the error means.
func (t Target) Post(ctx context.Context, header http.Header, body []byte) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	request.Header = header
	web := t.Network.HTTPClient(t.Authorities)
	web.Timeout = 0 // the context's is the only one
	response, err := web.Do(request)
	if err != nil {
		return Answer{}, errors.Join(ctx.Err(), err)
	}
	answer := Answer{Status: response.StatusCode, Header: response.Header}
	answer.Body, err = io.ReadAll(io.LimitReader(response.Body, MaxAnswer+1))
	err = errors.Join(err, response.Body.Close(), ctx.Err())
	if len(answer.Body) > MaxAnswer {
		answer.Body, answer.Cut = answer.Body[:MaxAnswer], true
	}
	return answer, err
}
