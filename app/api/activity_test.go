package api_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/app/api"
	"patchbay/backend/operator"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// TestCallsOfAClientCountAsActivity: they keep the vault unlocked, calls of
// nobody do not.
func TestCallsOfAClientCountAsActivity(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "vault")
	synctest.Test(t, func(t *testing.T) {
		cost := kdf.ForTests()
		s := &scene{secrets: map[string]string{}}
		s.bench = workbench.Open(workbench.Options{Dir: dir, Version: "test", Cost: &cost})
		defer func() { _ = s.bench.Close() }()
		s.fill(t)
		routes := api.NewRoutes(s.bench)
		idle := s.bench.Operators.Status().AutoLock
		for range 2 {
			time.Sleep(idle * 2 / 3)
			ask := httptest.NewRequest("POST", "/oauth2/token", strings.NewReader(grant+"&client_id=installer&client_secret="+s.secrets["installer"]))
			ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			var given struct {
				AccessToken string `json:"access_token"`
			}
			serve(routes, ask).decode(t, &given)
			time.Sleep(idle * 2 / 3)
			call := httptest.NewRequest("GET", "/v1/deployments", nil)
			call.Header.Set("Authorization", "Bearer "+given.AccessToken)
			if got := serve(routes, call); got.status != http.StatusOK {
				t.Fatalf("%d while it is in use", got.status)
			}
		}
		for range 4 {
			time.Sleep(idle / 3)
			serve(routes, httptest.NewRequest("GET", v1+"/smtp", nil))
		}
		synctest.Wait()
		if state := s.bench.Operators.Status().State; state != operator.Locked {
			t.Errorf("calls of nobody kept it %s", state)
		}
	})
}

func serve(h http.Handler, r *http.Request) answered {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answered{w.Code, w.Result().Header, w.Body.String()}
}
