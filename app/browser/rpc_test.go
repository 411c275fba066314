package browser_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/app/browser"
	"patchbay/backend/fault"
)

func TestCalls(t *testing.T) {
	d := open(t)
	token := d.session()
	for _, c := range []struct {
		name, method, arguments string
		status                  int
		body                    string // part of it
	}{
		{"value and error", "Join", `[{"title":"a","count":2},"b"]`, 200, `{"title":"ab","count":2,"password":""}`},
		{"value alone", "Count", `[]`, 200, "1"},
		{"nothing", "Nothing", `[]`, 200, "null"},
		{"nil slice", "List", `[]`, 200, "null"},
		{"too few", "Join", `[]`, 400, "takes 2 arguments, not 0"},
		{"too many", "Count", `[1]`, 400, "takes 0 arguments, not 1"},
		{"unknown field", "Join", `[{"titel":"a"},""]`, 400, "titel"},
		{"wrong type", "Join", `[{"count":"2"},""]`, 400, "count: a JSON string does not fit"},
		{"null", "Join", `[null,""]`, 400, "argument 1 must not be null"},
		{"fraction", "Join", `[{"count":1.5},""]`, 400, "count"},
		{"not an array", "Count", `{}`, 400, "JSON object"},
		{"nothing at all", "Count", ``, 400, "not valid JSON"},
		{"two arrays", "Count", `[][]`, 400, "behind the JSON value"},
		{"broken", "Count", `[`, 400, "not valid JSON"},
		{"unknown method", "Missing", `[]`, 404, browser.CodeNoSuchMethod},
		{"unexported", "calls", `[]`, 404, browser.CodeNoSuchMethod},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, body := d.call(token, "browser_test.Notes."+c.method, c.arguments)
			if status != c.status || !strings.Contains(body, c.body) {
				t.Errorf("got %d %s, want %d %s", status, body, c.status, c.body)
			}
		})
	}
	if d.notes.calls != 1 {
		t.Errorf("Join was called %d times, want once", d.notes.calls)
	}
}

func TestFaultsKeepEverythingAndGetTheirStatus(t *testing.T) {
	d := open(t)
	token := d.session()
	want := map[fault.Kind]int{
		fault.Invalid: 400, fault.NotFound: 404, fault.Conflict: 409, fault.Denied: 403, fault.Locked: 423,
		fault.Unreachable: 502, fault.Timeout: 504, fault.Rejected: 502, fault.Unsupported: 501, fault.Internal: 500,
	}
	for kind, code := range want {
		status, body := d.call(token, "browser_test.Notes.Fail", `["`+string(kind)+`"]`)
		if status != code {
			t.Errorf("%s: got status %d, want %d", kind, status, code)
		}
		var got fault.Fault
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		expected, err := json.Marshal(faultOf(string(kind)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(expected), body); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSC25_WhatFailsInsideIsNotShown(t *testing.T) {
	d := open(t)
	token := d.session()
	for _, c := range []struct{ method, arguments string }{
		{"Panic", `[{"password":"` + canary + `"}]`},
		{"Hide", `["x"]`},
	} {
		status, body := d.call(token, "browser_test.Notes."+c.method, c.arguments)
		var got fault.Fault
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		if status != http.StatusInternalServerError || got.Kind != fault.Internal || got.Ref == "" {
			t.Errorf("%s: got %d %s", c.method, status, body)
		}
		if strings.Contains(body, canary) {
			t.Errorf("%s: the answer holds the canary", c.method)
		}
		if !strings.Contains(d.log.String(), got.Ref) {
			t.Errorf("%s: the log does not know the reference", c.method)
		}
	}
	_, body := d.call(token, "browser_test.Notes.Panic", `[{"password":["`+canary+`"]}]`)
	_, number := d.call(token, "browser_test.Notes.Panic", `[{"password":4711471147}]`)
	if strings.Contains(body, canary) || strings.Contains(number, "4711471147") {
		t.Error("a refused argument is shown")
	}
	if line, _, _ := strings.Cut(d.log.String(), "Hide"); strings.Contains(line, canary) {
		t.Error("a panic's value is logged")
	}
}

func TestACallHasABound(t *testing.T) {
	d := open(t)
	token := d.session()
	for text, want := range map[string]int{
		strings.Repeat(`\"aaaaaa`, 1<<20):   http.StatusOK, // a recording of 8 MiB
		strings.Repeat(`\"aaaaaa`, 3<<20/2): http.StatusRequestEntityTooLarge,
	} {
		status, body := d.call(token, "browser_test.Notes.Join", `[{"title":"`+text+`"},""]`)
		if status != want {
			t.Errorf("%d bytes: got %d %.80s", len(text), status, body)
		}
	}
}

func TestBindingRefusesWhatNoPageCouldCall(t *testing.T) {
	for _, object := range []any{Notes{}, &shapeless{}, &variadic{}} {
		_, err := browser.Listen(browser.Options{Pages: pages(), Bound: []any{object}})
		if err == nil {
			t.Errorf("%T was bound", object)
		}
	}
}

type shapeless struct{}

func (*shapeless) Two() (int, int) { return 0, 0 }

type variadic struct{}

func (*variadic) Any(...string) {}
