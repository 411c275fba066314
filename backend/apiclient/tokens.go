package apiclient

import (
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"patchbay/backend/secret"
)

// Bounds of the access tokens that are valid at a time, and how long one is.
const (
	tokenLifetime   = time.Hour
	maxTokensClient = 64
	maxTokens       = 4096
)

// Grant is what an access token stands for.
type Grant struct {
	DeploymentID string
	ID           string // of the client's record
	ClientID     string
	Scopes       []string // of the local API
}

// Allows reports whether the grant holds a scope.
func (g Grant) Allows(scope string) bool { return slices.Contains(g.Scopes, scope) }

// tokens are the access tokens that are valid, by their SHA-256: whoever reads
// the memory afterwards cannot use them. The zero value is ready.
type tokens struct {
	mu       sync.Mutex
	byDigest map[[sha256.Size]byte]*issued
	inOrder  []*issued // oldest first; all live equally long, so the first ends first
}

// issued is an access token that was given.
type issued struct {
	digest [sha256.Size]byte
	grant  Grant
	ends   time.Time
}

// add takes over a token. The oldest of the client makes room for it, or the
// oldest of all.
func (t *tokens) add(value secret.Text, grant Grant, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire(now)
	grant.Scopes = slices.Clone(grant.Scopes)
	one := &issued{digest: sha256.Sum256(value.Reveal()), grant: grant, ends: now.Add(tokenLifetime)}
	count, oldest := 0, (*issued)(nil)
	for _, other := range t.inOrder {
		if other.grant.ID != grant.ID {
			continue
		}
		if count++; oldest == nil {
			oldest = other
		}
	}
	switch {
	case count >= maxTokensClient:
		t.end(func(other *issued) bool { return other == oldest })
	case len(t.inOrder) >= maxTokens:
		oldest = t.inOrder[0]
		t.end(func(other *issued) bool { return other == oldest })
	}
	if t.byDigest == nil {
		t.byDigest = map[[sha256.Size]byte]*issued{}
	}
	t.byDigest[one.digest] = one
	t.inOrder = append(t.inOrder, one)
}

// find returns what a token stands for.
func (t *tokens) find(value secret.Text, now time.Time) (Grant, bool) {
	digest := sha256.Sum256(value.Reveal())
	t.mu.Lock()
	defer t.mu.Unlock()
	one, ok := t.byDigest[digest]
	if !ok || !now.Before(one.ends) {
		return Grant{}, false
	}
	grant := one.grant
	grant.Scopes = slices.Clone(grant.Scopes)
	return grant, true
}

// expire ends the tokens whose time is up.
func (t *tokens) expire(now time.Time) {
	t.end(func(one *issued) bool { return !now.Before(one.ends) })
}

// end ends those that which is true for. It is called under the lock.
func (t *tokens) end(which func(*issued) bool) {
	t.inOrder = slices.DeleteFunc(t.inOrder, func(one *issued) bool {
		if !which(one) {
			return false
		}
		delete(t.byDigest, one.digest)
		return true
	})
}

// endOne ends a token, when it is the client's.
func (t *tokens) endOne(value secret.Text, id string) {
	digest := sha256.Sum256(value.Reveal())
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(func(one *issued) bool { return one.digest == digest && one.grant.ID == id })
}

// endOf ends those of a client.
func (t *tokens) endOf(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(func(one *issued) bool { return one.grant.ID == id })
}

// endWithin ends those of a deployment's clients.
func (t *tokens) endWithin(deploymentID string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(func(one *issued) bool { return one.grant.DeploymentID == deploymentID })
}

func (t *tokens) endAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.byDigest, t.inOrder = nil, nil
}

// count is how many are valid, countOf how many of them a client has.
func (t *tokens) count(now time.Time) int {
	return t.countWhich(now, func(Grant) bool { return true })
}

func (t *tokens) countOf(id string, now time.Time) int {
	return t.countWhich(now, func(g Grant) bool { return g.ID == id })
}

func (t *tokens) countWhich(now time.Time, which func(Grant) bool) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	count := 0
	for _, one := range t.inOrder {
		if now.Before(one.ends) && which(one.grant) {
			count++
		}
	}
	return count
}
