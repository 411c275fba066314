package idp_test

import (
	"encoding/base64"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// metadataOf returns the metadata of the service provider of a draft.
func (f *fixture) metadataOf(t *testing.T, draft idp.Draft) string {
	t.Helper()
	doc, _, err := f.providers.SPMetadata(t.Context(), site, draft, false)
	if err != nil {
		t.Fatalf("%v %+v", err, fault.Of(err).Fields)
	}
	return string(doc)
}

// base64Of is a certificate as metadata has it.
func base64Of(t *testing.T, certificatePEM string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(certificatePEM))
	if block == nil {
		t.Fatalf("no certificate: %q", certificatePEM)
	}
	return base64.StdEncoding.EncodeToString(block.Bytes)
}

func withoutBlanks(text string) string { return strings.Join(strings.Fields(text), "") }

func TestTheKeyOfADraftIsTheOneThatIsSaved(t *testing.T) {
	f := newFixture(t)
	before := f.metadataOf(t, university())
	saved := f.save(t, university())
	if !strings.Contains(withoutBlanks(before), base64Of(t, saved.Settings.SPCertificatePEM)) {
		t.Error("the metadata that was handed out before holds another certificate")
	}
	if diff := cmp.Diff(before, f.metadataOf(t, saved.Draft())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"idp.key_made", "idp.saved"}, f.actions(t)); diff != "" {
		t.Error(diff)
	}
	second := university()
	second.Settings.Name = "Another"
	if other := f.save(t, second); other.Settings.SPCertificatePEM == saved.Settings.SPCertificatePEM {
		t.Error("another provider has the same key")
	}
}

func TestTheLockForgetsTheKeyOfADraft(t *testing.T) {
	f := newFixture(t)
	before := f.metadataOf(t, university())
	f.bus.Publish(event.Event{Name: "vault.locked"})
	if f.metadataOf(t, university()) == before {
		t.Error("it is still the same")
	}
}

func TestSavingAgainKeepsTheKey(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, university())
	bare := university() // as a document from elsewhere has it, without a certificate
	bare.ID, bare.Revision = saved.ID, saved.Revision
	bare.Settings.EmailAttribute = "mail"
	again := f.save(t, bare)
	if again.Settings.SPCertificatePEM != saved.Settings.SPCertificatePEM || !again.Infos.SPKey.Set {
		t.Error("it has another key")
	}
	cleared := again.Draft()
	cleared.Secrets.SPKey = secret.Input{Change: secret.Clear}
	if fresh := f.save(t, cleared); fresh.Settings.SPCertificatePEM == saved.Settings.SPCertificatePEM || !fresh.Infos.SPKey.Set {
		t.Error("a key that is cleared is not replaced")
	}
}

func TestAKeyAndItsCertificateBelongTogether(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, university())
	certificatePEM, key, err := saml.NewKey("desk", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	given := secret.Input{Change: secret.Set, Value: key}
	for _, tt := range []struct {
		name   string
		change func(*idp.Draft)
		field  string
	}{
		{"a certificate alone", func(d *idp.Draft) { d.Settings.SPCertificatePEM = certificatePEM }, "spCertificatePem"},
		{"a key for another certificate", func(d *idp.Draft) { d.Secrets.SPKey = given }, "spCertificatePem"},
		{"a key alone", func(d *idp.Draft) { d.Settings.SPCertificatePEM, d.Secrets.SPKey = "", given }, "spCertificatePem"},
		{"what is no key", func(d *idp.Draft) { d.Secrets.SPKey = set("hush") }, "spKeyPem"},
		{"a second certificate alone", func(d *idp.Draft) { d.Settings.SPNextCertificatePEM = certificatePEM }, "spNextKeyPem"},
	} {
		draft := saved.Draft()
		tt.change(&draft)
		if _, err := f.providers.Save(t.Context(), site, draft); !slices.Equal(fields(err), []string{tt.field}) {
			t.Errorf("%s: %v blames %v", tt.name, err, fields(err))
		}
		if review, err := f.providers.Review(t.Context(), site, draft); err != nil || review.Complete || review.Ready {
			t.Errorf("%s: the review says complete or ready, %v", tt.name, err)
		}
	}
	both := saved.Draft()
	both.Settings.SPCertificatePEM, both.Secrets.SPKey = certificatePEM, given
	if own := f.save(t, both); own.Settings.SPCertificatePEM != certificatePEM {
		t.Error("a key of one's own is not taken")
	}
}

