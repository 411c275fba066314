package metadata_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/saml/metadata"
)

func TestAProviderIsReadWhole(t *testing.T) {
	signing, other := certificate(t, "signing"), certificate(t, "encryption")
	doc := document(`<Extensions><x:y xmlns:x="urn:x"/></Extensions>` + entity("https://idp.example/", `validUntil="2027-01-02T03:04:05Z" cacheDuration="PT1H"`,
		`<Extensions><mdui:UIInfo><mdui:DisplayName xml:lang="de">Anmeldung</mdui:DisplayName>`+
			`<mdui:DisplayName xml:lang="en">Sign-in</mdui:DisplayName></mdui:UIInfo></Extensions>`+
			keyDescriptor(` use="encryption"`, asBase64(other))+keyDescriptor(` use="signing"`, "\n  "+asBase64(signing)+"\n")+keyDescriptor("", asBase64(signing))+
			soap+redirect+post+
			`<NameIDFormat> urn:oasis:names:tc:SAML:2.0:nameid-format:persistent </NameIDFormat><!-- a comment --><?stylesheet?>`) +
		`<EntityDescriptor entityID="urn:sp"><SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/></EntityDescriptor>`)
	got, err := metadata.Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Entities) != 1 || got.Others != 1 {
		t.Fatalf("%d providers and %d others", len(got.Entities), got.Others)
	}
	e := got.Entities[0]
	if len(e.Certificates) != 1 || !e.Certificates[0].Equal(signing) {
		t.Errorf("%d certificates", len(e.Certificates))
	}
	e.Certificates = nil
	want := metadata.Entity{
		ID: "https://idp.example/", Name: "Sign-in", CacheDuration: "PT1H", ValidUntil: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC),
		SignOn: []metadata.Endpoint{
			{metadata.BindingRedirect, "https://idp.example/redirect"}, {metadata.BindingPost, "https://idp.example/post"},
		},
		NameIDFormats: []string{"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
}

func TestTheEarliestEndHolds(t *testing.T) {
	doc := `<EntitiesDescriptor ` + namespaces + ` validUntil="2026-02-01T00:00:00Z">` +
		entity("a", `validUntil="2026-03-01T00:00:00Z"`, redirect) +
		entity("b", `validUntil="2026-01-01T01:00:00"`, redirect) +
		entity("c", `validUntil="tomorrow"`, redirect) + `</EntitiesDescriptor>`
	got, err := metadata.Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	february := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for id, want := range map[string]time.Time{"a": february, "b": time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC), "c": february} {
		if e, ok := got.Find(id); !ok || !e.ValidUntil.Equal(want) {
			t.Errorf("%s until %s, want %s", id, e.ValidUntil, want)
		}
	}
}

// TestDirtIsReadAllTheSame, and said.
func TestDirtIsReadAllTheSame(t *testing.T) {
	c := certificate(t, "c")
	clean := document(entity("urn:idp:é", "", keyDescriptor("", asBase64(c))+post))
	tests := []struct {
		name, doc string
		problem   string
		without   bool // a certificate
	}{
		{name: "clean", doc: clean},
		{name: "byte order mark", doc: "\uFEFF" + clean},
		{name: "UTF-16", doc: asUTF16(strings.Replace(clean, `"1.0"?`, `"1.0" encoding="utf-16"?`, 1), binary.LittleEndian, true)},
		{name: "UTF-16, the other way round", doc: asUTF16(clean, binary.BigEndian, true)},
		{name: "UTF-16 without a mark", doc: asUTF16(clean, binary.LittleEndian, false)},
		{name: "Latin-1", doc: strings.Replace(strings.Replace(clean, `"1.0"?`, `"1.0" encoding="ISO-8859-1"?`, 1), "é", "\xe9", 1)},
		{
			name: "PEM lines inside", doc: strings.Replace(clean, asBase64(c), asPEM(c), 1),
			problem: "a certificate stands with its PEM lines where only its base64 belongs",
		},
		{name: "a broken certificate", doc: strings.Replace(clean, asBase64(c), "AAAA", 1), problem: "a certificate cannot be read", without: true},
		{
			name: "no certificate", doc: strings.Replace(clean, "<ds:X509Data>", "<!--", 1),
			problem: "a signing key has no certificate", without: true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := strings.Replace(tt.doc, "</ds:X509Data>", map[bool]string{true: "-->", false: "</ds:X509Data>"}[tt.name == "no certificate"], 1)
			got, err := metadata.Parse([]byte(doc))
			if err != nil {
				t.Fatal(err)
			}
			e, ok := got.Find("urn:idp:é")
			if !ok || e.SignOnURL(metadata.BindingPost) != "https://idp.example/post" || e.SignOnURL(metadata.BindingRedirect) != "" {
				t.Errorf("%+v", got)
			}
			if problem := strings.Join(e.Problems, "; "); problem != tt.problem {
				t.Errorf("the problem is %q", problem)
			}
			if without := len(e.Certificates) == 0; without != tt.without {
				t.Errorf("%d certificates", len(e.Certificates))
			}
		})
	}
}

func asUTF16(text string, order binary.ByteOrder, mark bool) string {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	out := make([]byte, 2*len(units))
	for i, unit := range units {
		order.PutUint16(out[2*i:], unit)
	}
	return string(out)
}

