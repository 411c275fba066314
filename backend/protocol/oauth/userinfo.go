package oauth

import (
	"context"
	"fmt"
	"net/http"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Bearer asks an endpoint with an access token (RFC 6750 §2.1). The answer, where
// it is no error, is not written into the transcript: it is about a person.
func (s *Session) Bearer(ctx context.Context, to signin.Endpoint, access secret.Text, at signin.Location) (Reply, *proof.Finding) {
	header := http.Header{"Authorization": {"Bearer " + string(access.Reveal())}}
	reply, f := s.Send(ctx, Ask{To: to, Header: header, Private: true})
	switch {
	case f != nil:
		return Reply{}, f
	case reply.IsRedirect():
		return Reply{}, Redirected(reply, to, "to another address. The token is sent to the configured one only")
	case !reply.OK():
		refused := s.Refused(refusal.UserInfo, reply, at)
		return Reply{}, &refused
	}
	return reply, nil
}

// askUser is check O21: the user-info call. A refusal within an answer of
// status 200 is one too.
func (a *attempt) askUser(ctx context.Context) proof.Outcome {
	to := signin.Endpoint{URL: a.Settings.UserInfoURL, Field: "userInfoUrl", Name: "user-info endpoint"}
	o := proof.Outcome{Where: "answer of the user-info endpoint", Expected: "a JSON object"}
	reply, f := a.Bearer(ctx, to, a.tokens.Access, a.auth.At)
	if f != nil {
		o.Failures = []proof.Finding{*f}
		return o
	}
	members, value, err := ParseObject(reply.Body)
	if err != nil {
		o.Failures = []proof.Finding{a.Unreadable(err, reply, to)}
		return o
	}
	if _, isError := Word(members["error"]); isError {
		o.Failures = []proof.Finding{a.Refused(refusal.UserInfo, reply, a.auth.At)}
		return o
	}
	a.user = members
	a.person.Claims = members
	o.Received = fmt.Sprintf("an object with %d members", len(members))
	if len(value.Repeated) > 0 {
		o.Warnings = append(o.Warnings, RepeatedNames(to, value.Repeated))
	}
	return o
}
