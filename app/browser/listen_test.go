package browser_test

import (
	"testing"

	"patchbay/app/browser"
	"patchbay/backend/fault"
)

func TestSC17_OnlyLoopbackIsListenedOn(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0", "localhost:8080", browser.DefaultListen} {
		if err := browser.CheckListen(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{
		"", ":0", ":8080", "127.0.0.1", "0.0.0.0:0", "[::]:0", "192.0.2.1:80", "example.com:80", "127.0.0.1:http",
		"127.0.0.1:70000", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1:01", "localhost.:80", "127.1:80", "*:80", "http://127.0.0.1:80",
	} {
		if err := browser.CheckListen(address); !fault.HasCode(err, browser.CodeListenInvalid) {
			t.Errorf("%q: got %v, want a refusal", address, err)
		}
	}
}
