// Package shelf keeps templates in the vault: those of notifications and that of the
// password-reset mail alike.
package shelf

import (
	"errors"
	"fmt"
	"strings"

	"patchbay/backend/vault"
)

// Content is what a template says.
type Content struct {
	Subject string
	HTML    string
	Text    string
}

// Template is a template as it is kept.
type Template struct {
	Name string // "" for one that has none
	Content
	vault.Meta
}

// Heading is what a list shows of a template.
type Heading struct {
	ID, Name, Subject string
	vault.Meta
}

// record is the stored form of a template; what it says is in parts.
type record struct {
	Name    string `json:"name,omitempty"`
	Subject string `json:"subject"`
	HTML    int    `json:"html"` // how many parts
	Text    int    `json:"text"`
}

// Shelf keeps the templates of one kind.
type Shelf struct {
	records vault.Collection[record]
	parts   vault.Collection[part]
}

// New names the kinds of the vault's records that the templates and their parts are.
func New(kind, kindOfParts string) Shelf {
	return Shelf{
		records: vault.NewCollection[record](kind, 1, nil),
		parts:   vault.NewCollection[part](kindOfParts, 1, nil),
	}
}

// Get returns a template, or [vault.ErrNoRecord].
func (s Shelf) Get(tx *vault.Tx, id string) (Template, error) {
	r, meta, err := s.records.Get(tx, id)
	if err != nil {
		return Template{}, err
	}
	t := Template{Name: r.Name, Meta: meta}
	t.Subject = r.Subject
	if t.HTML, err = s.join(tx, id, partHTML, r.HTML); err != nil {
		return Template{}, err
	}
	t.Text, err = s.join(tx, id, partText, r.Text)
	return t, err
}

// Put keeps a template in the place of what it was, when that has not changed since
// its revision.
func (s Shelf) Put(tx *vault.Tx, id string, t Template) (vault.Meta, error) {
	old, _, err := s.records.Get(tx, id)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return vault.Meta{}, err
	}
	r := record{Name: t.Name, Subject: t.Subject}
	if r.HTML, err = s.split(tx, id, partHTML, t.HTML, old.HTML); err != nil {
		return vault.Meta{}, fmt.Errorf("save the template: %w", err)
	}
	if r.Text, err = s.split(tx, id, partText, t.Text, old.Text); err != nil {
		return vault.Meta{}, fmt.Errorf("save the template: %w", err)
	}
	meta, err := s.records.Put(tx, id, r, t.Revision)
	if err != nil {
		return vault.Meta{}, fmt.Errorf("save the template: %w", err)
	}
	return meta, nil
}

// Delete removes a template when it has not changed since that revision. It returns
// [vault.ErrNoRecord] for one that there is not.
func (s Shelf) Delete(tx *vault.Tx, id string, expected vault.Revision) error {
	r, _, err := s.records.Get(tx, id)
	if err != nil {
		return err
	}
	if err := s.records.Delete(tx, id, expected); err != nil {
		return fmt.Errorf("remove the template: %w", err)
	}
	if _, err := s.split(tx, id, partHTML, "", r.HTML); err != nil {
		return fmt.Errorf("remove the template: %w", err)
	}
	if _, err := s.split(tx, id, partText, "", r.Text); err != nil {
		return fmt.Errorf("remove the template: %w", err)
	}
	return nil
}

// Heading returns the heading of a template, or [vault.ErrNoRecord].
func (s Shelf) Heading(tx *vault.Tx, id string) (Heading, error) {
	r, meta, err := s.records.Get(tx, id)
	return Heading{ID: id, Name: r.Name, Subject: r.Subject, Meta: meta}, err
}

// Headings lists the templates whose IDs begin with a prefix.
func (s Shelf) Headings(tx *vault.Tx, prefix string) ([]Heading, error) {
	items, err := s.records.All(tx)
	if err != nil {
		return nil, err
	}
	var list []Heading
	for _, item := range items {
		if strings.HasPrefix(item.ID, prefix) {
			r := item.Value
			list = append(list, Heading{ID: item.ID, Name: r.Name, Subject: r.Subject, Meta: item.Meta})
		}
	}
	return list, nil
}

// Clear removes all templates and parts whose IDs begin with a prefix.
func (s Shelf) Clear(tx *vault.Tx, prefix string) error {
	return errors.Join(clearOf(tx, s.records, prefix), clearOf(tx, s.parts, prefix))
}

func clearOf[T any](tx *vault.Tx, c vault.Collection[T], prefix string) error {
	items, err := c.All(tx)
	if err != nil {
		return err
	}
	for _, item := range items {
		if !strings.HasPrefix(item.ID, prefix) {
			continue
		}
		if err := c.Delete(tx, item.ID, vault.AnyRevision); err != nil {
			return err
		}
	}
	return nil
}
