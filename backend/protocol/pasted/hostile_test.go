package pasted_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"patchbay/backend/protocol/pasted"
	"patchbay/backend/protocol/signin"
)

func har(entries string) string {
	return `{"log":{"version":"1.2","creator":{"name":"x"},"pages":[{"id":"p"}],"entries":[` + entries + `]}}`
}

func quote(text string) string {
	doc, _ := json.Marshal(text) // a string always marshals
	return string(doc)
}

func deflated() string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // the level is valid
	_, _ = w.Write([]byte(document))                   // to memory
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// TestHostileTextsCostLittle: a text that was handed on by somebody else costs no
// more than a few times its size, whatever it looks like.
func TestHostileTextsCostLittle(t *testing.T) {
	const size, most = 2 << 20, 13 // times the size
	fill := func(head, part, tail string) string {
		return head + strings.Repeat(part, (size-len(head)-len(tail))/len(part)) + tail
	}
	for name, text := range map[string]string{
		"many parameters":         fill("https://a.example/?", "a&", ""),
		"many codes":              fill("", "code=a&", ""),
		"many lines":              fill("code:\n", "a\n", ""),
		"many names":              fill("", "code:\n", ""),
		"many entries":            fill(`{"log":{"entries":[`, `{},`, "{}]}}"),
		"many parameters in HAR":  fill(`{"log":{"entries":[{"request":{"url":"https://a/","postData":{"params":[`, `{},`, "{}]}}}]}}"),
		"many pairs in a trace":   fill(`{"requests":[{"url":"https://a/","post":[`, `["",""],`, `["",""]]}]}`),
		"many members of a trace": fill(`{"requests":[{"url":"https://a/","post":{`, `"a":[],`, `"a":[]}}]}`),
		"many values in a trace":  fill(`{"requests":[{"url":"https://a/","post":{"code":[`, `"",`, `""]}}]}`),
		"many members":            fill(`{`, `"a":1,`, `"a":1}`),
		"deep":                    fill(`{"a":`, `[`, ""),
		"many inputs":             fill("<", "<input", ""),
		"open quotes":             fill("<", `<input name="`, ""),
		"many words":              fill("curl https://a/ ", "a ", ""),
		"blanks":                  fill("x", " \n", "x"),
		"base64":                  fill("PHNhbWxwOl", "AAAA", ""),
		"XML that never begins":   fill("<!--", "-", ""),
	} {
		var before, after runtime.MemStats
		raw := []byte(text)
		runtime.ReadMemStats(&before)
		_, _ = pasted.Read(raw, signin.SAML) // whether it is readable is not the point
		runtime.ReadMemStats(&after)
		if cost := after.TotalAlloc - before.TotalAlloc; cost > most*size {
			t.Errorf("%s: %d MiB were allocated in all for %d MiB", name, cost>>20, size>>20)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", callback + "?code=c&state=s", "code=c", encoded(), document, deflated(), "SAMLResponse:\n" + encoded(),
		har(`{"request":{"method":"POST","url":"` + acs + `","postData":{"text":"SAMLResponse=x"}}}`),
		`{"requests":[{"url":"https://a/","post":[["a"]]}]}`, `<form action="//x"><input name=code value=c><input =>`, `curl ''`, `"`, "'", "\xff\xfe",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, kind := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
			answer, err := pasted.Read(text, kind)
			if err != nil {
				continue
			}
			if kind == signin.SAML && !answer.Values.Has("SAMLResponse") {
				t.Errorf("an answer without a response: %v", answer)
			}
			if kind != signin.SAML && !answer.Values.Has("code") && !answer.Values.Has("error") {
				t.Errorf("an answer without code or error: %v", answer)
			}
			if !answer.ByHand {
				t.Error("it does not say that it came by hand")
			}
		}
	})
}
