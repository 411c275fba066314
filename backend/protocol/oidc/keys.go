package oidc

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"strings"

	jose "github.com/go-jose/go-jose/v4"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// Bounds of keys.
const (
	maxKeys = 200
	// A signature is checked with the square of the key's length in effort.
	maxRSA  = 16384 // bits
	weakRSA = 2048  // bits; less is weak
)

// keySet is what a provider publishes of its keys (RFC 7517).
type keySet struct {
	raw      []byte
	usable   []jose.JSONWebKey
	problems []string // of keys that are not usable
	weak     []string
	huge     bool // one has more bits than anybody needs
	total    int
	repeated []string
}

// parseKeys reads a key set with bounded effort. Keys that cannot be read do not
// spoil those that can.
func parseKeys(body []byte) (keySet, error) {
	members, value, err := oauth.ParseObject(body)
	if err != nil {
		return keySet{}, err
	}
	list, ok := members["keys"].([]any)
	if !ok {
		return keySet{}, oauth.Malformed("no_keys", "holds no list of keys")
	}
	set := keySet{raw: body, total: len(list), repeated: value.Repeated}
	for _, entry := range list[:min(len(list), maxKeys)] {
		set.add(entry)
	}
	return set, nil
}

func (k *keySet) add(entry any) {
	raw, err := json.Marshal(entry)
	if err != nil {
		return
	}
	members, _ := entry.(map[string]any)
	name := nameOf(members)
	var key jose.JSONWebKey
	switch kind, _ := members["kty"].(string); {
	case kind == "oct":
		k.problems = append(k.problems, name+" is symmetric: what is published cannot prove anything")
	case key.UnmarshalJSON(raw) != nil, !key.Valid():
		k.problems = append(k.problems, fmt.Sprintf("%s of type %q cannot be read", name, kind))
	case !key.IsPublic():
		k.problems = append(k.problems, name+" is a private key that anybody can read now")
	case key.Use != "" && key.Use != "sig":
		k.problems = append(k.problems, name+" is for "+key.Use)
	default:
		k.keep(key, name)
	}
}

func nameOf(members map[string]any) string {
	if id, _ := members["kid"].(string); id != "" {
		const most = 64
		return "key " + id[:min(len(id), most)]
	}
	return "a key without kid"
}

func (k *keySet) keep(key jose.JSONWebKey, name string) {
	if public, ok := key.Key.(*rsa.PublicKey); ok {
		switch bits := public.N.BitLen(); {
		case bits > maxRSA:
			k.huge = true
			k.problems = append(k.problems, fmt.Sprintf("%s has %d bits", name, bits))
			return
		case bits < weakRSA:
			k.weak = append(k.weak, fmt.Sprintf("%s has %d bits", name, bits))
		}
	}
	k.usable = append(k.usable, key)
}

// words lists the usable keys.
func (k keySet) words() string {
	const most = 12
	var each []string
	for _, key := range k.usable[:min(len(k.usable), most)] {
		each = append(each, strings.TrimSpace(kindOf(key)+" "+key.KeyID))
	}
	return strings.Join(each, ", ")
}

func kindOf(key jose.JSONWebKey) string {
	switch public := key.Key.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", public.N.BitLen())
	case *ecdsa.PublicKey:
		return "EC " + public.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return fmt.Sprintf("%T", key.Key)
}

// loadKeys is check O04.
func (p *provider) loadKeys(ctx context.Context) proof.Outcome {
	to := p.doc.keys()
	if to.URL == "" {
		return proof.Outcome{Skip: "the discovery document names no signing keys"}
	}
	o := proof.Outcome{Expected: "keys that signatures can be checked with", Where: "address of the signing keys"}
	set, f := p.fetchKeys(ctx, to)
	if f != nil {
		o.Failures = []proof.Finding{*f}
		return o
	}
	p.keys = set
	o.Received, o.Detail = set.words(), strings.Join(set.problems[:min(len(set.problems), 12)], "; ")
	if len(set.usable) == 0 {
		o.Received = fmt.Sprintf("%d keys, none of them usable", set.total)
		o.Failures = append(o.Failures, keysFinding("no_usable_key", "None of the keys that the provider publishes can check a signature.",
			"Have the provider sign ID tokens for this application with RS256 or ES256 and publish the key. HS256 works with the client secret only, and never with published keys."))
	}
	if set.huge {
		o.Failures = append(o.Failures, keysFinding("key_too_large", fmt.Sprintf("A key has more than %d bits. Checking a signature with it would keep systems busy.", maxRSA),
			"Have the provider use RSA keys of 2048 to 4096 bits."))
	}
	if len(set.weak) > 0 {
		o.Warnings = append(o.Warnings, keysFinding("weak_key", "The provider publishes weak keys: "+strings.Join(set.weak[:min(len(set.weak), 12)], ", ")+".",
			"Have the provider use RSA keys of 2048 bits or more."))
	}
	if len(set.repeated) > 0 {
		o.Warnings = append(o.Warnings, oauth.RepeatedNames(to, set.repeated))
	}
	return o
}

func keysFinding(reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: signin.CodeCheckFailed, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{"issuer"}}
}

// fetchKeys asks for the keys without following a redirect: whoever can send
// the request elsewhere could sign everything.
func (p *provider) fetchKeys(ctx context.Context, to signin.Endpoint) (keySet, *proof.Finding) {
	reply, f := p.Send(ctx, oauth.Ask{To: to})
	switch {
	case f != nil:
		return keySet{}, f
	case reply.IsRedirect():
		return keySet{}, oauth.Redirected(reply, to, "to another address, and keys are taken from the announced one only")
	case !reply.OK():
		found := keysFinding("keys_refused", fmt.Sprintf("The provider does not give its signing keys: HTTP %d.", reply.Status),
			"Check that the issuer is that of the running provider, and that its keys are public.")
		return keySet{}, &found
	}
	set, err := parseKeys(reply.Body)
	if err != nil {
		found := p.Unreadable(err, reply, to)
		return keySet{}, &found
	}
	return set, nil
}
