package app_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
)

func TestPeopleComeAndGo(t *testing.T) {
	p, site := informing(t)
	draft := app.PersonDraft{
		DeploymentID: site.ID, Name: "Alan", Email: "alan@example.com",
		Attributes: []app.PersonAttribute{{Name: "upn", Value: "alan@corp.example.com"}, {}, {Name: "upn", Value: "x"}},
	}
	if faults := must(p.people.Check(draft))(t); len(faults) != 1 || faults[0].Name != "attributes.upn" {
		t.Errorf("an attribute that is there twice: %+v", faults)
	}
	if _, err := p.people.Save(draft); !slices.Contains(faultFields(err), "attributes.upn") {
		t.Errorf("it is kept: %v", err)
	}
	draft.Attributes = draft.Attributes[:2]
	saved := must(p.people.Save(draft))(t)
	if saved.ID == "" || saved.Address != "alan@example.com" || len(saved.Attributes) != 1 || saved.Unusable != "" {
		t.Errorf("saved: %+v", saved)
	}
	must(p.people.Save(app.PersonDraft{DeploymentID: site.ID, Name: "Nobody"}))(t)
	listed := must(p.people.List(app.PeopleQuery{DeploymentID: site.ID, Unusable: true}))(t)
	if listed.Total != 4 || listed.Unusable != 1 || listed.Matching != 1 || listed.People[0].Unusable == "" || listed.Identifier != "email" {
		t.Errorf("without an address: %+v", listed)
	}
	if one := must(p.people.Get(site.ID, saved.ID))(t); one.UserName != saved.UserName || one.Revision != saved.Revision {
		t.Errorf("read: %+v", one)
	}
	if err := p.people.Remove(site.ID, []string{saved.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.people.Get(site.ID, saved.ID); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a removed person: %v", err)
	}
}

// peopleFile hands over a file in pieces.
func (p *pages) peopleFile(t *testing.T, deploymentID string, content []byte) (handle string) {
	t.Helper()
	for piece := range slices.Chunk(content, 40) {
		handle = must(p.people.ImportPart(app.PeopleImportPart{
			DeploymentID: deploymentID, Handle: handle, Content: base64.StdEncoding.EncodeToString(piece),
		}))(t)
	}
	return handle
}

func TestPeopleAreImportedOnlyAsAgreed(t *testing.T) {
	p, site := informing(t)
	other := p.addOther(t)
	// Windows-1252: ë is one byte.
	handle := p.peopleFile(t, site.ID, []byte("name;userName;email;upn\nZo\xeb;zoe;zoe@example.com;zoe@corp.example.com\nBad;bad;no address;\nAda;ada;ada@example.com;\n"))
	ask := app.PeopleImport{DeploymentID: site.ID, Handle: handle}
	if _, err := p.people.Import(ask); fault.Of(err).Kind != fault.Conflict {
		t.Errorf("an import that nobody has looked at: %v", err)
	}
	if _, err := p.people.PreviewImport(app.PeopleImport{DeploymentID: other, Handle: handle}); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a file of another deployment: %v", err)
	}
	if _, err := p.mailboxes.PreviewImport(app.MailboxImportOptions{DeploymentID: site.ID, Handle: handle}); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a file of people as mailboxes: %v", err)
	}
	report := must(p.people.PreviewImport(ask))(t)
	if report.Rows != 3 || report.Good != 2 || report.Bad != 1 || report.New != 1 || report.Unchanged != 1 || report.Encoding != "Windows-1252" ||
		len(report.Problems) != 1 || report.Problems[0].Line != 3 || report.Samples[0].Name != "Zoë" || report.Samples[0].Effect != "new" {
		t.Errorf("the preview: %+v", report)
	}
	if _, err := p.people.Import(ask); err == nil || must(p.people.List(app.PeopleQuery{DeploymentID: site.ID}))(t).Total != 2 {
		t.Errorf("good rows are kept without the operator's word: %v", err)
	}
	ask.WithoutBad = true
	if done := must(p.people.Import(ask))(t); done.New != 1 {
		t.Errorf("imported: %+v", done)
	}
	if _, err := p.people.Import(ask); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("the same import twice: %v", err)
	}
	handle = p.peopleFile(t, site.ID, []byte("name\nX\n"))
	if err := p.people.DiscardImport(handle); err != nil {
		t.Fatal(err)
	}
	if _, err := p.people.PreviewImport(app.PeopleImport{DeploymentID: site.ID, Handle: handle}); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a discarded file: %v", err)
	}
}

func (p *pages) addOther(t *testing.T) string {
	t.Helper()
	return must(p.deployments.Save(app.Deployment{
		Name: "Other", TenantID: "other", Hostname: "other.example.com", Environment: "test",
	}))(t).ID
}

func TestAPieceOfPeopleHasABound(t *testing.T) {
	p, site := informing(t)
	for name, content := range map[string]string{
		"too large":  base64.StdEncoding.EncodeToString(make([]byte, 512<<10+1)),
		"no base64":  "name,email",
		"line break": "QUJD\n",
	} {
		part := app.PeopleImportPart{DeploymentID: site.ID, Content: content}
		if _, err := p.people.ImportPart(part); (err == nil) != (name == "line break") {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(p.people.ImportPart(app.PeopleImportPart{
		DeploymentID: site.ID, Content: base64.StdEncoding.EncodeToString(make([]byte, 512<<10)),
	}))(t)
}