func TestWhatIsNoMetadataIsNamed(t *testing.T) {
	provider := entity("a", "", redirect)
	tests := map[string]struct {
		doc    string
		reason metadata.Reason
	}{
		"nothing":            {" \n", metadata.Empty},
		"a web page":         {"<!DOCTYPE html><html>", metadata.HTML},
		"XHTML":              {`<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml">`, metadata.HTML},
		"discovery":          {`{"issuer":"https://idp.example"}`, metadata.JSON},
		"a certificate":      {asPEM(certificate(t, "x")), metadata.PEM},
		"words":              {"not found", metadata.NotXML},
		"cut off":            {document(provider)[:200], metadata.NotXML},
		"ends crossed":       {strings.Replace(document(provider), "</IDPSSODescriptor>", "</x>", 1), metadata.NotXML},
		"a document type":    {`<!DOCTYPE x [<!ENTITY a "b">]>` + document(provider)[21:], metadata.Doctype},
		"an unknown entity":  {strings.Replace(document(provider), `"a"`, `"&a;"`, 1), metadata.NotXML},
		"unknown encoding":   {strings.Replace(document(provider), `"1.0"?`, `"1.0" encoding="ebcdic"?`, 1), metadata.Encoding},
		"another document":   {`<feed xmlns="urn:x"/>`, metadata.NotMetadata},
		"without namespace":  {`<EntityDescriptor entityID="a"/>`, metadata.NotMetadata},
		"a service provider": {document(`<EntityDescriptor entityID="sp"><SPSSODescriptor/></EntityDescriptor>`), metadata.NoProvider},
		"SAML 1.1 only":      {strings.Replace(document(provider), "urn:oasis:names:tc:SAML:2.0:protocol", "", 1), metadata.NoProvider},
		"too large":          {strings.Repeat(" ", metadata.MaxBytes+1), metadata.TooLarge},
		"too deep":           {document(strings.Repeat("<a>", 100)), metadata.TooDeep},
		"too many providers": {document(strings.Repeat(provider, 1001)), metadata.TooMany},
		"a long tag":         {document(`<a b="` + strings.Repeat(`'>`, 40<<10) + `"/>`), metadata.NotXML},
		"a long text":        {document(entity("a", "", "<NameIDFormat>"+strings.Repeat("x", 70<<10)+"</NameIDFormat>")), metadata.NotXML},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := metadata.Parse([]byte(tt.doc))
			var e *metadata.Error
			if !errors.As(err, &e) || e.Reason != tt.reason {
				t.Errorf("%v, want %s", err, tt.reason)
			}
		})
	}
}

// TestHostileMetadataCostsLittle: the limit of what a hostile server may cost is
// 32 MiB (SC-21).
func TestHostileMetadataCostsLittle(t *testing.T) {
	fill := func(unit string) func() string {
		return func() string { return document(strings.Repeat(unit, (metadata.MaxBytes-1024)/len(unit))) }
	}
	inside := func(unit string) func() string {
		n := (metadata.MaxBytes - 4096) / len(unit)
		return func() string { return document(entity("a", "", strings.Repeat(unit, n))) }
	}
	for name, build := range map[string]func() string{
		"elements":     fill("<a/>"),
		"open":         fill("<a>"),
		"attributes":   fill(`<a` + strings.Repeat(` a=""`, 13000) + `/>`),
		"namespaces":   fill(`<a xmlns:b="c"/>`),
		"endpoints":    inside(redirect),
		"formats":      inside("<NameIDFormat>a</NameIDFormat>"),
		"certificates": inside(keyDescriptor("", asBase64(certificate(t, "x")))),
		"a comment":    fill("<!--" + strings.Repeat("x", metadata.MaxBytes-2048) + "-->"),
		"a section":    fill("<![CDATA[" + strings.Repeat("x", metadata.MaxBytes-2048) + "]]>"),
	} {
		t.Run(name, func(t *testing.T) {
			doc := []byte(build())
			if peak := peakOf(t, func() { _, _ = metadata.Parse(doc) }); peak > 32<<20 {
				t.Errorf("%d MiB", peak>>20)
			}
		})
	}
}

// peakOf is how much more memory the heap held from the system at most: it is
// given back first, and later only slowly.
func peakOf(t *testing.T, do func()) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	debug.FreeOSMemory()
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	held := func(m runtime.MemStats) uint64 { return m.HeapSys - m.HeapReleased }
	return held(after) - min(held(after), held(before))
}

func ExampleParse() {
	doc, err := metadata.Parse([]byte(document(entity("https://idp.example/", "", redirect+post))))
	fmt.Println(doc.Entities[0].ID, doc.Entities[0].SignOnURL(metadata.BindingPost), err)
	// Output: https://idp.example/ https://idp.example/post <nil>
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(document(entity("a", `validUntil="2026-01-01T00:00:00Z"`, redirect+post))))
	f.Add([]byte("\xff\xfe<\x00"))
	f.Add([]byte("<!--"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, err := metadata.Parse(raw)
		if err == nil {
			if len(doc.Entities) == 0 {
				t.Error("neither a provider nor an error")
			}
			return
		}
		var e *metadata.Error
		if !errors.As(err, &e) {
			t.Errorf("%T: %v", err, err)
		}
	})
}
