package saml_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

// published is metadata with these children of the role.
func published(id, attributes, role string) string {
	return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="` + id + `" ` + attributes +
		`><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` + role + `</IDPSSODescriptor></EntityDescriptor>`
}

func keyOf(certificates ...*x509.Certificate) string {
	text := ""
	for _, c := range certificates {
		text += `<KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(c.Raw) +
			`</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`
	}
	return text
}

func service(binding, location string) string {
	return `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:` + binding + `" Location="` + location + `"/>`
}

func signer(t testing.TB, bits int, until time.Time) *x509.Certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return selfSigned(t, key, until)
}

// serve is a provider with https that answers as the handler says. Its authority
// is returned in PEM form.
func serve(t testing.TB, handler http.HandlerFunc) (address, caPEM string) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
}

func nextYear() time.Time { return time.Now().AddDate(1, 0, 0) }

func TestCheckOfAGoodProvider(t *testing.T) {
	certificate, key := spPair(t)
	good := signer(t, 2048, nextYear())
	var address, ca string
	address, ca = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/metadata", http.StatusFound)
			return
		}
		fmt.Fprint(w, published("urn:idp", "", keyOf(good)+service("HTTP-Redirect", address+"/sso")))
	})
	request := signin.Request{
		Settings: settings(func(s *signin.Settings) {
			s.MetadataURL, s.CAPEM, s.SPCertificatePEM, s.SignRequests = address+"/moved", ca, certificate, true
		}),
		Secrets: signin.Secrets{SPKey: key},
	}
	report := saml.Check(t.Context(), request)
	if report.Verdict == proof.Failed || report.Target != "urn:idp" || report.Subject != "saml" || report.Level != signin.LevelCheck ||
		report.ConfigHash != request.Settings.Hash() {
		t.Errorf("%s %+v\n%s", report.Verdict, report, show(report))
	}
	var names []string
	for _, s := range report.Steps {
		names = append(names, s.Name)
	}
	want := "settings resolve connect tls metadata entity endpoint requests S13 S16 S19 sp_key callback S34"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if step(t, report, "tls").TLS == nil || step(t, report, "endpoint").TLS != nil {
		t.Error("the evidence of TLS is not there, or there twice")
	}
}

// TestAHostileEntityIDHeadsNoReport: no line break, no control character and
// nothing endless stands in the heading, which is stored and shown everywhere.
func TestAHostileEntityIDHeadsNoReport(t *testing.T) {
	good := signer(t, 2048, nextYear())
	for id, want := range map[string]string{
		"urn:a&#10;&#x2713; S01 passed": "urn:a \u2713 S01 passed",
		"urn:\u202eb":                   `urn:\u202eb`,
		"urn:c&#x9b;2J":                 `urn:c\u009b2J`,
		strings.Repeat("d", 3000):       strings.Repeat("d", 1024) + " ...",
	} {
		report := saml.Check(t.Context(), signin.Request{Settings: settings(func(s *signin.Settings) {
			s.MetadataXML = published(id, "", keyOf(good)+service("HTTP-Redirect", "https://127.0.0.1:1/sso"))
		})})
		if report.Target != want {
			t.Errorf("%.60q is headed %.60q", id, report.Target)
		}
	}
}

