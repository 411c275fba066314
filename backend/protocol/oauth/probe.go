package oauth

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Probe finds out without a person which of the ambiguous settings the provider
// takes: the client authentication, by a code that nobody issued, and PKCE.
func Probe(ctx context.Context, r signin.Request) signin.ProbeReport {
	s := open(ctx, r, signin.LevelCheck)
	if f := s.Failure(); f != nil {
		return signin.ProbeReport{Finding: f}
	}
	rows := s.ProbeClientAuth(ctx, s.tokenEndpoint())
	rows = append(rows, s.ProbePKCE(ctx, s.authEndpoint())...)
	s.Redactor.Wipe()
	return signin.ProbeReport{Rows: rows}
}

// Failure is what the first step that failed found, nil when none did. The proof
// ends with it.
func (s *Session) Failure() *proof.Finding {
	if !s.Recorder.Failed() {
		return nil
	}
	for _, step := range s.Report("", "").Steps {
		if step.Verdict == proof.Failed {
			return step.Finding
		}
	}
	return nil
}

// ProbeClientAuth tries each way of client authentication with a code that
// nobody issued: an endpoint that complains about the code has taken the client
// (RFC 6749 §5.2). A wrong secret shows first whether this endpoint looks at the
// client at all before it looks at the code.
func (s *Session) ProbeClientAuth(ctx context.Context, to signin.Endpoint) []signin.ProbeRow {
	blind := s.isBlind(ctx, to)
	var rows []signin.ProbeRow
	for _, how := range []signin.ClientAuth{signin.ClientSecretBasic, signin.ClientSecretPost, signin.ClientNone} {
		row := signin.ProbeRow{
			Setting: "clientAuth", Label: "Client authentication: " + string(how), Value: string(how), Current: how == s.Auth,
		}
		switch {
		case how != signin.ClientNone && !s.Secrets.ClientSecret.IsSet():
			row.Verdict, row.Detail = signin.ProbeUnclear, "there is no client secret to try it with"
		default:
			s.judge(&row, s.bogus(ctx, to, how, s.Secrets.ClientSecret), blind && how != signin.ClientNone)
		}
		if row.Verdict == signin.ProbeTaken && !row.Current {
			row.Alternative = alternative("Use "+string(how), "clientAuth", string(how))
		}
		rows = append(rows, row)
	}
	return rows
}

// isBlind reports whether the endpoint says the same to a client with a wrong
// secret as to the right one.
func (s *Session) isBlind(ctx context.Context, to signin.Endpoint) bool {
	if !s.Secrets.ClientSecret.IsSet() || s.Auth == signin.ClientNone {
		return false
	}
	wrong := secret.FromString(rand.Text())
	defer wrong.Wipe()
	e := s.bogus(ctx, to, s.Auth, wrong)
	return e.status != 0 && !e.clientNotTaken()
}

// bogus asks for tokens with a code that nobody issued.
func (s *Session) bogus(ctx context.Context, to signin.Endpoint, how signin.ClientAuth, with secret.Text) exchanged {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {rand.Text()}, "redirect_uri": {s.probeURL()},
		"code_verifier": {oauth2.GenerateVerifier()},
	}
	header := Credentials(form, how, s.Settings.ClientID, with)
	reply, f := s.Send(ctx, Ask{To: to, Form: form, Header: header})
	if f != nil {
		return exchanged{finding: f}
	}
	_, refused, _ := ParseTokens(reply.Type, reply.Body)
	refused.Description = s.Redactor.Redact(refused.Description)
	return exchanged{status: reply.Status, refused: refused}
}

