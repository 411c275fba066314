package response_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// TestSC21_BombsAreRefusedAndBounded: a hostile response costs no more memory
// than a large one of a healthy provider.
func TestSC21_BombsAreRefusedAndBounded(t *testing.T) {
	const wrap = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0">`
	entities := `<!DOCTYPE r [<!ENTITY a "` + strings.Repeat("x", 1000) + `">`
	for i := 'b'; i < 'k'; i++ {
		entities += fmt.Sprintf(`<!ENTITY %c "%s">`, i, strings.Repeat(fmt.Sprintf("&%c;", i-1), 10))
	}
	for name, text := range map[string]string{
		"entities":         entities + "]>" + wrap + "&j;</samlp:Response>",
		"an outside file":  `<!DOCTYPE r SYSTEM "file:///etc/passwd">` + wrap + "</samlp:Response>",
		"depth":            wrap + strings.Repeat("<a>", 300_000),
		"elements":         wrap + strings.Repeat("<a/>", 400_000) + "</samlp:Response>",
		"attributes":       wrap + "<a" + repeated(` a%d=""`, 100_000) + "/></samlp:Response>",
		"namespaces":       wrap + repeated(`<a xmlns:n%d="urn:x">`, 60_000),
		"one long text":    wrap + strings.Repeat("x", 1_500_000) + "</samlp:Response>",
		"one long comment": wrap + "<!--" + strings.Repeat("x", 1_500_000) + "--></samlp:Response>",
		"assertions":       wrap + strings.Repeat(`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>`, 9_000) + "</samlp:Response>",
		"signatures":       wrap + strings.Repeat(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>`, 9_000) + "</samlp:Response>",
	} {
		t.Run(name, func(t *testing.T) {
			a := post(text)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			report := validate(expected(), a)
			runtime.ReadMemStats(&after)
			if report.Verdict != proof.Failed || report.Identity != nil || len(report.Steps) != 35 {
				t.Errorf("%s, %d checks, %+v", report.Verdict, len(report.Steps), report.Identity)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
				t.Errorf("%d MiB were allocated in all", used>>20)
			}
		})
	}
}

func repeated(format string, n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}

// TestSC21_HugeFieldCostsNothing: 100 MB are refused by their length.
func TestSC21_HugeFieldCostsNothing(t *testing.T) {
	a := post("")
	a.Values.Set("SAMLResponse", strings.Repeat("PGEv", 25<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	report := validate(expected(), a)
	runtime.ReadMemStats(&after)
	if got := with(report, proof.Failed); got != "S01:too_large" || len(report.Steps) != 35 {
		t.Errorf("failed %q", got)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
}

// TestALargeResponseIsRight: 400 groups are a response of 48 kB, and 2,000 still
// pass, more elements than some libraries walk. Evidence has no room for those.
func TestALargeResponseIsRight(t *testing.T) {
	for _, n := range []int{400, 2_000} {
		c := craft()
		groups := repeated(`<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">cn=group-%d,ou=groups,dc=example,dc=com</saml:AttributeValue>`, n)
		c.add(attributes, `<saml:Attribute Name="memberOf">`+groups+`</saml:Attribute>`)
		c.sign(c.assertion(), keys().trusted).sign(c.root(), keys().trusted)
		report := validate(expected(), c.answer())
		if report.Verdict != proof.Passed {
			t.Fatalf("%d: %s %s", n, report.Verdict, with(report, proof.Failed))
		}
		kept := report.Identity.Attributes["memberOf"]
		if cut := strings.HasPrefix(kept[len(kept)-1], "… and "); cut != (n > 400) || len(kept) < 400 {
			t.Errorf("%d: %d kept", n, len(kept))
		}
	}
}

// TestSC21_AReportStaysSmall whatever the texts of a signed response are.
func TestSC21_AReportStaysSmall(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	for name, edit := range map[string]func(c *crafted){
		"NameID":    func(c *crafted) { c.text(nameID, long) },
		"format":    func(c *crafted) { c.set(nameID, "Format", long) },
		"qualifier": func(c *crafted) { c.set(nameID, "SPNameQualifier", long) },
		"attributes": func(c *crafted) {
			c.add(attributes, `<saml:Attribute Name="`+long+`"><saml:AttributeValue>`+long+`</saml:AttributeValue></saml:Attribute>`)
		},
		"groups": func(c *crafted) {
			c.add(attributes, `<saml:Attribute Name="memberOf">`+strings.Repeat("<saml:AttributeValue>"+long[:500]+"</saml:AttributeValue>", 1_500)+`</saml:Attribute>`)
		},
		"message": func(c *crafted) {
			c.set("Status/StatusCode", "Value", long).add("Status", "<samlp:StatusMessage>"+long+"</samlp:StatusMessage>")
		},
		"destination": func(c *crafted) { c.set("", "Destination", "http://127.0.0.1:47800/"+long) },
		"recipient":   func(c *crafted) { c.set(confirmationData, "Recipient", "http://"+long) },
		"audience":    func(c *crafted) { c.text(restriction+"/Audience", long) },
		"times":       func(c *crafted) { c.set(conditions, "NotBefore", long) },
		"condition":   func(c *crafted) { c.add(conditions, "<"+long+"/>") },
		"ID":          func(c *crafted) { c.set("Assertion", "ID", "_"+long) },
		"algorithm":   func(c *crafted) { c.add("Assertion", "") },
	} {
		c := craft()
		edit(c)
		s := keys().trusted
		if name == "algorithm" {
			s.method, s.digest, s.canonical = long, long, long
		}
		c.sign(c.assertion(), s)
		text, err := json.Marshal(validate(expected(), c.answer()))
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 128<<10 {
			t.Errorf("%s: the report has %d bytes", name, len(text))
		}
	}
}

// TestNothingIsShownThatMovesATerminal of what a response says.
func TestNothingIsShownThatMovesATerminal(t *testing.T) {
	c := craft().text(nameID, "ada\u202e@example.com").set("", "Destination", "http://x/\u2066")
	c.add(attributes, "<saml:Attribute Name=\"&lt;script&gt;\u202e\"><saml:AttributeValue>\u0085</saml:AttributeValue></saml:Attribute>")
	c.sign(c.assertion(), keys().trusted)
	if text := fmt.Sprintf("%+v", validate(expected(), c.answer())); strings.ContainsAny(text, "\u202e\u2066\u0085") {
		t.Error("a direction mark or control character is left")
	}
}

// FuzzValidate: whatever becomes of a signed response or an attack, the list is
// whole, and nobody but ada, with what was signed of her, is said to have signed
// in. A part is cut out, and text and a copy of another part are put in its place:
// the keys are new in every run, so what is fuzzed is the change.
func FuzzValidate(f *testing.F) {
	originals := signedTexts()
	for i := range originals {
		f.Add(uint8(i), uint16(0), uint16(0), uint16(0), uint16(0), []byte(nil))
	}
	f.Add(uint8(0), uint16(900), uint16(3), uint16(800), uint16(2000), []byte("<!-- x -->"))
	f.Add(uint8(1), uint16(300), uint16(0), uint16(400), uint16(3000), []byte(""))
	f.Fuzz(func(t *testing.T, which uint8, at, cut, from, length uint16, text []byte) {
		raw := originals[int(which)%len(originals)]
		copied := part(raw, from, length)
		raw = slices.Concat(part(raw, 0, at), text, copied, part(raw, at+cut, 65535))
		e := expected()
		own(&e)
		e.WantAssertionsSigned = false
		report := validate(e, post(string(raw)))
		if len(report.Steps) != 35 {
			t.Fatalf("%d checks", len(report.Steps))
		}
		if report.Identity == nil {
			return
		}
		mail := strings.Join(report.Identity.Attributes["mail"], ",")
		if report.Identity.NameID != "ada@example.com" || mail != "ada@example.com" || len(report.Identity.Attributes) != 2 {
			t.Fatalf("%q signs in %+v", raw, report.Identity)
		}
		if !libraryAccepts(t, e, post(string(bytes.TrimSpace(raw)))) {
			t.Fatalf("the library refuses %q", raw)
		}
	})
}

// signedTexts are right responses, and then the attacks.
func signedTexts() [][]byte {
	assertion, both := craft(), bothSigned()
	assertion.sign(assertion.assertion(), keys().trusted)
	answers := []signin.Answer{assertion.answer(), both.answer(), craft().sign(craft().root(), keys().trusted).answer()}
	for _, group := range [][]attack{wrappings(), wrappedAgain(), references(), algorithmAttacks(), contents()} {
		for _, a := range group {
			_, answer := a.build()
			answers = append(answers, answer)
		}
	}
	var texts [][]byte
	for _, a := range answers {
		raw, err := base64.StdEncoding.DecodeString(a.Values.Get("SAMLResponse"))
		if err != nil {
			panic(err)
		}
		texts = append(texts, raw)
	}
	return texts
}

// part is a piece of a text, as far as it goes.
func part(raw []byte, from, length uint16) []byte {
	start := min(int(from), len(raw))
	return raw[start:min(start+int(length), len(raw))]
}

// FuzzDelivery: the form field may hold anything.
func FuzzDelivery(f *testing.F) {
	f.Add("PHg+", "relay1", "POST")
	f.Add(" -_=", "", "GET")
	f.Fuzz(func(t *testing.T, field, state, method string) {
		a := post("")
		a.Values.Set("SAMLResponse", field)
		a.Values.Set("RelayState", state)
		a.Method = method
		if report := validate(expected(), a); report.Verdict != proof.Failed || report.Identity != nil {
			t.Errorf("%s", report.Verdict)
		}
	})
}
