//go:build production || dev || bindings

package desktop_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"patchbay/app/desktop"
	"patchbay/backend/fault"
)

// These tests look at what is handed to Wails; the window itself is opened by
// the end-to-end tests.

const canary = "CANARY-p4ssw0rd-7f3a"

func TestSC25_WailsLogsNoArguments(t *testing.T) {
	var out bytes.Buffer
	s := desktop.Silent(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	message := `process message error: C{"args":["` + canary + `"]}`
	for _, log := range []func(string){s.Print, s.Trace, s.Debug, s.Info, s.Warning, s.Error} {
		log(message)
	}
	if strings.Contains(out.String(), canary) || !strings.Contains(out.String(), "reported an error") {
		t.Errorf("got %s", out.String())
	}
}

func TestErrorsReachThePageAsFaults(t *testing.T) {
	for _, err := range []error{
		fault.New(fault.Locked, "vault.locked", "the vault is locked").WithHint("unlock it"),
		errors.New(canary),
	} {
		text, ok := desktop.FormatError(err).(string)
		var got fault.Fault
		if !ok || json.Unmarshal([]byte(text), &got) != nil || got.Code == "" {
			t.Errorf("%v: got %v", err, text)
		}
		if strings.Contains(text, canary) {
			t.Error("the cause is shown")
		}
	}
}

func TestTheWindowIsClosedToForeignPages(t *testing.T) {
	o := desktop.New().WailsOptions(desktop.Options{})
	if o.BindingsAllowedOrigins != "" || o.EnableDefaultContextMenu || o.DragAndDrop.EnableFileDrop || !o.DragAndDrop.DisableWebViewDrop {
		t.Error("the window is open to more than its own page")
	}
	answer := httptest.NewRecorder()
	desktop.Secured(http.NotFoundHandler()).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	csp := answer.Header().Get("Content-Security-Policy")
	// A mail in a preview is styled by attributes, and by nothing else.
	rest := strings.Replace(csp, "style-src-attr 'unsafe-inline'", "", 1)
	if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(rest, "unsafe") {
		t.Errorf("the policy is %q", csp)
	}
}

func TestSaveTextNeedsTheWindow(t *testing.T) {
	if _, err := desktop.New().SaveText(t.Context(), "", "", ""); !fault.HasCode(err, desktop.CodeNoWindow) {
		t.Errorf("got %v", err)
	}
}
