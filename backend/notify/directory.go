package notify

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/sheet"
	"patchbay/backend/vault"
)

// people holds the directory of the deployment that was last asked for, so that a
// page of a list does not read a hundred thousand records. All changes of people
// go through it, one after the other: what it holds is what is stored.
type people struct {
	mu      sync.Mutex
	held    *directory // guarded by mu
	epoch   atomic.Uint64
	heldFor uint64 // the epoch in which held was read
}

// forget drops the directory. It does not wait for who uses it just now: that one
// is dropped when it is asked for the next time.
func (p *people) forget() {
	p.epoch.Add(1)
	if p.mu.TryLock() {
		p.held = nil
		p.mu.Unlock()
	}
}

// directory reads the people of a deployment. The caller holds mu.
func (n *Notifications) directory(ctx context.Context, deploymentID string) (*directory, error) {
	epoch := n.people.epoch.Load()
	if held := n.people.held; held != nil && n.people.heldFor == epoch && held.deployment == deploymentID {
		return held, nil
	}
	n.people.held = nil
	d := newDirectory(deploymentID)
	err := n.access.View(ctx, func(tx *vault.Tx) error {
		items, err := n.persons.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, item := range items {
			d.enter(toPerson(item))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(d.sorted, compareEntries)
	n.people.held, n.people.heldFor = d, epoch
	return d, nil
}

// entry is a person with what a list is sorted by.
type entry struct {
	Person
	key string
	// What the identifier that was last asked for finds: a list asks for all.
	judged   string
	address  string
	unusable Stop
}

// judge is [addressOf], remembered. The caller holds the mutex of people.
func (e *entry) judge(identifier string) (address string, unusable Stop) {
	if e.judged != identifier {
		e.address, e.unusable = addressOf(e.Person, identifier)
		e.judged = identifier
	}
	return e.address, e.unusable
}

func newEntry(p Person) *entry { return &entry{Person: p, key: strings.ToLower(p.Shown())} }

func compareEntries(a, b *entry) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.ID, b.ID))
}

// directory is the people of a deployment, by name, user name and address.
type directory struct {
	deployment string
	sorted     []*entry // by name
	byID       map[string]*entry
	byUserName map[string]*entry // folded
	byEmail    map[string]*entry // folded
	// identifiers are counted when they are asked for; nil until then.
	identifiers []Identifier
}

func newDirectory(deploymentID string) *directory {
	return &directory{
		deployment: deploymentID,
		byID:       map[string]*entry{}, byUserName: map[string]*entry{}, byEmail: map[string]*entry{},
	}
}

// enter adds a person at the end of the list.
func (d *directory) enter(p Person) {
	e := newEntry(p)
	d.sorted = append(d.sorted, e)
	d.name(e)
}

func (d *directory) name(e *entry) {
	d.identifiers = nil
	d.byID[e.ID] = e
	if e.UserName != "" {
		d.byUserName[strings.ToLower(e.UserName)] = e
	}
	if e.Email != "" {
		d.byEmail[foldAddress(e.Email)] = e
	}
}

// put enters a person where it belongs, in the place of what it was.
func (d *directory) put(p Person) {
	d.remove(p.ID)
	e := newEntry(p)
	at, _ := slices.BinarySearchFunc(d.sorted, e, compareEntries)
	d.sorted = slices.Insert(d.sorted, at, e)
	d.name(e)
}

func (d *directory) remove(id string) {
	e := d.byID[id]
	if e == nil {
		return
	}
	d.identifiers = nil
	if at, found := slices.BinarySearchFunc(d.sorted, e, compareEntries); found {
		d.sorted = slices.Delete(d.sorted, at, at+1)
	}
	delete(d.byID, id)
	if key := strings.ToLower(e.UserName); d.byUserName[key] == e {
		delete(d.byUserName, key)
	}
	if key := foldAddress(e.Email); d.byEmail[key] == e {
		delete(d.byEmail, key)
	}
}

// find returns who has this user name, or else this address.
func (d *directory) find(userName, email string) *entry {
	if userName != "" {
		if e := d.byUserName[strings.ToLower(userName)]; e != nil {
			return e
		}
	}
	if email != "" {
		return d.byEmail[foldAddress(email)]
	}
	return nil
}

// named returns who has this ID, user name or address. What is the user name of one
// person and the address of another names neither: the mail could go to the wrong one.
func (d *directory) named(who string) (*entry, error) {
	if e := d.byID[who]; e != nil {
		return e, nil
	}
	byUserName, byEmail := d.find(who, ""), d.find("", who)
	switch {
	case byUserName == nil && byEmail == nil:
		return nil, nobodyIs(who)
	case byUserName != nil && byEmail != nil && byUserName != byEmail:
		return nil, fault.New(fault.Conflict, CodePersonAmbiguous, "this is the user name of one person and the e-mail address of another").
			WithField("people", sheet.Shortened(who)+" is the user name of "+byUserName.Shown()+" and the e-mail address of "+byEmail.Shown()).
			WithHint("name the person by the ID, which patchbay notify people list --json shows")
	}
	return cmp.Or(byUserName, byEmail), nil
}

// foldAddress is the form in which addresses are compared: without regard to
// case, the domain in ASCII. What is no address is compared as it stands.
func foldAddress(address string) string {
	if parsed, err := account.ParseAddress(address); err == nil {
		address = parsed.String()
	}
	return strings.ToLower(address)
}
