package apiclient

import (
	"fmt"
	"testing"
	"time"

	"patchbay/backend/secret"
)

func TestTokensAreBounded(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var kept tokens
	give := func(id string) secret.Text {
		value := newToken()
		kept.add(value, Grant{ID: id, DeploymentID: "site"}, now)
		now = now.Add(time.Millisecond)
		return value
	}
	first := give("client")
	for range maxTokensClient - 1 {
		give("client")
	}
	if _, ok := kept.find(first, now); !ok {
		t.Fatal("the first one ended too early")
	}
	other := give("other")
	second := give("client")
	if _, ok := kept.find(first, now); ok || kept.countOf("client", now) != maxTokensClient {
		t.Errorf("a client has %d", kept.countOf("client", now))
	}
	if _, ok := kept.find(second, now); !ok {
		t.Error("the newest one has ended")
	}
	if _, ok := kept.find(other, now); !ok {
		t.Error("that of another client has ended")
	}
	for i := range maxTokens {
		give(fmt.Sprintf("client %d", i))
	}
	if got := kept.count(now); got != maxTokens || len(kept.byDigest) != maxTokens || len(kept.inOrder) != maxTokens {
		t.Errorf("there are %d of %d and %d", got, len(kept.byDigest), len(kept.inOrder))
	}
	if _, ok := kept.find(second, now); ok {
		t.Error("the oldest ones are still there")
	}
	now = now.Add(tokenLifetime)
	give("client")
	if len(kept.byDigest) != 1 || len(kept.inOrder) != 1 {
		t.Errorf("%d and %d are held after their time", len(kept.byDigest), len(kept.inOrder))
	}
	kept.endWithin("site")
	if kept.count(now) != 0 {
		t.Error("the deployment's tokens have not ended")
	}
}

func TestNobodyGetsRidOfFailuresByOthers(t *testing.T) {
	t.Parallel()
	now, l := time.Now(), newLimits()
	for range clientFailures {
		l.failed("client", now)
	}
	if l.wait("client", now) == 0 {
		t.Fatal("the client may go on")
	}
	for i := range 2 * maxBuckets {
		l.failed(fmt.Sprintf("nobody-%d", i), now)
	}
	if len(l.byClient) > maxBuckets {
		t.Errorf("%d client IDs are counted", len(l.byClient))
	}
	if l.wait("client", now) == 0 {
		t.Error("its failures are forgotten")
	}
	if l.wait("nobody-new", now) == 0 {
		t.Error("one that is not counted apart may go on while all may not")
	}
	if l.wait("nobody-1", now) != 0 {
		t.Error("one with a single failure may not go on")
	}
	now = now.Add(time.Hour)
	if l.wait("nobody-new", now) != 0 || len(l.byClient) > 0 {
		t.Errorf("%d are counted after an hour", len(l.byClient))
	}
}

func TestFailuresAtTheSameTimeCostNoMoreThanTheyMay(t *testing.T) {
	t.Parallel()
	now, l := time.Now(), newLimits()
	for range 1000 {
		l.failed("client", now)
	}
	if got, most := l.wait("client", now), (deepest+2)*clientPause; got > most {
		t.Errorf("the client waits %v, more than %v", got, most)
	}
	l.failed("a client ID with blanks", now)
	if len(l.byClient) != 1 {
		t.Error("an ID that no client can have is counted apart")
	}
}
