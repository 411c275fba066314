package render_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
	"patchbay/backend/rehearsal/golden"
)

// go test ./backend/notify/render -run Golden -update
var update = flag.Bool("update", false, "rewrite golden files")

// written is what somebody makes in the editor and pastes from elsewhere.
const written = `<h2 style="color: #0b5394; text-align: center;">%action-name%</h2>
<p>Dear <strong>%person-name%</strong> (%person-user-name%),</p>
<p>%action-message%</p>
<ol><li><p>Open <a target="_blank" rel="noopener noreferrer nofollow" href="%action-link%">the message</a></p></li><li><p>Answer it<ul><li>yes</li><li>no</li></ul></li></ol>
<table border="1"><tr><th>Where</th><th>What</th></tr><tr><td>%deployment-name%</td><td>%tenant-id% &ndash; %environment%</td></tr></table>
<p><img src="` + pixel + `" alt="Logo of %deployment-name%" width="120"></p>
<blockquote>100%% of what is in the <a href="https://portal.example.com/people/%person-user-name%?from=mail&amp;lang=en">portal</a>: %store-link%</blockquote>`

// TestGolden keeps whole mails, so that a change of what people receive is seen.
func TestGolden(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind     render.Kind
		template render.Template
	}{
		"notification":   {render.Notification, render.Default(render.Notification)},
		"password-reset": {render.PasswordReset, render.Default(render.PasswordReset)},
		"written":        {render.Notification, render.Template{Subject: "[%environment%] %action-name% – %person-name%", HTML: written}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			tree, found := render.Parse(test.kind, test.template)
			tell(&out, found)
			for _, sample := range render.Samples() {
				m, found := tree.Render(sample.Values)
				fmt.Fprintf(&out, "\n######## %s\n", sample.Name)
				tell(&out, found)
				fmt.Fprintf(&out, "Subject: %s\n\n%s\n%s\n", m.Subject, m.Text, m.HTML)
			}
			path := filepath.Join("testdata", "golden", name+".txt")
			if diff := cmp.Diff(golden.Want(t, path, out.String(), *update), out.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

func tell(out *strings.Builder, found []render.Problem) {
	for _, p := range found {
		fmt.Fprintf(out, "%s %s %d:%d %s: %s\n", p.Severity, p.Field, p.Line, p.Column, p.Code, p.Message)
	}
}
