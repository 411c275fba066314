package deployment_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/deployment"
)

func valid() deployment.Deployment {
	return deployment.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: deployment.Production,
	}
}

func TestValidateAcceptsWhatIsRight(t *testing.T) {
	d := valid()
	d.PortalURL, d.MessagesURL = "https://portal.example.com", "https://portal.example.com/messages?x=1"
	d.Notes = "two\nlines"
	d.Variables = []deployment.Variable{{Name: "domain", Value: "example.com"}, {Name: "n-1", Value: ""}}
	if faults := d.Trimmed().Validate(); len(faults) > 0 {
		t.Errorf("faults: %+v", faults)
	}
}

func TestValidateNamesTheField(t *testing.T) {
	tests := []struct {
		name   string
		change func(d *deployment.Deployment)
		want   []string
	}{
		{"empty", func(d *deployment.Deployment) { *d = deployment.Deployment{} }, []string{"name", "tenantId", "hostname", "environment"}},
		{"blank name", func(d *deployment.Deployment) { d.Name = "  " }, []string{"name"}},
		{"line break in the name", func(d *deployment.Deployment) { d.Name = "a\r\nb" }, []string{"name"}},
		{"long name", func(d *deployment.Deployment) { d.Name = strings.Repeat("a", 201) }, []string{"name"}},
		{"tenant with dot", func(d *deployment.Deployment) { d.TenantID = "a.b" }, []string{"tenantId"}},
		{"tenant with hyphen at the end", func(d *deployment.Deployment) { d.TenantID = "a-" }, []string{"tenantId"}},
		{"tenant too long", func(d *deployment.Deployment) { d.TenantID = strings.Repeat("a", 64) }, []string{"tenantId"}},
		{"host with scheme", func(d *deployment.Deployment) { d.Hostname = "https://a.example" }, []string{"hostname"}},
		{"host with port", func(d *deployment.Deployment) { d.Hostname = "a.example:443" }, []string{"hostname"}},
		{"host with space", func(d *deployment.Deployment) { d.Hostname = "a example" }, []string{"hostname"}},
		{"unknown environment", func(d *deployment.Deployment) { d.Environment = "staging" }, []string{"environment"}},
		{"relative URL", func(d *deployment.Deployment) { d.PortalURL = "/messages" }, []string{"portalUrl"}},
		{"script URL", func(d *deployment.Deployment) { d.MessagesURL = "javascript:alert(1)" }, []string{"messagesUrl"}},
		{"URL with a placeholder", func(d *deployment.Deployment) { d.MessagesURL = "https://c.example/messages?x=%person%" }, []string{"messagesUrl"}},
		{"URL with password", func(d *deployment.Deployment) { d.MessagesURL = "https://a:b@c.example" }, []string{"messagesUrl"}},
		{"notes with NUL", func(d *deployment.Deployment) { d.Notes = "a\x00b" }, []string{"notes"}},
		{
			"variables", func(d *deployment.Deployment) {
				d.Variables = []deployment.Variable{{Name: "ok", Value: "x"}, {Name: "Bad Name"}, {Name: "ok"}, {Name: "", Value: "a\nb"}}
			},
			[]string{"variables[1].name", "variables[2].name", "variables[3].name", "variables[3].value"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := valid()
			tt.change(&d)
			var got []string
			for _, f := range d.Trimmed().Validate() {
				if f.Message == "" {
					t.Errorf("%s: a fault without words", f.Name)
				}
				got = append(got, f.Name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
