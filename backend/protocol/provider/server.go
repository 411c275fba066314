package provider

// verified is the day on which the tables were last compared with their sources.
const verified = "2026-11-21"

// The sources that most entries share.
const (
	sourceISPDB      = "ispdb c6ad7965, 2026-03-12"
	sourceNodemailer = "nodemailer well-known services, 01ae76f2"
)

func implicitTLS(host string, ports ...uint16) []Server {
	return servers(ImplicitTLS, host, ports)
}

func startTLS(host string, ports ...uint16) []Server {
	return servers(STARTTLS, host, ports)
}

func servers(security Security, host string, ports []uint16) []Server {
	list := make([]Server, len(ports))
	for i, port := range ports {
		list[i] = Server{Host: host, Port: port, Security: security, User: UserAddress}
	}
	return list
}

// imaps is the one way that every IMAP server of the tables takes.
func imaps(host string) []Server { return implicitTLS(host, 993) }

// submission is implicit TLS first, because nothing can be stripped from it
// (RFC 8314 §3.3).
func submission(host string) []Server {
	return append(implicitTLS(host, 465), startTLS(host, 587)...)
}

// withUser sets what all the servers take for a user name.
func withUser(list []Server, form UserForm, text string) []Server {
	for i := range list {
		list[i].User = form
		switch form {
		case UserFixed:
			list[i].FixedUser = text
		case UserOther:
			list[i].UserHint = text
		case UserAddress, UserLocalPart:
		}
	}
	return list
}

// unverified marks servers that no source confirms.
func unverified(list []Server) []Server {
	for i := range list {
		list[i].Unverified = true
	}
	return list
}
