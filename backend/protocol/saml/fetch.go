package saml

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// reply is what an endpoint answered.
type reply struct {
	url    string // that answered
	status int
	media  string // Content-Type
	header http.Header
	body   []byte
}

func (r reply) isRedirect() bool { return r.status >= 300 && r.status < 400 }

// fetch gets what lies at an endpoint, at most so many bytes of it.
func (s *session) fetch(ctx context.Context, from signin.Endpoint, most int64) (reply, *proof.Finding) {
	if !from.IsGuarded() {
		f := from.Unguarded()
		return reply{}, &f
	}
	ctx, cancel := s.limited(ctx)
	defer cancel()
	for range signin.MaxRedirects + 1 {
		got, err := s.send(ctx, http.MethodGet, from.URL, nil, most)
		if err != nil {
			f := s.explain(ctx, err, from)
			s.recorder.Note(f.Cause)
			return reply{}, &f
		}
		if !got.isRedirect() {
			return got, nil
		}
		next, f := got.follow(from)
		if f != nil {
			f.Code = signin.CodeMetadataInvalid
			return reply{}, f
		}
		from.URL = next
	}
	f := from.Redirected("again and again")
	f.Code = signin.CodeMetadataInvalid
	return reply{}, f
}

// send makes one request, with a form when there is one, and follows nothing.
func (s *session) send(ctx context.Context, method, address string, form url.Values, most int64) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return reply{}, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.Header.Set("Accept", "application/samlmetadata+xml, application/xml, text/xml, text/html;q=0.5, */*;q=0.1")
	request.Header.Set("User-Agent", "Patchbay") // some answer nobody without a name
	s.recorder.Client(method + " " + signin.WithoutQuery(address))
	response, err := s.Network.HTTPClient(s.authorities).Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close() // what is read of it is read by then
	if response.ContentLength > most {
		return reply{}, dial.ErrTooLong
	}
	body, err := dial.ReadLimited(response.Body, most)
	// What comes while the request is being given up may be half of an answer.
	if err = errors.Join(err, ctx.Err()); err != nil {
		return reply{}, err
	}
	got := reply{
		url: address, status: response.StatusCode, media: response.Header.Get("Content-Type"),
		header: response.Header, body: body,
	}
	s.recorder.Server(fmt.Sprintf("HTTP %d %s, %d bytes", got.status, got.media, len(body)))
	return got, nil
}

// follow says where a request is sent on to, if it may be.
func (r reply) follow(from signin.Endpoint) (string, *proof.Finding) {
	return from.Follow(r.url, r.header.Get("Location"))
}

// explain says why there is no metadata.
func (s *session) explain(ctx context.Context, err error, from signin.Endpoint) proof.Finding {
	if errors.Is(err, dial.ErrTooLong) {
		return proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "too_large",
			Cause:  fmt.Sprintf("What lies at the %s is larger than %d MiB.", from.Name, metadata.MaxBytes>>20),
			Remedy: "A file with the providers of a whole federation is too large: enter the address of this one provider's metadata.",
			Fields: []string{from.Field},
		}
	}
	return from.Explain(ctx, err)
}

// remote quotes the beginning of an answer.
func (s *session) remote(r reply) *fault.Remote {
	return &fault.Remote{Code: fmt.Sprint(r.status), Text: strings.TrimSpace(r.media + "\n" + signin.Beginning(s.redactor, r.body))}
}
