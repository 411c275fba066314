package main

import "fmt"

// measureRendering compares ten thousand personalised mails with the HTML of the
// same mails by the template engine that escapes by context as well.
func measureRendering(s settings) (table, error) {
	t := table{
		title:   fmt.Sprintf("Rendering 10,000 personalised mails, medians of %d in turn", s.runs),
		columns: []string{"Program", "ms", "x html/template", "MB", "allocations"},
	}
	j := judged{
		folder: "./backend/notify/render", list: "Mails", library: "HTMLTemplate", times: "2x",
	}
	found, err := j.measure(s.runs)
	if err != nil {
		return table{}, err
	}
	library := found[j.library]
	for _, each := range []struct{ program, name string }{
		{"html/template, the HTML alone", j.library}, {"patchbay, subject, HTML and text", j.list},
	} {
		f := found[each.name]
		t.rows = append(t.rows, []string{
			each.program, fmt.Sprintf("%.0f", f.ns/1e6), fmt.Sprintf("%.2f", f.ns/library.ns),
			fmt.Sprintf("%.0f", f.bytes/1e6), fmt.Sprintf("%.0f", f.allocs),
		})
	}
	return t, nil
}
