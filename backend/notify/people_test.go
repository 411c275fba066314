package notify_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

func (f *fixture) people(t testing.TB, q notify.PeopleQuery) notify.PeoplePage {
	t.Helper()
	page, err := f.notify.People(t.Context(), site, q)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func shown(page notify.PeoplePage) []string {
	var names []string
	for _, p := range page.People {
		names = append(names, p.Shown())
	}
	return names
}

func TestPeopleAreListedByNameAndInPages(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for i := range 25 {
		f.person(t, notify.Person{Name: fmt.Sprintf("Person %02d", 24-i), Email: fmt.Sprintf("p%d@example.com", i)})
	}
	f.person(t, notify.Person{UserName: "nobody", Attributes: map[string]string{"employeeId": "4711"}})
	page := f.people(t, notify.PeopleQuery{Offset: 23, Limit: 10})
	if diff := cmp.Diff([]string{"Person 22", "Person 23", "Person 24"}, shown(page)); diff != "" || page.Total != 26 || page.Matching != 26 || page.Unusable != 1 {
		t.Errorf("%s %+v", diff, page)
	}
	for query, want := range map[notify.PeopleQuery][]string{
		{Search: " PERSON 07 "}: {"Person 07"}, {Search: "4711"}: {"nobody"}, {Search: "P3@"}: {"Person 21"},
		{Unusable: true}: {"nobody"}, {Search: "nothing"}: nil, {Offset: 1000}: nil,
	} {
		if diff := cmp.Diff(want, shown(f.people(t, query))); diff != "" {
			t.Errorf("%+v: %s", query, diff)
		}
	}
	if got := f.people(t, notify.PeopleQuery{Unusable: true}).People[0].Unusable; got.By != notify.StopIdentifier || got.Text == "" {
		t.Errorf("%+v", got)
	}
	f.switches(t, notify.Switches{Identifier: "employeeId"})
	if got := f.people(t, notify.PeopleQuery{}); got.Unusable != 26 {
		t.Errorf("with another identifier %d are unusable", got.Unusable)
	}
}

// What a list shows is what is stored, after every change, and after a restart.
func TestAListFollowsEveryChange(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	grace := f.person(t, notify.Person{Name: "Grace", Email: "grace@example.com"})
	same := func(want ...string) {
		t.Helper()
		kept := f.notify
		defer func() { f.notify = kept }()
		for _, n := range []*notify.Notifications{kept, f.again()} {
			f.notify = n
			if diff := cmp.Diff(want, shown(f.people(t, notify.PeopleQuery{}))); diff != "" {
				t.Error(diff)
			}
		}
	}
	same("Ada", "Grace")
	ada.Name = "Zoe"
	ada = f.person(t, ada)
	same("Grace", "Zoe")
	if err := f.notify.RemovePeople(t.Context(), site, []string{grace.ID}); err != nil {
		t.Fatal(err)
	}
	same("Zoe")
	f.person(t, notify.Person{Name: "Grace", Email: "GRACE@example.com"}) // her address is free again
	same("Grace", "Zoe")
	f.bus.Publish(event.Event{Name: "vault.locked"})
	same("Grace", "Zoe")
	stale := ada
	f.person(t, ada)
	if _, err := f.notify.SavePerson(t.Context(), site, stale); err == nil || fault.Of(err).Kind != fault.Conflict {
		t.Errorf("a lost update: %v", err)
	}
	if err := f.notify.RemovePeople(t.Context(), site, []string{ada.ID, grace.ID}); !fault.HasCode(err, notify.CodePersonNotFound) {
		t.Errorf("error %v", err)
	}
	same("Grace", "Zoe") // all of them or none
}

func TestWhoCannotBeSaved(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.ada(t)
	many := map[string]string{}
	for i := range 33 {
		many[fmt.Sprintf("a%d", i)] = "x"
	}
	for name, tt := range map[string]struct {
		person notify.Person
		code   string
		fields string
	}{
		"nothing at all":          {notify.Person{Attributes: map[string]string{"upn": "x"}}, notify.CodeInvalid, "name"},
		"no address":              {notify.Person{Email: "grace"}, notify.CodeInvalid, "email"},
		"a line break":            {notify.Person{Name: "Grace\r\nBcc: eve"}, notify.CodeInvalid, "name"},
		"a paragraph separator":   {notify.Person{UserName: "gr\u2029ace"}, notify.CodeInvalid, "userName"},
		"no UTF-8":                {notify.Person{Name: "Gr\xffce"}, notify.CodeInvalid, "name"},
		"long":                    {notify.Person{Name: strings.Repeat("x", 1025)}, notify.CodeInvalid, "name"},
		"a name for an attribute": {notify.Person{Name: "G", Attributes: map[string]string{"e mail": "x"}}, notify.CodeInvalid, "attributes.e mail"},
		"a field as attribute":    {notify.Person{Name: "G", Attributes: map[string]string{"EMAIL": "x"}}, notify.CodeInvalid, "attributes.EMAIL"},
		"twice":                   {notify.Person{Name: "G", Attributes: map[string]string{"upn": "x", "UPN": "y"}}, notify.CodeInvalid, "attributes.upn"},
		"too many":                {notify.Person{Name: "G", Attributes: many}, notify.CodeInvalid, "attributes"},
		"a taken user name":       {notify.Person{UserName: "ADA"}, notify.CodePersonExists, "userName"},
		"a taken address":         {notify.Person{Name: "G", Email: "Ada@EXAMPLE.com"}, notify.CodePersonExists, "email"},
		"one who is gone":         {notify.Person{ID: site + "/gone", Name: "G"}, notify.CodePersonNotFound, ""},
		"one of another site":     {notify.Person{ID: elsewhere + "/x", Name: "G"}, notify.CodePersonNotFound, ""},
	} {
		if _, err := f.notify.SavePerson(t.Context(), site, tt.person); !fault.HasCode(err, tt.code) || strings.Join(fields(err), " ") != tt.fields {
			t.Errorf("%s: %v %v", name, err, fields(err))
		}
	}
	if page := f.people(t, notify.PeopleQuery{}); page.Total != 1 {
		t.Errorf("%d are stored", page.Total)
	}
	spaces := f.person(t, notify.Person{Name: " Grace ", Attributes: map[string]string{" upn ": " g ", "empty": " "}})
	if spaces.Name != "Grace" || !maps.Equal(spaces.Attributes, map[string]string{"upn": "g"}) {
		t.Errorf("%+v", spaces)
	}
}

func TestPeopleOfAnotherDeploymentStayThere(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	if _, err := f.notify.Person(t.Context(), elsewhere, ada.ID); !fault.HasCode(err, notify.CodePersonNotFound) {
		t.Errorf("error %v", err)
	}
	page, err := f.notify.People(t.Context(), elsewhere, notify.PeopleQuery{})
	if err != nil || page.Total != 0 {
		t.Errorf("%v: %+v", err, page)
	}
	if _, err := f.notify.SavePerson(t.Context(), elsewhere, notify.Person{Name: "Ada", Email: "ada@example.com"}); err != nil {
		t.Error(err)
	}
	if !slices.Equal(shown(f.people(t, notify.PeopleQuery{})), []string{"Ada"}) {
		t.Error("they are mixed")
	}
}

func TestIdentifiersAreWhatPeopleHave(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.person(t, notify.Person{Name: "Ada", UserName: "ada@example.com", Email: "ada@example.com", Attributes: map[string]string{"upn": "ada@example.com", "employeeId": "7"}})
	f.person(t, notify.Person{Name: "Grace", Attributes: map[string]string{"UPN": "grace@example.com", "aaa": "x"}})
	check := func(want ...notify.Identifier) {
		t.Helper()
		got, err := f.notify.Identifiers(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		got[3].Name = strings.ToLower(got[3].Name) // as either of them writes it
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	want := []notify.Identifier{{Name: "name"}, {Name: "userName", Usable: 1}, {Name: "email", Usable: 1}, {Name: "upn", Usable: 2}, {Name: "aaa"}, {Name: "employeeId"}}
	check(want...)
	f.person(t, notify.Person{Name: "Alan", Email: "alan@example.com"})
	want[2].Usable = 2
	check(want...)
}

func TestAListedPersonHasTheAddressOfTheIdentifier(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	p := f.person(t, notify.Person{Name: "Ada", Attributes: map[string]string{"upn": "ada@example.com"}})
	listed, err := f.notify.Listed(t.Context(), site, p.ID)
	if err != nil || listed.Address != "" || listed.Unusable.By != notify.StopIdentifier {
		t.Errorf("%+v, %v", listed, err)
	}
	f.switches(t, notify.Switches{Notifications: true, Identifier: "upn"})
	if listed, err = f.notify.Listed(t.Context(), site, p.ID); err != nil || listed.Address != "ada@example.com" || listed.Unusable.By != "" {
		t.Errorf("%+v, %v", listed, err)
	}
}
