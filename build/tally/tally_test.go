package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTally(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		events string
		count  count
		shown  string
	}{
		"a passed test says nothing, its package one line": {
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"--- PASS: TestA\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`,
			count: count{passed: 1},
			shown: "ok  \tp\t0.1s\n",
		},
		"a failed test shows what it wrote and counts once": {
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"a_test.go:7: wrong\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}
`,
			count: count{failed: 1},
			shown: "a_test.go:7: wrong\nFAIL\tp\t0.1s\n",
		},
		"a package that does not build is a failure": {
			events: `{"ImportPath":"p","Action":"build-output","Output":"a.go:1: syntax error\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p"}
`,
			count: count{failed: 1},
			shown: "a.go:1: syntax error\nFAIL\tp [build failed]\n",
		},
		"a panic shows the test it cut short": {
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"panic: no\n"}
{"Action":"fail","Package":"p"}
`,
			count: count{failed: 1},
			shown: "panic: no\n",
		},
		"a skipped test gives its reason": {
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"a_test.go:7: no Postfix\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
`,
			count: count{skipped: 1},
			shown: "a_test.go:7: no Postfix\n",
		},
		"what is no event is passed on": {
			events: "go: downloading example.com/x v1.0.0",
			shown:  "go: downloading example.com/x v1.0.0",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var shown strings.Builder
			got, err := tally(strings.NewReader(test.events), &shown)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.count, got, cmp.AllowUnexported(count{})); diff != "" {
				t.Errorf("count differs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.shown, shown.String()); diff != "" {
				t.Errorf("output differs (-want +got):\n%s", diff)
			}
		})
	}
}
