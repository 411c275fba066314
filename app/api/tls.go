package api

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"patchbay/backend/localapi"
	"patchbay/backend/protocol/dial"
)

const (
	// renewBefore is how long before its end a certificate is replaced: before a
	// proof would warn of it.
	renewBefore = dial.Soon + 24*time.Hour
	// mostLeaves bounds the certificates that are held; there is one for each
	// deployment that is called by its own name.
	mostLeaves = 256
	localhost  = "localhost"
)

// leaves holds the certificates that the API shows, all for one key that never
// leaves the process. While the vault is locked none can be made; those that
// are there go on being shown, so that a client learns of the lock by an answer
// and not by a broken handshake.
type leaves struct {
	local *localapi.API
	hosts *hosts
	now   func() time.Time
	epoch atomic.Uint64 // counts what may have made certificates outdated

	mu   sync.Mutex
	key  *ecdsa.PrivateKey
	kept map[string]leaf // by server name, "" for this machine itself
}

type leaf struct {
	certificate tls.Certificate
	epoch       uint64
}

func newLeaves(local *localapi.API, hosts *hosts, now func() time.Time) *leaves {
	return &leaves{local: local, hosts: hosts, now: now, kept: map[string]leaf{}}
}

// forget says that certificates may be outdated.
func (l *leaves) forget() { l.epoch.Add(1) }

func (l *leaves) config() *tls.Config {
	return &tls.Config{
		MinVersion: tlsVersion,
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			peerOf(hello.Context()).look() // while whoever it is still has to answer
			return nil, nil                // with the configuration that is there
		},
		GetCertificate: l.choose,
	}
}

// choose returns the certificate for a client's server name, and that of this
// machine for every name that is not one of its own: such a client then knows
// with whom it speaks, and refuses.
func (l *leaves) choose(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	ctx, name := hello.Context(), hello.ServerName
	if tenant, below := strings.CutSuffix(name, "."+localhost); below && !peerOf(ctx).foreign() {
		if known, locked := l.hosts.tenant(ctx, tenant); known || locked {
			if certificate, err := l.get(ctx, name); err == nil {
				return certificate, nil
			}
		}
	}
	return l.get(ctx, "")
}

// prepare makes the certificates of this machine and of the tenants that there
// are: once the vault is locked, whoever calls a tenant for the first time is to
// learn of the lock by an answer as well.
func (l *leaves) prepare(ctx context.Context) error {
	if _, err := l.get(ctx, ""); err != nil {
		return err
	}
	tenants, err := l.hosts.names(ctx)
	for _, tenant := range tenants[:min(len(tenants), mostLeaves-1)] {
		if _, err := l.get(ctx, tenant+"."+localhost); err != nil {
			return err
		}
	}
	return err
}

func (l *leaves) get(ctx context.Context, name string) (*tls.Certificate, error) {
	epoch := l.epoch.Load()
	l.mu.Lock()
	defer l.mu.Unlock()
	kept, have := l.kept[name]
	if have && kept.epoch == epoch && l.now().Add(renewBefore).Before(kept.certificate.Leaf.NotAfter) {
		return &kept.certificate, nil
	}
	certificate, err := l.issue(ctx, name)
	switch {
	case err == nil:
		l.keep(name, leaf{certificate, epoch})
		return &certificate, nil
	case have:
		return &kept.certificate, nil
	}
	return nil, fmt.Errorf("make a certificate of the local API: %w", err)
}

// issue has a certificate made. The caller holds mu.
func (l *leaves) issue(ctx context.Context, name string) (tls.Certificate, error) {
	if l.key == nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return tls.Certificate{}, fmt.Errorf("make the key of the local API: %w", err)
		}
		l.key = key
	}
	return l.local.Leaf(ctx, l.key, name)
}

func (l *leaves) keep(name string, one leaf) {
	if _, there := l.kept[name]; !there && len(l.kept) >= mostLeaves {
		own := l.kept[""]
		clear(l.kept)
		l.kept[""] = own
	}
	l.kept[name] = one
}
