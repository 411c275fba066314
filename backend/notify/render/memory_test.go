package render_test

import (
	"runtime"
	"testing"

	"patchbay/backend/notify/render"
)

// TestMemoryIsBounded adds up what is asked of the allocator, given back or not: more
// than a template could ever hold at once. It runs alone, since the sum is the program's.
func TestMemoryIsBounded(t *testing.T) {
	const most = 160 << 20
	for name, test := range hostile() {
		var tree *render.Tree
		if used := allocated(func() {
			tree, _ = render.Parse(render.Notification, render.Template{Subject: "s", HTML: test.html, Text: test.text})
		}); used > most {
			t.Errorf("%s: reading takes %d MiB", name, used>>20)
		}
		if tree == nil {
			continue
		}
		if used := allocated(func() {
			m, _ := tree.Render(render.Samples()[1].Values)
			render.Preview(m, "dark")
		}); used > most {
			t.Errorf("%s: rendering takes %d MiB", name, used>>20)
		}
	}
}

func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
