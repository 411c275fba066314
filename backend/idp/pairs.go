package idp

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"patchbay/backend/protocol/saml"
	"patchbay/backend/secret"
)

// maxPairs bounds the keys that are held for drafts.
const maxPairs = 16

// pairs holds the keys that were made for SAML drafts nobody has saved yet: the
// metadata that was handed to the provider, the proof and the saved provider are
// to have the same. The zero value is ready.
type pairs struct {
	mu   sync.Mutex
	made []madePair // oldest first
}

// madePair is a key for the service provider of one draft.
type madePair struct {
	of             string
	certificatePEM string
	key            secret.Text
}

// get returns the pair that was made for a draft. The key is a copy.
func (p *pairs) get(of string) (certificatePEM string, key secret.Text, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.made {
		if one.of == of {
			return one.certificatePEM, one.key.Clone(), true
		}
	}
	return "", secret.Text{}, false
}

// make returns the pair of a draft, a new one when there is none.
func (p *pairs) make(of, commonName string, now time.Time) (certificatePEM string, key secret.Text, err error) {
	if certificatePEM, key, ok := p.get(of); ok {
		return certificatePEM, key, nil
	}
	certificatePEM, key, err = saml.NewKey(commonName, now)
	if err != nil {
		return "", secret.Text{}, fmt.Errorf("make a key for the service provider: %w", err)
	}
	p.hold(madePair{of: of, certificatePEM: certificatePEM, key: key.Clone()})
	return certificatePEM, key, nil
}

func (p *pairs) hold(one madePair) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.made) == maxPairs {
		p.made[0].key.Wipe()
		p.made = slices.Delete(p.made, 0, 1)
	}
	p.made = append(p.made, one)
}

// drop forgets the pair of a draft that has been saved.
func (p *pairs) drop(of string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made = slices.DeleteFunc(p.made, func(one madePair) bool {
		if one.of == of {
			one.key.Wipe()
		}
		return one.of == of
	})
}

func (p *pairs) wipe() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.made {
		one.key.Wipe()
	}
	clear(p.made)
	p.made = nil
}
