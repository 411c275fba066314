package fault_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
)

func TestOfHidesForeignErrors(t *testing.T) {
	cause := errors.New("dial with password hunter2")
	got := fault.Of(cause)
	if got.Kind != fault.Internal || got.Ref == "" {
		t.Errorf("a foreign error became %+v", got)
	}
	doc, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(doc)+got.Error(), "hunter2") {
		t.Errorf("the cause is shown: %s", doc)
	}
	if !errors.Is(got, cause) {
		t.Error("the cause is lost to logs")
	}
}

func TestOfFindsAWrappedFault(t *testing.T) {
	locked := fault.New(fault.Locked, "vault.locked", "the vault is locked")
	err := fmt.Errorf("save: %w", locked)
	if got := fault.Of(err); got != locked {
		t.Errorf("Of returned %+v", got)
	}
	if !fault.HasCode(err, "vault.locked") || fault.HasCode(err, "vault.damaged") {
		t.Error("HasCode reads the wrong code")
	}
	if fault.Of(nil) != nil {
		t.Error("no error became a fault")
	}
}

func TestWithCopies(t *testing.T) {
	base := fault.New(fault.Invalid, "settings.invalid", "the settings are not valid")
	_ = base.WithField("port", "must be 1 to 65535").WithHint("correct it").WithRemote(fault.Remote{Text: "no"})
	if diff := cmp.Diff(fault.New(fault.Invalid, "settings.invalid", "the settings are not valid"), base,
		cmp.Comparer(func(a, b *fault.Fault) bool {
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			return string(x) == string(y)
		})); diff != "" {
		t.Errorf("a With method changed its receiver: %s", diff)
	}
}

func TestJSONShape(t *testing.T) {
	f := fault.New(fault.Rejected, "auth.rejected", "the server refused").
		WithHint("enter it again").WithField("password", "refused").
		WithRemote(fault.Remote{Code: "535", Enhanced: "5.7.8", Text: "no"})
	got, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"code":"auth.rejected","kind":"rejected","message":"the server refused","hint":"enter it again",` +
		`"fields":[{"name":"password","message":"refused"}],"remote":{"code":"535","enhanced":"5.7.8","text":"no"}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestOfNamesAnEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := fault.Of(fmt.Errorf("rotate: %w", ctx.Err())); got.Code != fault.CodeCancelled || got.Ref != "" {
		t.Errorf("a cancelled call became %+v", got)
	}
	if got := fault.Of(context.DeadlineExceeded); got.Code != fault.CodeTimedOut || got.Kind != fault.Timeout {
		t.Errorf("a call that took too long became %+v", got)
	}
}