// key opens a stored key.
func (f *fixture) key(t *testing.T, p idp.Provider, field string) string {
	t.Helper()
	var key string
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		value, err := tx.Secret(vault.SecretRef{Kind: idp.Kind, ID: p.ID, Field: field}, p.Settings.Destination(field))
		key = string(value.Reveal())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestARolloverEndsWithTheSecondKey(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, university())
	ctx := t.Context()
	if _, err := f.providers.FinishRollover(ctx, site, saved.ID, saved.Revision); !fault.HasCode(err, idp.CodeNoRollover) {
		t.Errorf("without a second key: %v", err)
	}
	begun, err := f.providers.BeginRollover(ctx, site, saved.ID, saved.Revision)
	if err != nil {
		t.Fatal(err)
	}
	if begun.Settings.SPCertificatePEM != saved.Settings.SPCertificatePEM || !begun.Infos.SPNextKey.Set {
		t.Errorf("%+v", begun.Infos)
	}
	doc := withoutBlanks(f.metadataOf(t, begun.Draft()))
	for _, certificate := range []string{begun.Settings.SPCertificatePEM, begun.Settings.SPNextCertificatePEM} {
		if !strings.Contains(doc, base64Of(t, certificate)) {
			t.Error("the metadata does not hold both certificates")
		}
	}
	if _, err := f.providers.BeginRollover(ctx, site, saved.ID, begun.Revision); !fault.HasCode(err, idp.CodeNoRollover) {
		t.Errorf("a second time: %v", err)
	}
	next := f.key(t, begun, signin.FieldSPNextKey)
	finished, err := f.providers.FinishRollover(ctx, site, saved.ID, begun.Revision)
	if err != nil {
		t.Fatal(err)
	}
	if finished.Settings.SPCertificatePEM != begun.Settings.SPNextCertificatePEM || finished.Settings.SPNextCertificatePEM != "" ||
		finished.Infos.SPNextKey.Set || f.key(t, finished, signin.FieldSPKey) != next {
		t.Errorf("%+v", finished.Infos)
	}
	if _, err := saml.ParsePair(finished.Settings.SPCertificatePEM, secret.FromString(next)); err != nil {
		t.Error(err)
	}
	want := []string{"idp.key_replaced", "idp.key_made", "idp.key_made", "idp.saved"}
	if diff := cmp.Diff(want, f.actions(t)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlySAMLHasKeysToChange(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, confidential("Staff"))
	if _, err := f.providers.BeginRollover(t.Context(), site, saved.ID, saved.Revision); !fault.HasCode(err, idp.CodeNoRollover) {
		t.Errorf("error %v", err)
	}
	if _, _, err := f.providers.SPMetadata(t.Context(), site, saved.Draft(), false); err == nil {
		t.Error("OpenID Connect has metadata of the service provider")
	}
}

func TestMetadataSaysWhatItLacks(t *testing.T) {
	f := newFixture(t)
	draft := university()
	_, findings, err := f.providers.SPMetadata(t.Context(), site, draft, true)
	if err != nil || len(findings) != 1 || !slices.Equal(findings[0].Fields, []string{"loopbackPort"}) {
		t.Errorf("without a port: %+v, %v", findings, err)
	}
	draft.Settings.LoopbackPort, draft.Settings.CallbackURL = 8123, ""
	doc, findings, err := f.providers.SPMetadata(t.Context(), site, draft, true)
	if err != nil || len(findings) != 1 || !slices.Equal(findings[0].Fields, []string{"callbackUrl"}) {
		t.Errorf("without a callback URL: %+v, %v", findings, err)
	}
	if !strings.Contains(string(doc), "http://127.0.0.1:8123/acs") {
		t.Errorf("it does not name the port: %s", doc)
	}
	if _, _, err := f.providers.SPMetadata(t.Context(), site, draft, false); !slices.Equal(fields(err), []string{"callbackUrl"}) {
		t.Errorf("without any: %v", err)
	}
}

func TestAReviewReadsPastedMetadata(t *testing.T) {
	r := newRehearsal(t)
	reading, err := r.providers.Read(t.Context(), site, idp.ProofRequest{Draft: r.draft(signin.SAML), Run: "run"})
	if err != nil || len(reading.Entities) != 1 || len(reading.Entities[0].Certificates) == 0 {
		t.Fatalf("%+v, %v", reading, err)
	}
	entity := reading.Entities[0]
	draft := r.draft(signin.SAML)
	draft.Settings.MetadataURL, draft.Settings.IDPEntityID = "", entity.EntityID
	draft.Settings.SSOURL = entity.SSOURL
	draft.Settings.SigningCertificates = []string{string(pem.EncodeToMemory(
		&pem.Block{Type: "CERTIFICATE", Bytes: entity.Certificates[0].Raw}))}
	saved := r.save(t, draft)
	review, err := r.providers.Review(t.Context(), site, saved.Draft())
	if err != nil || !review.Ready || !review.Complete || len(review.Certificates) != 1 || review.SPCertificate == nil {
		t.Fatalf("%+v, %v", review, err)
	}
	if got := review.Certificates[0]; got.From != "document" || !got.Equal(entity.Certificates[0]) {
		t.Errorf("%s, %s", got.From, got.Subject)
	}
	if review.ReturnsTo != "http://127.0.0.1:PORT/acs" {
		t.Errorf("it returns to %s", review.ReturnsTo)
	}
	ends, err := r.providers.Ends(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, end := range ends {
		kinds = append(kinds, string(end.Kind))
	}
	slices.Sort(kinds)
	if diff := cmp.Diff([]string{"signing", "spCertificate"}, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestAFormThatIsOutOfDateIsAConflict(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, university())
	begun, err := f.providers.BeginRollover(t.Context(), site, saved.ID, saved.Revision)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.providers.FinishRollover(t.Context(), site, saved.ID, begun.Revision); err != nil {
		t.Fatal(err)
	}
	for _, old := range []idp.Provider{saved, begun} {
		if _, err := f.providers.Save(t.Context(), site, old.Draft()); kindOf(err) != fault.Conflict {
			t.Errorf("error %v", err)
		}
	}
}

func TestMetadataIsKeptUpToABound(t *testing.T) {
	f := newFixture(t)
	draft := university()
	draft.Settings.MetadataURL, draft.Settings.MetadataXML = "", "<EntitiesDescriptor>"+strings.Repeat("<E/>", 20<<10)
	saved := f.save(t, draft)
	if got := f.get(t, saved.ID); got.Settings.MetadataXML != draft.Settings.MetadataXML {
		t.Errorf("%d bytes of it are left", len(got.Settings.MetadataXML))
	}
	draft.Settings.Name, draft.Settings.MetadataXML = "Federation", "<EntitiesDescriptor>"+strings.Repeat(" ", 3<<20)
	if _, err := f.providers.Save(t.Context(), site, draft); !slices.Equal(fields(err), []string{"metadataXml"}) {
		t.Errorf("of a whole federation: %v", err)
	}
	review, err := f.providers.Review(t.Context(), site, draft)
	if err != nil || review.Complete || !review.Ready {
		t.Errorf("complete %v, ready %v, %v", review.Complete, review.Ready, err)
	}
}
