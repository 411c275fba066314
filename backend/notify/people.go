package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/sheet"
	"patchbay/backend/vault"
)

// The bounds of what is kept and listed of people.
const (
	maxPeople    = 200_000 // of a deployment
	maxPage      = 1000
	usualPage    = 100
	maxSearchLen = 200
)

// PeopleQuery asks for a part of the people.
type PeopleQuery struct {
	Search   string // in any of their values, without regard to case
	Unusable bool   // only those without a usable address
	Offset   int
	Limit    int // at most 1,000; 0 is 100
}

// ListedPerson is a person with the address that the identifier finds.
type ListedPerson struct {
	Person
	Address  string // "" where there is none
	Unusable Stop   // says why
}

// PeoplePage is a part of the people, by name.
type PeoplePage struct {
	People   []ListedPerson
	Matching int // all that the query asks for
	Total    int // all people of the deployment
	Unusable int // those of them without a usable address
}

// People returns a part of a deployment's people, by name.
func (n *Notifications) People(ctx context.Context, deploymentID string, q PeopleQuery) (PeoplePage, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return PeoplePage{}, err
	}
	stored, err := n.storedSwitches(ctx, deploymentID)
	if err != nil {
		return PeoplePage{}, err
	}
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return PeoplePage{}, err
	}
	return d.page(q, stored.WithDefaults().Identifier), nil
}

func (d *directory) page(q PeopleQuery, identifier string) PeoplePage {
	if q.Limit <= 0 {
		q.Limit = usualPage
	}
	q.Limit = min(q.Limit, maxPage)
	search := strings.ToLower(strings.TrimSpace(q.Search[:min(len(q.Search), maxSearchLen)]))
	page := PeoplePage{Total: len(d.sorted)}
	for _, e := range d.sorted {
		address, unusable := e.judge(identifier)
		if unusable.By != "" {
			page.Unusable++
		} else if q.Unusable {
			continue
		}
		if !e.matches(search) {
			continue
		}
		if page.Matching >= q.Offset && len(page.People) < q.Limit {
			page.People = append(page.People, ListedPerson{Person: e.Person, Address: address, Unusable: unusable})
		}
		page.Matching++
	}
	return page
}

// matches reports whether a folded text is in one of the person's values.
func (e *entry) matches(search string) bool {
	if search == "" || strings.Contains(e.key, search) {
		return true
	}
	for _, value := range []string{e.UserName, e.Email} {
		if strings.Contains(strings.ToLower(value), search) {
			return true
		}
	}
	for _, value := range e.Attributes {
		if strings.Contains(strings.ToLower(value), search) {
			return true
		}
	}
	return false
}

// Person returns one person.
func (n *Notifications) Person(ctx context.Context, deploymentID, id string) (Person, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return Person{}, err
	}
	found, err := n.peopleByID(ctx, deploymentID, []string{id})
	if err != nil {
		return Person{}, err
	}
	return found[0], nil
}

// FindPeople returns those whom these user names, addresses and IDs name, each once.
// It names all that nobody has, and raises notify.person_ambiguous for what is the
// user name of one person and the address of another: they are the people to whom an
// event of the same names goes.
func (n *Notifications) FindPeople(ctx context.Context, deploymentID string, who ...string) ([]Person, error) {
	var list []Person
	err := n.look(ctx, deploymentID, func(d *directory) (err error) {
		list, err = d.all(who)
		return err
	})
	return list, err
}

// Same returns whom a person that is read from elsewhere would replace, as an import
// finds them: by the user name, or else by the address. It is the zero Person where
// there is nobody.
func (n *Notifications) Same(ctx context.Context, deploymentID string, p Person) (Person, error) {
	var same Person
	err := n.look(ctx, deploymentID, func(d *directory) error {
		if e := d.find(p.UserName, p.Email); e != nil {
			same = e.Person
		}
		return nil
	})
	return same, err
}

// look has fn look into a deployment's directory.
func (n *Notifications) look(ctx context.Context, deploymentID string, fn func(*directory) error) error {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return err
	}
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return err
	}
	return fn(d)
}

// peopleByID returns people by their IDs, or a fault for one that there is not.
func (n *Notifications) peopleByID(ctx context.Context, deploymentID string, ids []string) ([]Person, error) {
	list := make([]Person, 0, len(ids))
	err := n.access.View(ctx, func(tx *vault.Tx) error {
		for _, id := range ids {
			p, err := n.person(tx, deploymentID, id)
			if err != nil {
				return err
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

func (n *Notifications) person(tx *vault.Tx, deploymentID, id string) (Person, error) {
	if !vault.IsUnder(deploymentID, id) {
		return Person{}, nobodyIs(id)
	}
	r, meta, err := n.persons.Get(tx, id)
	if vault.Optional(err) == nil && err != nil {
		err = nobodyIs(id)
	}
	return toPerson(vault.Item[personRecord]{ID: id, Meta: meta, Value: r}), err
}

// maxShown is how many missing people a fault tells.
const maxShown = 20

// nobodyIs names whom the deployment does not have, as they were asked for.
func nobodyIs(who ...string) error {
	told := make([]string, 0, maxShown+1)
	for _, one := range who[:min(len(who), maxShown)] {
		told = append(told, sheet.Shortened(one))
	}
	if more := len(who) - len(told); more > 0 {
		told = append(told, fmt.Sprintf("and %d more", more))
	}
	message := "nobody here has this user name, address or ID: " + strings.Join(told, ", ")
	return fault.New(fault.NotFound, CodePersonNotFound, message).
		WithHint("list them with: patchbay notify people list")
}
