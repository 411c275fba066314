package apiclient

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often a client may fail to prove itself: as often at once, and once in so
// long afterwards. Guessing a secret of eight characters takes longer than
// anybody waits, and a mistake of a person costs seconds.
const (
	clientFailures = 10
	clientPause    = 6 * time.Second
	allFailures    = 100
	allPause       = time.Second
	// deepest is how far below nothing failures at the same time may take a
	// bucket: it bounds the time in which a client is refused.
	deepest = 10
)

// maxBuckets bounds the client IDs whose failures are counted apart.
const maxBuckets = 1024

// limits count the failures at the token endpoint: those with each client ID that
// is presented, whether or not there is such a client, and all of them. Only a
// bucket that is full again is forgotten, so that nobody gets rid of his failures
// by failing with other client IDs; where there is no room for another one, that
// for all counts.
type limits struct {
	mu       sync.Mutex
	all      *rate.Limiter
	byClient map[string]*rate.Limiter
}

func newLimits() *limits {
	return &limits{
		all:      rate.NewLimiter(rate.Every(allPause), allFailures),
		byClient: map[string]*rate.Limiter{},
	}
}

// wait says how long a client ID is refused from now on, 0 when it may try.
func (l *limits) wait(clientID string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bucket := l.byClient[clientID]; bucket != nil {
		return untilOne(bucket, now)
	}
	if l.hasRoom(clientID, now) {
		return 0
	}
	return untilOne(l.all, now)
}

// failed counts a failure with a client ID. It says how long further ones are
// refused when there were too many of all clients before it, else 0.
func (l *limits) failed(clientID string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	wait := untilOne(l.all, now)
	spend(l.all, now)
	bucket := l.byClient[clientID]
	if bucket == nil && l.hasRoom(clientID, now) {
		bucket = rate.NewLimiter(rate.Every(clientPause), clientFailures)
		l.byClient[clientID] = bucket
	}
	if bucket != nil {
		spend(bucket, now)
	}
	return wait
}

// hasRoom reports whether the failures of one more client ID can be counted. IDs
// that no client can have are not counted apart.
func (l *limits) hasRoom(clientID string, now time.Time) bool {
	if checkClientID(clientID) != "" {
		return false
	}
	if len(l.byClient) < maxBuckets {
		return true
	}
	for id, bucket := range l.byClient {
		if bucket.TokensAt(now) >= clientFailures {
			delete(l.byClient, id)
		}
	}
	return len(l.byClient) < maxBuckets
}

// untilOne is how long it takes until a bucket holds one again.
func untilOne(bucket *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - bucket.TokensAt(now)
	if missing <= 0 {
		return 0
	}
	return time.Duration(missing / float64(bucket.Limit()) * float64(time.Second))
}

// spend takes one of a bucket, which may be empty.
func spend(bucket *rate.Limiter, now time.Time) {
	if bucket.TokensAt(now) > -deepest {
		bucket.ReserveN(now, 1)
	}
}
