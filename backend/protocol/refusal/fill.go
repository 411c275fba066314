package refusal

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// filler writes the values of the settings into the words of a rule.
type filler struct{ gaps *strings.Replacer }

// newFiller knows the gaps: {redirect} is where the browser comes back to.
func newFiller(s signin.Settings, at signin.Location) filler {
	return filler{strings.NewReplacer(
		"{redirect}", cmp.Or(withPortExplained(at.URL), s.CallbackURL, "the callback URL"),
		"{callback}", cmp.Or(s.CallbackURL, "the callback URL"),
		"{client}", clientOf(s),
		"{clientId}", named("the client ID", s.ClientID),
		"{entityId}", named("the entity ID", s.SPEntityID),
		"{idpEntityId}", named("the provider's entity ID", s.IDPEntityID),
		"{issuer}", named("the issuer", s.Issuer),
		"{tenant}", named("the tenant", tenantOf(s)),
		"{scopes}", named("the scopes", strings.Join(s.Scopes, " ")),
		"{clientAuth}", cmp.Or(string(s.ClientAuth), string(signin.ClientSecretBasic)),
		"{nameIdFormat}", named("the NameID format", s.NameIDFormat),
		"{prompt}", named("the prompt", s.Prompt),
	)}
}

// clientOf is what the provider knows the target by.
func clientOf(s signin.Settings) string {
	if s.Type == signin.SAML {
		return named("the entity ID", s.SPEntityID)
	}
	return named("the client ID", s.ClientID)
}

// freePort stands for a port that each attempt chooses anew.
const freePort = ":PORT/"

func withPortExplained(address string) string {
	if strings.Contains(address, freePort) {
		return address + " (with the port of the attempt)"
	}
	return address
}

// named puts a value behind what it is; without the value, only that is left.
func named(what, value string) string {
	if value == "" {
		return what
	}
	return what + " " + value
}

// tenantOf reads the tenant of Microsoft's addresses: the first part of the path.
func tenantOf(s signin.Settings) string {
	for _, address := range []string{s.Issuer, s.AuthURL, s.MetadataURL, s.IDPEntityID} {
		u, err := url.Parse(address)
		if err != nil || !isMicrosoft(u.Hostname()) {
			continue
		}
		if tenant, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/"); tenant != "" {
			return tenant
		}
	}
	return ""
}

func isMicrosoft(host string) bool {
	host = strings.ToLower(host)
	return host == "login.microsoftonline.com" || host == "login.microsoftonline.us" ||
		host == "login.partner.microsoftonline.cn" || host == "sts.windows.net"
}

// finding makes one of a rule.
func (f filler) finding(r rule, remote *fault.Remote) proof.Finding {
	return proof.Finding{
		Code: r.code, Reason: r.name,
		Cause: f.gaps.Replace(r.cause), Remedy: f.gaps.Replace(r.remedy),
		Fields: slices.Clone(r.fields), Remote: remote,
		Source: r.source, Unverified: r.unverified,
	}
}
