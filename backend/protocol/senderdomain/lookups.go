package senderdomain

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"patchbay/backend/proof"
)

const (
	// lookupTimeout bounds one question. The resolver repeats it on its own.
	lookupTimeout = 8 * time.Second
	// maxLookups bounds the questions of a whole check: an SPF record may lead
	// to ten others (RFC 7208 §4.6.4), each of which names ten hosts.
	maxLookups = 400
	// maxNoted bounds the records of one answer in the transcript, and
	// maxRecord the text of one, in bytes.
	maxNoted  = 50
	maxRecord = 4 << 10
)

// lookups asks a resolver each question once, and notes the answers.
type lookups struct {
	resolver *net.Resolver
	note     func(string)
	answers  map[string]answer
}

type answer struct {
	values any
	err    error
}

func newLookups(resolver *net.Resolver) *lookups {
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	return &lookups{resolver: resolver, answers: map[string]answer{}}
}

// LookupTXT returns the TXT records of a name.
func (l *lookups) LookupTXT(ctx context.Context, name string) ([]string, error) {
	return lookup(ctx, l, "TXT", name, l.resolver.LookupTXT, func(s string) string { return s })
}

// LookupMX returns the MX records of a name, the preferred first.
func (l *lookups) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	return lookup(ctx, l, "MX", name, l.resolver.LookupMX, func(mx *net.MX) string {
		return fmt.Sprintf("%d %s", mx.Pref, mx.Host)
	})
}

// LookupNS returns the name servers of a name.
func (l *lookups) LookupNS(ctx context.Context, name string) ([]*net.NS, error) {
	return lookup(ctx, l, "NS", name, l.resolver.LookupNS, func(ns *net.NS) string { return ns.Host })
}

// LookupIPAddr returns the addresses of a name.
func (l *lookups) LookupIPAddr(ctx context.Context, name string) ([]net.IPAddr, error) {
	return lookup(ctx, l, "A/AAAA", name, l.resolver.LookupIPAddr, func(a net.IPAddr) string { return a.String() })
}

// LookupAddr returns the names of an address.
func (l *lookups) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	return lookup(ctx, l, "PTR", addr, l.resolver.LookupAddr, func(s string) string { return s })
}

// lookup asks, unless it has asked before. The errors stay as they are: the
// evaluation of SPF looks into them.
func lookup[T any](ctx context.Context, l *lookups, kind, name string, ask func(context.Context, string) ([]T, error), text func(T) string) ([]T, error) {
	name = strings.TrimSuffix(name, ".")
	key := kind + " " + strings.ToLower(name)
	if known, asked := l.answers[key]; asked {
		values, _ := known.values.([]T)
		return values, known.err
	}
	if len(l.answers) >= maxLookups {
		return nil, &net.DNSError{Err: "too many lookups", Name: name, IsTemporary: true}
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	question := name
	if kind != "PTR" {
		question += "." // keeps the machine's search list out of it
	}
	values, err := ask(ctx, question)
	l.answers[key] = answer{values, err}
	l.say(name+" "+kind, len(values), err, func(i int) string { return text(values[i]) })
	return values, err
}

func (l *lookups) say(what string, count int, err error, text func(int) string) {
	if l.note == nil {
		return
	}
	for i := range min(count, maxNoted) {
		l.note(what + " " + cut(text(i)))
	}
	switch {
	case count > maxNoted:
		l.note(fmt.Sprintf("%s: %d more", what, count-maxNoted))
	case count > 0:
	case isNotFound(err):
		l.note(what + ": none")
	case err != nil:
		l.note(what + ": " + failure(err))
	default:
		l.note(what + ": none")
	}
}

// failure names what went wrong without the resolver's address, which the
// words of an error hold and which differs from machine to machine.
func failure(err error) string {
	var dns *net.DNSError
	switch {
	case isTimeout(err):
		return "no answer in time"
	case errors.As(err, &dns):
		return dns.Err
	default:
		return "failed"
	}
}

// isNotFound reports whether DNS answered that there is no such record. The
// resolver does not tell whether the name exists with others.
func isNotFound(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// cut shortens a record that nobody would publish.
func cut(text string) string {
	if len(text) > maxRecord {
		return strings.ToValidUTF8(text[:maxRecord], "") + "…"
	}
	return text
}

// shown makes a record fit for the words of a finding.
func shown(text string) string { return proof.Visible(cut(text)) }
