package oauth_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/oauth"
)

func TestParseValue(t *testing.T) {
	for name, tt := range map[string]struct {
		body, reason string
		repeated     []string
		marked       bool
	}{
		"object":      {`{"a":1}`, "", nil, false},
		"mark":        {"\ufeff{}", "", nil, true},
		"repeated":    {`{"a":1,"b":{"c":1,"c":2},"a":2}`, "", []string{"a", "c"}, false},
		"same inside": {`{"a":{"a":{"a":1}}}`, "", nil, false},
		"empty":       {" \n", "empty", nil, false},
		"page":        {"<html>", "html", nil, false},
		"truncated":   {`{"a":[1,`, "truncated", nil, false},
		"garbage":     {`{"a":x}`, "not_json", nil, false},
		"two":         {`{}{}`, "not_json", nil, false},
		"UTF-16":      {"\xff\xfe{\x00", "encoding", nil, false},
		"deep":        {strings.Repeat("[", 40) + strings.Repeat("]", 40), "too_much", nil, false},
		"wide":        {"[0" + strings.Repeat(",0", 30_000) + "]", "too_much", nil, false},
	} {
		v, err := oauth.ParseValue([]byte(tt.body))
		var malformed *oauth.MalformedError
		if errors.As(err, &malformed); tt.reason == "" && err != nil || tt.reason != "" && (malformed == nil || malformed.Reason != tt.reason) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(tt.repeated, v.Repeated); diff != "" || v.Marked != tt.marked {
			t.Errorf("%s: %s marked %v", name, diff, v.Marked)
		}
	}
}

func TestFind(t *testing.T) {
	o, _, err := oauth.ParseObject([]byte(`{"a":{"b":[{"c":"x"},7]},"d.e":1,"f":null}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]any{"a.b.0.c": "x", "a.b.1": json.Number("7"), "d.e": json.Number("1"), "f": nil} {
		if got, ok := oauth.Find(o, path); !ok || got != want {
			t.Errorf("%s: %v, %v", path, got, ok)
		}
	}
	for _, path := range []string{"a.b.2", "a.b.-1", "a.b.x", "a.b.0.c.d", "g", "a..b", "f.g"} {
		if got, ok := oauth.Find(o, path); ok {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestDifference(t *testing.T) {
	for _, tt := range []struct{ want, got, words string }{
		{"https://a", "https://a/", "slash at the end"},
		{"https://a/", "https://a", "no slash"},
		{"https://A", "https://a", "upper and lower"},
		{"http://a", "https://a", "http and https"},
		{"https://a.example/x", "https://a.example/y", "character 19"},
		{"a", "b", ""},
	} {
		if words := oauth.Difference(tt.want, tt.got); !strings.Contains(words, tt.words) || tt.words == "" && words != "" {
			t.Errorf("%q, %q: %q", tt.want, tt.got, words)
		}
	}
}

// FuzzTokens: an answer is tokens, a refusal or malformed, and never two of them.
func FuzzTokens(f *testing.F) {
	for _, seed := range []string{
		`{"access_token":"a","token_type":"Bearer","expires_in":"3600"}`, `access_token=a&token_type=bearer`, `error=bad&error_description=x`,
		`{"error":"invalid_grant"}`, `{"error":{"code":1}}`, `{"access_token":7}`, `<html>`, "", "\ufeff{}", `{"expires_in":1e999,"access_token":"a"}`,
	} {
		f.Add("application/json", []byte(seed))
		f.Add("application/x-www-form-urlencoded", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		tokens, refused, err := oauth.ParseTokens(contentType, body)
		if (err != nil || refused.Code != "") && tokens.Access.IsSet() || err != nil && refused.Code != "" {
			t.Errorf("%v, %+v", err, refused)
		}
		if tokens.Expires < 0 || len(tokens.Access.Reveal()) > 64<<10 {
			t.Errorf("%s, %d bytes", tokens.Expires, len(tokens.Access.Reveal()))
		}
	})
}

// FuzzValue: what is read is what encoding/json reads, and nothing panics.
func FuzzValue(f *testing.F) {
	for _, seed := range []string{`{"issuer":"x","a":[1,2]}`, `{"a":1,"a":2}`, `[[[`, "\ufeff{}", `{"keys":[{}]}`, `"text"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := oauth.ParseValue(body)
		if err != nil {
			return
		}
		if !json.Valid([]byte(strings.TrimPrefix(string(body), "\ufeff"))) {
			t.Errorf("%q was read", body)
		}
		oauth.Find(v.JSON, "a.0.b")
	})
}
