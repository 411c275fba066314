package render_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/smtp"
)

func TestCompose(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		mail render.Mail
		want smtp.Mail
	}{
		"plain text": {
			render.Mail{Subject: "S", Text: "T"},
			smtp.Mail{To: "ada@example.com", ID: "id", Subject: "S", Text: "T"},
		},
		"images": {
			render.Mail{Subject: "S", Text: "T", HTML: "<p>H</p>", Inline: []render.Inline{
				{ContentID: "a", MediaType: "image/png", Data: []byte{1}}, {ContentID: "b", MediaType: "image/gif", Data: []byte{2}},
			}},
			smtp.Mail{To: "ada@example.com", ID: "id", Subject: "S", Text: "T", HTML: "<p>H</p>", Inline: []smtp.Inline{
				{ContentID: "a", MediaType: "image/png", Data: []byte{1}}, {ContentID: "b", MediaType: "image/gif", Data: []byte{2}},
			}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.mail.Compose("ada@example.com", "id")); diff != "" {
				t.Errorf("the mail differs (-want +got):\n%s", diff)
			}
		})
	}
}
