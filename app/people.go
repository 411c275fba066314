package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/vault"
)

// People keeps to whom a deployment's messages go.
type People struct{ app *App }

func (p *People) notify() *notify.Notifications { return p.app.bench.Notifications }

// List returns a part of the people, by name.
func (p *People) List(query PeopleQuery) (PeopleList, error) {
	return call(p.app, func(ctx context.Context) (PeopleList, error) {
		page, err := p.notify().People(ctx, query.DeploymentID, notify.PeopleQuery{
			Search: query.Search, Unusable: query.Unusable, Offset: max(query.Offset, 0), Limit: query.Limit,
		})
		if err != nil {
			return PeopleList{}, err
		}
		switches, err := p.notify().Switches(ctx, query.DeploymentID)
		view := PeopleList{
			People: make([]Person, len(page.People)), Matching: page.Matching, Total: page.Total,
			Unusable: page.Unusable, Identifier: switches.Identifier,
		}
		for i, one := range page.People {
			view.People[i] = viewListed(one)
		}
		return view, err
	})
}

// Get returns one person.
func (p *People) Get(deploymentID, id string) (Person, error) {
	return call(p.app, func(ctx context.Context) (Person, error) {
		listed, err := p.notify().Listed(ctx, deploymentID, id)
		return viewListed(listed), err
	})
}

// Check says what is wrong with a draft.
func (p *People) Check(draft PersonDraft) ([]FieldFault, error) {
	return call(p.app, func(ctx context.Context) ([]FieldFault, error) {
		person, twice := draft.person()
		faults, err := p.notify().CheckPerson(ctx, draft.DeploymentID, person)
		return viewFields(append(faults, twice...)), err
	})
}

// Save checks and keeps a person.
func (p *People) Save(draft PersonDraft) (Person, error) {
	return call(p.app, func(ctx context.Context) (Person, error) {
		person, twice := draft.person()
		if len(twice) > 0 {
			return Person{}, fault.New(fault.Invalid, notify.CodeInvalid, "the input is not valid").WithFields(twice...)
		}
		saved, err := p.notify().SavePerson(ctx, draft.DeploymentID, person)
		if err != nil {
			return Person{}, err
		}
		listed, err := p.notify().Listed(ctx, draft.DeploymentID, saved.ID)
		return viewListed(listed), err
	})
}

// Remove deletes people, all of them or none.
func (p *People) Remove(deploymentID string, ids []string) error {
	return do(p.app, func(ctx context.Context) error { return p.notify().RemovePeople(ctx, deploymentID, ids) })
}

// person turns what is on the screen into the use case's words. A form may name an
// attribute twice, which a person cannot have.
func (d PersonDraft) person() (p notify.Person, twice []fault.Field) {
	p = notify.Person{
		ID: d.ID, Revision: vault.Revision(d.Revision), Name: d.Name, UserName: d.UserName, Email: d.Email,
		Attributes: map[string]string{},
	}
	for _, a := range d.Attributes {
		name := strings.TrimSpace(a.Name)
		if name == "" && strings.TrimSpace(a.Value) == "" {
			continue // a line of the form that was left empty
		}
		if _, there := p.Attributes[name]; there {
			twice = append(twice, fault.Field{Name: "attributes." + name, Message: "is there twice"})
		}
		p.Attributes[name] = a.Value
	}
	return p, twice
}

func viewListed(p notify.ListedPerson) Person {
	view := Person{
		ID: p.ID, Revision: int(p.Revision), ChangedAt: stamp(p.ChangedAt), Name: p.Name, UserName: p.UserName,
		Email: p.Email, Attributes: []PersonAttribute{}, Address: p.Address, Unusable: p.Unusable.Text,
	}
	for name, value := range p.Attributes {
		view.Attributes = append(view.Attributes, PersonAttribute{Name: name, Value: value})
	}
	slices.SortFunc(view.Attributes, func(a, b PersonAttribute) int { return cmp.Compare(a.Name, b.Name) })
	return view
}
