package notify

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// maxIdentifiers bounds the attributes that are offered beside those with a field.
const maxIdentifiers = 50

// Identifier is an attribute that could be a person's address.
type Identifier struct {
	Name   string
	Usable int // people in whom it is a mail address
}

// Identifiers returns what the people of a deployment have: the attributes with a
// field first, then the others, by how many people have an address there. Of very
// many only the first 50 are told.
func (n *Notifications) Identifiers(ctx context.Context, deploymentID string) ([]Identifier, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	if d.identifiers == nil {
		d.identifiers = d.countIdentifiers()
	}
	return slices.Clone(d.identifiers), nil
}

func (d *directory) countIdentifiers() []Identifier {
	list := []Identifier{{Name: AttributeName}, {Name: AttributeUserName}, {Name: AttributeEmail}}
	fields := len(list)
	at := map[string]int{} // in the list, by the folded name
	count := func(i int, p Person) {
		if _, unusable := addressOf(p, list[i].Name); unusable.By == "" {
			list[i].Usable++
		}
	}
	for _, e := range d.sorted {
		for i := range fields {
			count(i, e.Person)
		}
		for name := range e.Attributes {
			i, known := at[strings.ToLower(name)]
			if !known {
				i = len(list)
				at[strings.ToLower(name)] = i
				list = append(list, Identifier{Name: name})
			}
			count(i, e.Person)
		}
	}
	slices.SortFunc(list[fields:], func(a, b Identifier) int {
		return cmp.Or(cmp.Compare(b.Usable, a.Usable), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return list[:min(len(list), fields+maxIdentifiers)]
}

// Listed returns one person with the address that the identifier finds.
func (n *Notifications) Listed(ctx context.Context, deploymentID, id string) (ListedPerson, error) {
	p, err := n.Person(ctx, deploymentID, id)
	if err != nil {
		return ListedPerson{}, err
	}
	stored, err := n.storedSwitches(ctx, deploymentID)
	if err != nil {
		return ListedPerson{}, err
	}
	address, unusable := addressOf(p, stored.WithDefaults().Identifier)
	return ListedPerson{Person: p, Address: address, Unusable: unusable}, nil
}