func (s *Session) judge(row *signin.ProbeRow, e exchanged, blind bool) {
	row.Detail = e.words()
	if e.refused.Code != "" {
		row.Remote = &fault.Remote{Code: proof.Visible(e.refused.Code), Text: proof.Visible(e.refused.Description)}
	}
	switch code := e.refused.Code; {
	case e.status == 0:
		row.Verdict = signin.ProbeUnclear
		if e.finding != nil {
			row.Detail = e.finding.Cause
		}
	case e.clientNotTaken():
		row.Verdict, row.Detail = signin.ProbeRefused, "the provider does not take the client so"
	case blind:
		row.Verdict, row.Detail = signin.ProbeUnclear, "the provider says the same with a wrong secret"
	case code == "invalid_grant", code == "invalid_code", code == "bad_verification_code":
		row.Verdict, row.Detail = signin.ProbeTaken, "the provider took the client and complained about the made-up code only"
	default:
		row.Verdict = signin.ProbeUnclear
	}
	row.Detail = proof.Visible(row.Detail)
}

// probeURL is a redirect URI that the provider may know.
func (s *Session) probeURL() string {
	if s.Settings.CallbackURL != "" {
		return s.Settings.CallbackURL
	}
	return s.Settings.ReturnsTo(s.Settings.LoopbackHost, fmt.Sprint(max(s.Settings.LoopbackPort, 1)))
}

// ProbePKCE opens the authorization endpoint as a browser would, without and
// with a challenge, and looks at whether the provider sends it back with an error
// or asks who is there.
func (s *Session) ProbePKCE(ctx context.Context, to signin.Endpoint) []signin.ProbeRow {
	usesPKCE := s.usesPKCE()
	with := s.probeChallenge(ctx, to, true)
	with.Current = usesPKCE
	without := s.probeChallenge(ctx, to, false)
	without.Current = !usesPKCE
	switch {
	case with.Verdict == signin.ProbeTaken && !with.Current:
		with.Alternative = alternative("Use PKCE", "pkce", true)
	case without.Verdict == signin.ProbeTaken && with.Verdict == signin.ProbeRefused && !without.Current:
		// Offered only where there is no other way: without PKCE a code that
		// somebody gets hold of can be used.
		without.Alternative = alternative("Do without PKCE", "pkce", false)
	}
	return []signin.ProbeRow{with, without}
}

func (s *Session) probeChallenge(ctx context.Context, to signin.Endpoint, with bool) signin.ProbeRow {
	row := signin.ProbeRow{Setting: "pkce", Label: "PKCE: off", Value: "false"}
	back := s.probeURL()
	values := url.Values{
		"response_type": {"code"}, "client_id": {s.Settings.ClientID}, "redirect_uri": {back},
		"state": {rand.Text()}, "nonce": {rand.Text()}, "scope": {strings.Join(s.Settings.Scopes, " ")},
	}
	if with {
		row.Label, row.Value = "PKCE: on", "true"
		values.Set("code_challenge", oauth2.S256ChallengeFromVerifier(oauth2.GenerateVerifier()))
		values.Set("code_challenge_method", "S256")
	}
	to.URL = withQuery(to.URL, values)
	reply, f := s.Send(ctx, Ask{To: to})
	if f != nil {
		row.Verdict, row.Detail = signin.ProbeUnclear, f.Cause
		return row
	}
	s.judgePage(&row, reply, back)
	return row
}

func (s *Session) judgePage(row *signin.ProbeRow, reply Reply, back string) {
	location, err := url.Parse(reply.Header.Get("Location"))
	switch {
	case reply.IsRedirect() && err == nil && location.Query().Get("error") != "" && strings.HasPrefix(location.String(), back):
		query := location.Query()
		row.Verdict, row.Detail = signin.ProbeRefused, "the provider sent the browser back with an error"
		row.Remote = &fault.Remote{Code: proof.Visible(query.Get("error")), Text: proof.Visible(s.Redactor.Redact(query.Get("error_description")))}
	case reply.IsRedirect(), reply.OK():
		row.Verdict, row.Detail = signin.ProbeTaken, "the provider goes on to its sign-in page"
	default:
		row.Verdict = signin.ProbeUnclear
		row.Detail = fmt.Sprintf("the provider shows a page with HTTP %d: perhaps it does not know the client ID or the redirect URI %s", reply.Status, back)
	}
}

func alternative(label, field string, value any) *proof.Alternative {
	patch, err := json.Marshal(map[string]any{field: value})
	if err != nil {
		return nil
	}
	return &proof.Alternative{Label: label, Patch: patch}
}
