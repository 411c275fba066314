package saml_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/build/peers"
)

// TestSignInWithAnotherImplementation: what npm's samlp signs and encrypts is
// taken, and what does not satisfy the settings fails where it should.
func TestSignInWithAnotherImplementation(t *testing.T) {
	certificate, key := spPair(t)
	keys := func(s *signin.Settings) { s.SPCertificatePEM = certificate }
	tests := []struct {
		name   string
		peer   peers.SAMLOptions
		edit   func(*signin.Settings)
		failed string // steps
	}{
		{name: "assertion signed", peer: peers.SAMLOptions{SignAssertion: true}},
		{
			name: "assertion signed, by HTTP-POST", peer: peers.SAMLOptions{SignAssertion: true},
			edit: func(s *signin.Settings) { s.SSOBinding = signin.Post },
		},
		{
			name: "response signed", peer: peers.SAMLOptions{SignResponse: true},
			edit: func(s *signin.Settings) { s.WantAssertionsSigned, s.WantResponseSigned = new(false), true },
		},
		{
			name: "both signed", peer: peers.SAMLOptions{SignAssertion: true, SignResponse: true},
			edit: func(s *signin.Settings) { s.WantResponseSigned = true },
		},
		{name: "AES-256-GCM", peer: peers.SAMLOptions{SignAssertion: true, EncryptFor: certificate}, edit: keys},
		{
			name: "AES-256-CBC, response signed too", edit: keys,
			peer: peers.SAMLOptions{SignAssertion: true, SignResponse: true, EncryptFor: certificate, Encryption: "http://www.w3.org/2001/04/xmlenc#aes256-cbc"},
		},
		{
			name: "signed requests", peer: peers.SAMLOptions{SignAssertion: true, Requests: certificate},
			edit: func(s *signin.Settings) { keys(s); s.SignRequests = true },
		},
		{
			name: "signed requests, by HTTP-POST", peer: peers.SAMLOptions{SignAssertion: true, Requests: certificate},
			edit: func(s *signin.Settings) { keys(s); s.SignRequests, s.SSOBinding = true, signin.Post },
		},
		{name: "nothing signed", peer: peers.SAMLOptions{}, failed: "S11"},
		{
			name: "refused", failed: "S04",
			peer: peers.SAMLOptions{Error: &peers.SAMLError{Code: "urn:oasis:names:tc:SAML:2.0:status:Responder", Description: "no"}},
		},
		{name: "another audience", peer: peers.SAMLOptions{SignAssertion: true, Audience: "urn:other"}, failed: "S24"},
		{name: "encrypted for nobody here", peer: peers.SAMLOptions{SignAssertion: true, EncryptFor: certificate}, failed: "S10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			peer := peers.RunSAMLProvider(t, tt.peer)
			s := settings(func(s *signin.Settings) {
				s.MetadataURL = peer.MetadataURL()
				if tt.edit != nil {
					tt.edit(s)
				}
			})
			request := signin.Request{Settings: s}
			if s.SPCertificatePEM != "" {
				request.Secrets.SPKey = key.Clone()
			}
			report := signInAt(t, peer, request)
			if got := failedSteps(report); got != tt.failed {
				t.Fatalf("failed: %q, want %q\n%s", got, tt.failed, show(report))
			}
			if tt.failed != "" {
				if report.Identity != nil {
					t.Errorf("somebody is signed in: %+v", report.Identity)
				}
				return
			}
			if report.Identity == nil || report.NameID != "ada" || report.Email != "ada@example.com" || report.Target != peer.EntityID() {
				t.Errorf("%+v at %s\n%s", report.Identity, report.Target, show(report))
			}
		})
	}
}

// signInAt has Ada sign in.
func signInAt(t *testing.T, peer *peers.SAMLProvider, r signin.Request) proof.Report {
	t.Helper()
	attempt, stopped := saml.Begin(t.Context(), r, at())
	if stopped != nil {
		t.Fatalf("it did not begin:\n%s", show(*stopped))
	}
	opening := attempt.Opening()
	posted, err := peer.SignIn(opening.URL, opening.Form, "ada")
	if err != nil {
		t.Fatalf("%v\n%s", err, peer.Log())
	}
	if posted.To != acs {
		t.Errorf("the response goes to %s", posted.To)
	}
	if !attempt.Accepts(posted.Form) {
		t.Error("the answer is not accepted")
	}
	return attempt.Finish(t.Context(), signin.Answer{Values: posted.Form, Location: acs, Method: "POST"})
}

// TestCheckAndReadAnotherImplementation without a sign-in.
func TestCheckAndReadAnotherImplementation(t *testing.T) {
	certificate, _ := spPair(t)
	peer := peers.RunSAMLProvider(t, peers.SAMLOptions{Requests: certificate})
	request := signin.Request{Settings: settings(func(s *signin.Settings) { s.MetadataURL = peer.MetadataURL() })}
	report := saml.Check(t.Context(), request)
	if got := failedSteps(report); got != "requests" {
		t.Errorf("failed: %q\n%s", got, show(report))
	}
	reading := saml.Read(t.Context(), request)
	wantVerdict(t, reading.Report, proof.Passed)
	if len(reading.Entities) != 1 || reading.Entities[0].SSOURL != peer.SSOURL() || !reading.Entities[0].WantsSigned || reading.Patch == nil {
		t.Errorf("%+v", reading.Entities)
	}
	probe := saml.Probe(t.Context(), request)
	got := map[string]signin.ProbeVerdict{}
	for _, row := range probe.Rows {
		got[row.Setting+"="+row.Value] = row.Verdict
	}
	want := map[string]signin.ProbeVerdict{
		"nameIdFormat=": signin.ProbeRefused, "nameIdFormat=urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress": signin.ProbeRefused,
		"ssoBinding=redirect": signin.ProbeRefused, "ssoBinding=post": signin.ProbeRefused, "signRequests=false": signin.ProbeRefused,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff, probe.Finding)
	}
}

// TestProbeFindsThatRequestsMustBeSigned.
func TestProbeFindsThatRequestsMustBeSigned(t *testing.T) {
	certificate, key := spPair(t)
	peer := peers.RunSAMLProvider(t, peers.SAMLOptions{Requests: certificate})
	request := signin.Request{
		Settings: settings(func(s *signin.Settings) { s.MetadataURL, s.SPCertificatePEM = peer.MetadataURL(), certificate }),
		Secrets:  signin.Secrets{SPKey: key},
	}
	for _, row := range saml.Probe(t.Context(), request).Rows {
		if row.Setting != "signRequests" {
			continue
		}
		switch {
		case row.Current && (row.Verdict != signin.ProbeRefused || row.Remote == nil || row.Remote.Text != "The request is not signed."):
			t.Errorf("%+v", row)
		case !row.Current && (row.Verdict != signin.ProbeUnclear || row.Alternative == nil || string(row.Alternative.Patch) != `{"signRequests":true}`):
			t.Errorf("%+v", row)
		}
	}
}
