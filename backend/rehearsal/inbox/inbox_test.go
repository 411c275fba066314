package inbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/rehearsal/inbox"
)

// TestAMailKeepsTheImagesThatItsHTMLShows, whatever the mail calls them beside that.
func TestAMailKeepsTheImagesThatItsHTMLShows(t *testing.T) {
	t.Parallel()
	raw := strings.Join([]string{
		"Content-Type: multipart/related; boundary=b", "",
		"--b", "Content-Type: text/html", "", `<img src="cid:one@example.com">`,
		"--b", "Content-Type: Image/GIF", "Content-ID: <one@example.com>", "Content-Disposition: inline",
		"Content-Transfer-Encoding: base64", "", "R0lGODlh",
		"--b", "Content-Type: image/png", "Content-ID: <two@example.com>", "Content-Disposition: attachment", "", "two",
		"--b", "Content-Type: image/png", "Content-Disposition: inline", "", "nothing can refer to it",
		"--b", "Content-Type: text/plain", "Content-ID: <three@example.com>", "", "text",
		"--b--", "",
	}, "\r\n")
	box := inbox.New(1, 1<<20)
	got, err := box.Mail(box.Add(time.Time{}, "", nil, []byte(raw)).ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []inbox.Inline{
		{ContentID: "one@example.com", MediaType: "image/gif", Data: []byte("GIF89a")},
		{ContentID: "two@example.com", MediaType: "image/png", Data: []byte("two")},
	}
	if diff := cmp.Diff(want, got.Inline); diff != "" || got.Text != "text" {
		t.Errorf("text %q, images (-want +got):\n%s", got.Text, diff)
	}
}