// TestCheckFindsWhatIsWrong, each in its own step.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	good, old, weak := signer(t, 2048, nextYear()), signer(t, 2048, time.Now().Add(-time.Hour)), signer(t, 1024, nextYear())
	soon := signer(t, 2048, time.Now().AddDate(0, 0, 7))
	const sso = "https://127.0.0.1:1/sso"
	redirect := service("HTTP-Redirect", sso)
	tests := map[string]struct {
		doc    string
		edit   func(*signin.Settings)
		step   string
		code   string
		reason string
		want   proof.Verdict
	}{
		"a web page":            {"<!doctype html><html>", nil, "metadata", signin.CodeMetadataInvalid, "html", proof.Failed},
		"pretending HTTP 404":   {"404", nil, "metadata", signin.CodeMetadataInvalid, "http_status", proof.Failed},
		"no certificate":        {published("urn:idp", "", redirect), nil, "S13", signin.CodeMetadataInvalid, "no_certificate", proof.Failed},
		"an expired one":        {published("urn:idp", "", keyOf(old)+redirect), nil, "S13", signin.CodeCertificateExpired, "expired", proof.Warned},
		"one that soon expires": {published("urn:idp", "", keyOf(soon)+redirect), nil, "S13", signin.CodeCertificateExpired, "expires_soon", proof.Warned},
		"a weak key":            {published("urn:idp", "", keyOf(weak)+redirect), nil, "S16", signin.CodeCheckFailed, "weak_key", proof.Warned},
		"out of date":           {published("urn:idp", `validUntil="2020-01-01T00:00:00Z"`, keyOf(good)+redirect), nil, "S34", signin.CodeMetadataInvalid, "expired", proof.Failed},
		"PEM lines inside": {
			strings.Replace(published("urn:idp", "", keyOf(good)+redirect), base64.StdEncoding.EncodeToString(good.Raw), asPEM(good), 1),
			nil, "metadata", signin.CodeMetadataInvalid, "dirty", proof.Warned,
		},
		"another entity": {
			published("urn:idp", "", keyOf(good)+redirect), func(s *signin.Settings) { s.IDPEntityID = "urn:idp/" },
			"entity", signin.CodeIssuerMismatch, "entity_not_found", proof.Failed,
		},
		"several entities": {
			`<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">` + published("urn:a", "", redirect) + published("urn:b", "", redirect) + `</EntitiesDescriptor>`,
			nil, "entity", signin.CodeMetadataInvalid, "several_entities", proof.Failed,
		},
		"no endpoint": {published("urn:idp", "", keyOf(good)+service("SOAP", sso)), nil, "endpoint", signin.CodeMetadataInvalid, "no_endpoint", proof.Failed},
		"another binding": {
			published("urn:idp", "", keyOf(good)+redirect), func(s *signin.Settings) { s.SSOBinding = signin.Post },
			"endpoint", signin.CodeMetadataInvalid, "binding_not_offered", proof.Failed,
		},
		"an endpoint in clear": {
			published("urn:idp", "", keyOf(good)+service("HTTP-POST", "http://idp.example/sso")), nil,
			"endpoint", signin.CodeCheckFailed, "unsafe_endpoint", proof.Failed,
		},
		"an endpoint that nobody answers at": {published("urn:idp", "", keyOf(good)+redirect), nil, "endpoint", "net.refused", "", proof.Failed},
		"another NameID": {
			published("urn:idp", "", keyOf(good)+redirect+"<NameIDFormat>urn:f</NameIDFormat>"), func(s *signin.Settings) { s.NameIDFormat = "urn:g" },
			"S19", signin.CodeCheckFailed, "name_id_format", proof.Warned,
		},
		"a rollover": {
			published("urn:idp", "", keyOf(good, soon)+redirect), func(s *signin.Settings) { s.SigningCertificates = []string{asPEM(good)} },
			"S34", signin.CodeCheckFailed, "new_certificate", proof.Warned,
		},
		"a text and another certificate": {
			published("urn:idp", "", keyOf(good)+redirect), func(s *signin.Settings) {
				s.MetadataURL, s.MetadataXML = "", published("urn:idp", "", keyOf(good)+redirect)
				s.SigningCertificates = []string{asPEM(good), asPEM(soon)}
			},
			"S34", signin.CodeCheckFailed, "old_certificate", proof.Warned,
		},
		"a key that nobody keeps": {
			published("urn:idp", "", keyOf(good)+redirect), func(s *signin.Settings) { s.SignRequests = true },
			"requests", signin.CodeCheckFailed, "key_of_this_run", proof.Warned,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			address, ca := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.doc == "404" {
					w.WriteHeader(http.StatusNotFound)
				}
				fmt.Fprint(w, tt.doc)
			})
			report := saml.Check(t.Context(), signin.Request{Settings: settings(func(s *signin.Settings) {
				s.MetadataURL, s.CAPEM = address, ca
				if tt.edit != nil {
					tt.edit(s)
				}
			})})
			got := step(t, report, tt.step)
			if got.Verdict != tt.want || got.Finding == nil || got.Finding.Code != tt.code || got.Finding.Reason != tt.reason {
				t.Errorf("%+v %+v\n%s", got, got.Finding, show(report))
			}
		})
	}
}

