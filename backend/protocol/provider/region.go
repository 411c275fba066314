package provider

import "slices"

// InRegion returns the provider with the servers of one of its regions, false
// when it has no such region.
func (p Provider) InRegion(id string) (Provider, bool) {
	at := slices.IndexFunc(p.Regions, func(r Region) bool { return r.ID == id })
	if at < 0 {
		return p, false
	}
	r := p.Regions[at]
	p.Region = r.ID
	p.Unverified = p.Unverified || r.Unverified
	p.SMTP = r.move(p.SMTP, r.SMTPHost)
	p.IMAP = r.move(p.IMAP, r.IMAPHost)
	return p, true
}

func (r Region) move(servers []Server, host string) []Server {
	if host == "" {
		return servers
	}
	moved := slices.Clone(servers)
	for i := range moved {
		moved[i].Host = host
		moved[i].Unverified = moved[i].Unverified || r.Unverified
	}
	return moved
}

// SignInWith returns the ways to sign in with a protocol, "smtp" or "imap", the
// best first.
func (p Provider) SignInWith(protocol string) []Method {
	if protocol == "imap" && len(p.IMAPSignIn) > 0 {
		return p.IMAPSignIn
	}
	return p.SignIn
}
