package peers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// allMechanisms can all be used with a password that is kept in clear.
const allMechanisms = "plain login cram-md5 scram-sha-1 scram-sha-256"

func (d *Dovecot) configure(o DovecotOptions) error {
	owner, err := findAccount("dovecot", "dovecot")
	if err != nil {
		return err
	}
	if err := d.folder.mkdir("mail", 0o700, owner); err != nil {
		return err
	}
	if err := d.folder.write("passwords", passwords(o.Passwords), owner); err != nil {
		return err
	}
	if err := d.folder.write("oauth2.conf", introspection(o.Introspection), owner); err != nil {
		return err
	}
	if err := d.folder.writeCertificate("certificate.pem", o.Certificate, account{}); err != nil {
		return err
	}
	return d.folder.write("dovecot.conf", d.conf(o, owner), account{})
}

// passwords is a passwd-file: user, password, and fields left empty.
func passwords(byUser map[string]string) string {
	var text strings.Builder
	for _, user := range slices.Sorted(maps.Keys(byUser)) {
		fmt.Fprintf(&text, "%s:{PLAIN}%s::::::\n", user, byUser[user])
	}
	return text.String()
}

// introspection is the configuration of Dovecot's passdb for tokens.
func introspection(url string) string {
	return strings.ReplaceAll(`
introspection_mode = post
introspection_url = URL
username_attribute = username
active_attribute = active
active_value = true
`, "URL", url)
}

// tokens is the passdb that takes access tokens. It stands before that of
// passwords, and only for mechanisms of tokens.
func (d *Dovecot) tokens(o DovecotOptions) string {
	if o.Introspection == "" {
		return ""
	}
	return strings.ReplaceAll(`
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = FOLDER/oauth2.conf
}
`, "FOLDER", string(d.folder))
}

// raised is what Dovecot's documentation calls the high-performance mode of
// sign-ins, and room for as many clients as connect.
func raised(o DovecotOptions) string {
	if !o.Raised {
		return ""
	}
	return `
default_process_limit = 4096
default_client_limit = 16384
service imap-login {
  service_count = 0
  process_min_avail = 2
  client_limit = 4096
}
service imap {
  service_count = 256
  process_min_avail = 16
  process_limit = 2048
}
service auth {
  client_limit = 16384
}
service anvil {
  client_limit = 16384
}
`
}

func (d *Dovecot) conf(o DovecotOptions, owner account) string {
	mechanisms := allMechanisms
	if o.Mechanisms != nil {
		mechanisms = strings.ToLower(strings.Join(o.Mechanisms, " "))
	}
	return strings.NewReplacer("FOLDER", string(d.folder), "MECHANISMS", mechanisms,
		"TOKENS", d.tokens(o), "RAISED", raised(o),
		"PER_USER", strconv.Itoa(cmp.Or(o.ConnectionsPerUser, 10)),
		"UID", strconv.Itoa(owner.user), "GID", strconv.Itoa(owner.group),
		"IMAP_PORT", portOf(d.imap), "IMAPS_PORT", portOf(d.imaps)).Replace(`
base_dir = FOLDER/run
state_dir = FOLDER/state
log_path = /dev/stderr
info_log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1

ssl = required
ssl_cert = <FOLDER/certificate.pem
ssl_key = <FOLDER/certificate.pem

mail_location = maildir:FOLDER/mail/%u
mail_uid = UID
mail_gid = GID
first_valid_uid = 1
first_valid_gid = 1

auth_mechanisms = MECHANISMS
# A test must not wait as a guessing attacker would.
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
TOKENS
passdb {
  driver = passwd-file
  mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 none
  args = FOLDER/passwords
}
userdb {
  driver = static
  args = uid=UID gid=GID home=FOLDER/mail/%u
}

protocol imap {
  mail_max_userip_connections = PER_USER
}
RAISED
service auth {
  unix_listener FOLDER/auth.sock {
    mode = 0666
  }
}
service lmtp {
  unix_listener FOLDER/lmtp.sock {
    mode = 0666
  }
}
service imap-login {
  inet_listener imap {
    port = IMAP_PORT
  }
  inet_listener imaps {
    port = IMAPS_PORT
    ssl = yes
  }
}
`)
}