// TestAHostileServerOfMetadataIsBounded: it costs its deadline, and no memory.
func TestAHostileServerOfMetadataIsBounded(t *testing.T) {
	filler := strings.Repeat("<a/>", 256<<10)
	tests := map[string]struct {
		handler http.HandlerFunc
		code    string
		reason  string
	}{
		"100 MB, announced": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "104857600")
			fmt.Fprint(w, filler)
		}, signin.CodeMetadataInvalid, "too_large"},
		"without an end": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := fmt.Fprint(w, filler); err != nil {
					return
				}
			}
		}, signin.CodeMetadataInvalid, "too_large"},
		"redirects without end": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/next", http.StatusFound)
		}, signin.CodeMetadataInvalid, "redirected"},
		"redirect to another server": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://127.0.0.1:1/", http.StatusFound)
		}, signin.CodeMetadataInvalid, "redirected"},
		"redirect to clear text": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://"+r.Host+"/", http.StatusFound)
		}, signin.CodeMetadataInvalid, "redirected"},
		"hangs up": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "net.closed", ""},
		"silent": {func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
		}, "net.timeout", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			address, ca := serve(t, tt.handler)
			reading := saml.Read(t.Context(), signin.Request{Settings: settings(func(s *signin.Settings) {
				s.MetadataURL, s.CAPEM = address, ca
				if tt.code == "net.timeout" { // the others need not be quick
					s.TimeoutSeconds = 1
				}
			})})
			got := step(t, reading.Report, "metadata")
			if got.Finding == nil || got.Finding.Code != tt.code || got.Finding.Reason != tt.reason || len(reading.Entities) > 0 {
				t.Errorf("%+v\n%s", got.Finding, show(reading.Report))
			}
			for _, field := range got.Finding.Fields {
				if field != "metadataUrl" {
					t.Errorf("blames %s", field)
				}
			}
		})
	}
}

// TestReadOffersEachProvider of a federation, and takes over a single one.
func TestReadOffersEachProvider(t *testing.T) {
	good := signer(t, 2048, nextYear())
	doc := `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">` +
		published("urn:a", "", keyOf(good)+service("HTTP-POST", "https://a.example/sso")) + published("urn:b", "", "") + `</EntitiesDescriptor>`
	reading := saml.Read(t.Context(), signin.Request{Settings: signin.Settings{Type: signin.SAML, MetadataXML: doc}})
	if len(reading.Entities) != 2 || reading.Patch != nil {
		t.Fatalf("%+v\n%s", reading, show(reading.Report))
	}
	want := `{"idpEntityId":"urn:a","signingCertificates":["` + strings.ReplaceAll(strings.TrimSpace(asPEM(good)), "\n", `\n`) +
		`"],"ssoBinding":"post","ssoUrl":"https://a.example/sso"}`
	if got := string(reading.Entities[0].Patch); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := string(reading.Entities[1].Patch); got != `{"idpEntityId":"urn:b"}` {
		t.Error(got)
	}
	nothing := saml.Read(t.Context(), signin.Request{Settings: signin.Settings{Type: signin.SAML}})
	if nothing.Report.Verdict != proof.Failed || nothing.Report.Steps[0].Finding == nil {
		t.Errorf("%+v", nothing.Report)
	}
}

// TestCheckGoesOnWhereItCan: a metadata address that nobody answers at leaves
// what is entered to be looked at.
func TestCheckGoesOnWhereItCan(t *testing.T) {
	old := signer(t, 2048, time.Now().Add(-time.Hour))
	dead := "https://127.0.0.1:1/metadata"
	verdicts := func(edit func(*signin.Settings)) string {
		report := saml.Check(t.Context(), signin.Request{Settings: settings(edit)})
		var all []string
		for _, s := range report.Steps {
			all = append(all, s.Name+"="+string(s.Verdict))
		}
		return strings.Join(all, " ")
	}
	for name, tt := range map[string]struct {
		edit func(*signin.Settings)
		want string
	}{
		"nothing else known": {
			func(s *signin.Settings) { s.MetadataURL = dead },
			"settings=passed resolve=passed connect=failed tls=skipped metadata=skipped entity=skipped endpoint=skipped requests=skipped " +
				"S13=skipped S16=skipped S19=passed sp_key=not_applicable",
		},
		"a certificate entered": {
			func(s *signin.Settings) { s.MetadataURL, s.SigningCertificates = dead, []string{asPEM(old)} },
			"settings=passed resolve=passed connect=failed tls=skipped metadata=skipped entity=skipped endpoint=skipped requests=skipped " +
				"S13=warned S16=passed S19=passed sp_key=not_applicable",
		},
		"a text to choose from": {
			func(s *signin.Settings) {
				s.MetadataXML = `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">` + published("urn:a", "", "") + published("urn:b", "", "") + `</EntitiesDescriptor>`
			},
			"settings=passed metadata=passed entity=failed endpoint=skipped requests=skipped S13=failed",
		},
		"a single sign-on address that nobody answers at": {
			func(s *signin.Settings) {
				s.IDPEntityID, s.SSOURL, s.SigningCertificates = "urn:idp", dead, []string{asPEM(old)}
			},
			"settings=passed resolve=passed connect=failed tls=skipped metadata=not_applicable entity=passed endpoint=skipped requests=not_applicable S13=warned",
		},
	} {
		if got := verdicts(tt.edit); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s:\n%s, want\n%s", name, got, tt.want)
		}
	}
}
