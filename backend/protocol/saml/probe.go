package saml

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/saml/request"
	"patchbay/backend/protocol/signin"
)

// maxPage bounds a page of the provider, in bytes.
const maxPage = 1 << 20

// Probe sends requests that differ in one setting each, and looks at what the
// provider does before anybody has signed in: it refuses, or it shows a page. A
// page to sign in at says only that the request was not refused so far.
func Probe(ctx context.Context, r signin.Request) signin.ProbeReport {
	r.Observe = nil // the rows are all there is to see
	s := open(r, signin.LevelCheck)
	defer s.redactor.Wipe()
	if finding := s.unready(ctx); finding != nil {
		return signin.ProbeReport{Finding: finding}
	}
	present := s.ask(ctx, s.asIs())
	var report signin.ProbeReport
	for _, v := range s.variations() {
		got := present
		if !v.current {
			got = s.ask(ctx, v)
		}
		report.Rows = append(report.Rows, s.row(v, got, present))
	}
	return report
}

// unready says why no request can be made, nil when one can.
func (s *session) unready(ctx context.Context) *proof.Finding {
	if s.recorder.Failed() {
		return s.recorder.Report().Steps[0].Finding
	}
	found := s.study(ctx)
	if found.unread != nil {
		return found.unread
	}
	for _, outcome := range []proof.Outcome{s.entityFound(found), s.endpointKnown(found)} {
		if len(outcome.Failures) > 0 {
			return &outcome.Failures[0]
		}
	}
	return s.pairError
}

// told is what the provider made of a request.
type told struct {
	verdict signin.ProbeVerdict
	detail  string
	remote  *fault.Remote
}

// ask makes the request as a browser would, and reads the first page.
func (s *session) ask(ctx context.Context, v variation) told {
	got, err := s.firstPage(ctx, v)
	if errors.Is(err, dial.ErrTooLong) {
		return told{verdict: signin.ProbeUnclear, detail: fmt.Sprintf("The provider shows a page of more than %d MiB.", maxPage>>20)}
	}
	if err != nil {
		f := s.provider.signOn.Explain(ctx, err)
		return told{verdict: signin.ProbeUnclear, detail: f.Cause, remote: f.Remote}
	}
	return s.judge(got)
}

func (s *session) firstPage(ctx context.Context, v variation) (reply, error) {
	ctx, cancel := s.limited(ctx)
	defer cancel()
	authn := s.request(s.returnsTo())
	authn.Destination, authn.NameIDFormat = v.address, v.format
	varied := *s
	varied.settings.SignRequests = v.signed
	opening, err := varied.opened(authn, request.NewRelayState(), v.binding)
	if err != nil {
		return reply{}, err
	}
	method := http.MethodGet
	if opening.Form != nil {
		method = http.MethodPost
	}
	got, err := s.send(ctx, method, opening.URL, opening.Form, maxPage)
	for range signin.MaxRedirects {
		if err != nil || !got.isRedirect() {
			break
		}
		next, finding := got.follow(s.provider.signOn)
		if finding != nil {
			break // it leads to another server, which nobody named
		}
		got, err = s.send(ctx, http.MethodGet, next, nil, maxPage)
	}
	return got, err
}

// returnsTo is an address for the response, which is not waited for.
func (s *session) returnsTo() string {
	if s.settings.CallbackURL != "" {
		return s.settings.CallbackURL
	}
	return s.settings.ReturnsTo(s.settings.LoopbackHost, strconv.Itoa(int(s.settings.LoopbackPort)))
}

// row puts what was found beside what the settings say. A value is offered where
// the present one is refused and this one is not.
func (s *session) row(v variation, got, present told) signin.ProbeRow {
	row := signin.ProbeRow{
		Setting: v.setting, Label: v.label, Value: v.value, Current: v.current,
		Verdict: got.verdict, Detail: s.shown(got.detail),
	}
	if got.remote != nil {
		row.Remote = &fault.Remote{Code: s.shown(got.remote.Code), Text: s.shown(got.remote.Text)}
	}
	if !v.current && present.verdict == signin.ProbeRefused && got.verdict != signin.ProbeRefused {
		row.Alternative = alternative(v.setting, v.label, v.patch)
	}
	return row
}

func (s *session) shown(text string) string { return proof.Visible(s.redactor.Redact(text)) }

func alternative(setting, label string, value any) *proof.Alternative {
	patch, err := json.Marshal(map[string]any{setting: value})
	if err != nil { // texts and truth values always marshal
		return nil
	}
	return &proof.Alternative{Label: label, Patch: patch}
}

func setBinding(b signin.Binding) *proof.Alternative {
	return alternative("ssoBinding", "Send requests by "+words(b), b)
}

// judge reads a page: a response that came at once, an error, or neither.
func (s *session) judge(got reply) told {
	if encoded := formField(got.body, "SAMLResponse"); encoded != "" {
		return judgeResponse(encoded)
	}
	cause, known := s.knownError(got)
	switch {
	case got.isRedirect():
		return told{verdict: signin.ProbeUnclear, detail: "The provider sends the browser on to another server."}
	case known:
		return told{signin.ProbeRefused, cause, s.remote(got)}
	case got.status >= http.StatusBadRequest:
		return told{signin.ProbeRefused, fmt.Sprintf("The provider answers with the status %d %s.", got.status, http.StatusText(got.status)), s.remote(got)}
	case formField(got.body, "") != "" || bytes.Contains(bytes.ToLower(got.body), []byte("<form")):
		return told{verdict: signin.ProbeUnclear, detail: "The provider shows a page with a form, as one to sign in at is: the request was not refused so far."}
	}
	return told{signin.ProbeUnclear, "The provider shows a page without a form: one to sign in at that a browser builds, or an error.", s.remote(got)}
}

// knownError looks an error page up: many come with the status 200. A page to
// fill in may hold the texts of errors that did not happen.
func (s *session) knownError(got reply) (cause string, known bool) {
	if got.status < http.StatusBadRequest && formField(got.body, "") != "" {
		return "", false
	}
	found := refusal.ExplainPage(string(got.body), s.settings, signin.Location{URL: s.returnsTo()})[0]
	return found.Cause, found.Reason != "page_unknown"
}
