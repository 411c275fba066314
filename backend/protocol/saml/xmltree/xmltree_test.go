package xmltree_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/saml/xmltree"
)

func reasonOf(t *testing.T, raw []byte, limits xmltree.Limits) xmltree.Reason {
	t.Helper()
	doc, err := xmltree.Parse(raw, limits)
	if err == nil {
		if doc.Root() == nil {
			t.Errorf("%.60q has no root", raw)
		}
		return ""
	}
	refused, ok := errors.AsType[*xmltree.Error](err)
	if !ok {
		t.Fatalf("%.60q: %v is a %T", raw, err, err)
	}
	if doc != nil || refused.Error() == "" {
		t.Errorf("%.60q: %v with %v", raw, refused, doc)
	}
	return refused.Reason
}

func TestParseRefusesWhatReadersDisagreeAbout(t *testing.T) {
	for raw, want := range map[string]xmltree.Reason{
		`<a/>`:                                  "",
		"\uFEFF<?xml version=\"1.0\"?>\n<a/>\n": "",
		`<?xml version="1.0" encoding="UTF-8"?><a/>`:    "",
		`<?xml version='1.0' encoding='utf-8' ?><a/>`:   "",
		`<a><!-- seen --><![CDATA[<b>]]>&amp;&#13;</a>`: "",
		`<p:a xmlns:p="urn:a" p:b="1" b="2"/>`:          "",
		`<a xml:lang="en"/>`:                            "",
		`<!DOCTYPE a><a/>`:                              xmltree.Doctype,
		`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`:      xmltree.Doctype,
		`<a>&b;</a>`:                                  xmltree.Malformed,
		`<a><?b c?></a>`:                              xmltree.ProcessingInstruction,
		`<?xml-stylesheet href="x"?><a/>`:             xmltree.ProcessingInstruction,
		` <?xml version="1.0"?><a/>`:                  xmltree.ProcessingInstruction,
		`<a><?xml version="1.0"?></a>`:                xmltree.ProcessingInstruction,
		`<?xml version="1.0" encoding="latin1"?><a/>`: xmltree.WrongEncoding,
		`<?xml version="1.0" encoding="UTF-16"?><a/>`: xmltree.WrongEncoding,
		`<?xml version="1.0" encoding?><a/>`:          xmltree.WrongEncoding,
		"<a>\xff</a>":                                 xmltree.WrongEncoding,
		"\xff\xfe<\x00a\x00/\x00>\x00":                xmltree.WrongEncoding,
		`<a/><b/>`:                                    xmltree.SeveralRoots,
		`<a/>text`:                                    xmltree.TextOutside,
		`text<a/>`:                                    xmltree.TextOutside,
		``:                                            xmltree.NoRoot,
		`<!-- only -->`:                               xmltree.NoRoot,
		`<a>`:                                         xmltree.Malformed,
		`</a>`:                                        xmltree.Malformed,
		`<a></b>`:                                     xmltree.Malformed,
		`<p:a xmlns:p="u"></q:a>`:                     xmltree.Malformed,
		"<a>\x00</a>":                                 xmltree.Malformed,
		`<a b="1" b="2"/>`:                            xmltree.DuplicateAttribute,
		`<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>`: xmltree.DuplicateAttribute,
		`<x::Root/>`:                  xmltree.Malformed,
		`<a ::b="x"/>`:                xmltree.Malformed,
		`<a: xmlns:a="u"/>`:           xmltree.BadNamespace,
		`<:a/>`:                       xmltree.BadNamespace,
		`<a :b="c"/>`:                 xmltree.BadNamespace,
		`<a xmlns:="u"/>`:             xmltree.BadNamespace,
		`<p:a/>`:                      xmltree.BadNamespace,
		`<a p:b="c"/>`:                xmltree.BadNamespace,
		`<a xmlns:p=""/>`:             xmltree.BadNamespace,
		`<a xmlns:xml="urn:mine"/>`:   xmltree.BadNamespace,
		`<a xmlns:xmlns="urn:mine"/>`: xmltree.BadNamespace,
		`<xmlns:a/>`:                  xmltree.BadNamespace,
		`<a xmlns:p="http://www.w3.org/2000/xmlns/"/>`:      xmltree.BadNamespace,
		`<a xmlns="http://www.w3.org/XML/1998/namespace"/>`: xmltree.BadNamespace,
		`<html><body><p>Sign in<br></body></html>`:          xmltree.Malformed,
	} {
		if got := reasonOf(t, []byte(raw), xmltree.Message()); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

// TestSC21_ParseStopsAtItsLimits before it has made a tree of what is too much.
func TestSC21_ParseStopsAtItsLimits(t *testing.T) {
	var many, spaces strings.Builder
	for i := 10; i < 75; i++ {
		fmt.Fprintf(&many, ` a%d=""`, i)
		fmt.Fprintf(&spaces, `<a xmlns:p%d="u" xmlns:q%d="u">`, i, i)
	}
	deep := strings.Repeat("<a>", 63)
	for name, test := range map[string]struct {
		raw  string
		want xmltree.Reason
	}{
		"depth":            {deep + "<a/>" + strings.Repeat("</a>", 63), ""},
		"too deep":         {deep + "<a><a/>", xmltree.TooDeep},
		"deep, never ends": {strings.Repeat("<a>", 500_000), xmltree.TooDeep},
		"elements":         {"<a>" + strings.Repeat("<a/>", 9_999) + "</a>", ""},
		"one more":         {"<a>" + strings.Repeat("<a/>", 10_000) + "</a>", xmltree.TooManyElements},
		"attributes":       {"<a" + many.String() + "/>", xmltree.TooManyAttributes},
		"in all":           {"<a>" + strings.Repeat("<a"+many.String()[:63*7]+"/>", 700) + "</a>", xmltree.TooManyAttributes},
		"namespaces":       {spaces.String(), xmltree.TooManyNamespaces},
		"entities": {
			`<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>`, xmltree.Doctype,
		},
	} {
		if got := reasonOf(t, []byte(test.raw), xmltree.Message()); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestSC21_HugeInputCostsNothing: 100 MB are refused by their length.
func TestSC21_HugeInputCostsNothing(t *testing.T) {
	huge := bytes.Repeat([]byte("<a>"), 100<<20/3)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if got := reasonOf(t, huge, xmltree.Message()); got != xmltree.TooLarge {
		t.Errorf("got %q", got)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("%d bytes were allocated", grown)
	}
}

func TestParseConvertsUTF16(t *testing.T) {
	limits := xmltree.Message()
	limits.AllowUTF16 = true
	const text = `<?xml version="1.0" encoding="UTF-16"?><a>größe 😀</a>`
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		raw := order.AppendUint16(nil, 0xFEFF)
		for _, unit := range utf16.Encode([]rune(text)) {
			raw = order.AppendUint16(raw, unit)
		}
		doc, err := xmltree.Parse(raw, limits)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := xmltree.Text(doc.Root()); got != "größe 😀" {
			t.Errorf("%v: %q", order, got)
		}
		for _, broken := range [][]byte{raw[:len(raw)-1], order.AppendUint16(raw, 0xD83D), order.AppendUint16(order.AppendUint16(raw, 0xD83D), 'a')} {
			if got := reasonOf(t, broken, limits); got != xmltree.WrongEncoding {
				t.Errorf("%v: %q", order, got)
			}
		}
	}
}

func TestFind(t *testing.T) {
	doc, err := xmltree.Parse([]byte(`<r xmlns="urn:a" xmlns:b="urn:b" b:ID="no" ID="yes">
		<x>one</x><b:x>foreign</b:x><y xmlns="urn:b"><x>deep</x></y><x> t<!-- c -->wo </x></r>`), xmltree.Message())
	if err != nil {
		t.Fatal(err)
	}
	root := doc.Root()
	var texts []string
	for _, el := range xmltree.Children(root, "urn:a", "x") {
		text, plain := xmltree.Text(el)
		texts = append(texts, fmt.Sprint(text, plain))
	}
	for _, el := range xmltree.Descendants(root, "urn:b", "x") {
		text, _ := xmltree.Text(el)
		texts = append(texts, text)
	}
	if diff := cmp.Diff([]string{"onetrue", "twofalse", "foreign", "deep"}, texts); diff != "" {
		t.Error(diff)
	}
	if id := xmltree.Value(root, "ID"); id != "yes" {
		t.Errorf("ID is %q", id)
	}
	if id, there := xmltree.AttributeIn(root, "urn:b", "ID"); id != "no" || !there {
		t.Errorf("b:ID is %q", id)
	}
	detached := xmltree.Detach(xmltree.Child(root, "urn:b", "x"))
	if !xmltree.Is(detached, "urn:b", "x") || detached.Parent() != nil {
		t.Errorf("detached as %+v", detached)
	}
	if !xmltree.Is(xmltree.Detach(xmltree.Child(xmltree.Child(root, "urn:b", "y"), "urn:b", "x")), "urn:b", "x") {
		t.Error("a default namespace got lost")
	}
	if _, there := xmltree.Attribute(nil, "ID"); there || xmltree.Child(nil, "", "a") != nil {
		t.Error("something was found in nothing")
	}
}

// FuzzParse: what is accepted says the same when it is written and read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<a/>`, `<?xml version="1.0"?><a xmlns:p="u" p:b='c'>&#13;<!-- x --><![CDATA[y]]></a>`,
		`<!DOCTYPE a><a/>`, `<a><?b?></a>`, `<x::Root/>`, "\xff\xfe<\x00a\x00/\x00>\x00", `<a b="" b=""/>`,
	} {
		f.Add([]byte(seed))
	}
	limits := xmltree.Limits{Bytes: 64 << 10, Depth: 32, Elements: 1000, Attributes: 16, AllowUTF16: true}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, err := xmltree.Parse(raw, limits)
		if err != nil {
			if _, ok := errors.AsType[*xmltree.Error](err); !ok {
				t.Fatalf("%v is a %T", err, err)
			}
			return
		}
		doc.WriteSettings.CanonicalText, doc.WriteSettings.CanonicalAttrVal = true, true
		first, err := doc.WriteToString()
		if err != nil {
			t.Fatal(err)
		}
		limits := limits
		limits.Bytes *= 8
		again, err := xmltree.Parse([]byte(first), limits)
		if err != nil {
			t.Fatalf("%q became %q: %v", raw, first, err)
		}
		again.WriteSettings = doc.WriteSettings
		if second, _ := again.WriteToString(); second != first {
			t.Errorf("%q became %q", first, second)
		}
	})
}
