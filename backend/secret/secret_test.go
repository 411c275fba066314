package secret_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"patchbay/backend/secret"
)

const canary = "hunter2-canary"

type exported struct{ Password secret.Text }

type unexported struct{ password secret.Text }

type pointer struct{ password *secret.Text }

func shapes() map[string]any {
	text := secret.FromString(canary)
	return map[string]any{
		"value":            text,
		"pointer":          &text,
		"exported field":   exported{text},
		"unexported field": unexported{text},
		"pointer field":    pointer{&text},
		"slice":            []secret.Text{text},
		"map":              map[string]secret.Text{"password": text},
	}
}

func TestNoVerbShowsIt(t *testing.T) {
	for name, shape := range shapes() {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
			got := fmt.Sprintf(verb, shape)
			hex := fmt.Sprintf("%x", canary)
			if strings.Contains(got, canary) || strings.Contains(strings.ToLower(got), hex) {
				t.Errorf("%s with %s shows the secret: %s", name, verb, got)
			}
		}
	}
}

func TestNoLogShowsIt(t *testing.T) {
	for name, shape := range shapes() {
		var out bytes.Buffer
		slog.New(slog.NewTextHandler(&out, nil)).Info("saved", "value", shape)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("saved", "value", shape)
		if strings.Contains(out.String(), canary) {
			t.Errorf("%s in a log shows the secret: %s", name, out.String())
		}
	}
}

func TestEveryEncoderRefuses(t *testing.T) {
	text := secret.FromString(canary)
	encoders := map[string]func() ([]byte, error){
		"json":     func() ([]byte, error) { return json.Marshal(exported{text}) },
		"json key": func() ([]byte, error) { return json.Marshal([]any{text}) },
		"xml":      func() ([]byte, error) { return xml.Marshal(exported{text}) },
		"gob": func() ([]byte, error) {
			var out bytes.Buffer
			err := gob.NewEncoder(&out).Encode(exported{text})
			return out.Bytes(), err
		},
	}
	for name, encode := range encoders {
		out, err := encode()
		if err == nil {
			t.Errorf("%s encoded a secret: %s", name, out)
		}
		if bytes.Contains(out, []byte(canary)) {
			t.Errorf("%s shows the secret", name)
		}
	}
}

func TestWipeReachesEveryCopy(t *testing.T) {
	text := secret.FromString(canary)
	same, clone := text, text.Clone()
	text.Wipe()
	if !bytes.Equal(same.Reveal(), make([]byte, len(canary))) {
		t.Error("a copy still holds the bytes")
	}
	if string(clone.Reveal()) != canary {
		t.Error("the clone was wiped too")
	}
}

func TestEqual(t *testing.T) {
	a, b := secret.FromString("a"), secret.FromString("b")
	if !a.Equal(secret.FromString("a")) || a.Equal(b) || a.Equal(secret.Text{}) {
		t.Error("Equal compares wrongly")
	}
	if !(secret.Text{}).Equal(secret.FromString("")) {
		t.Error("two unset secrets differ")
	}
}
