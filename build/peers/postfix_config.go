package peers

import (
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
)

// configure writes the configuration and makes the queue, as Postfix's own
// post-install would.
func (p *Postfix) configure(o PostfixOptions) error {
	owner, err := findAccount("postfix", "postfix")
	if err != nil {
		return err
	}
	drop, err := findAccount("postfix", "postdrop")
	if err != nil {
		return err
	}
	if err := p.makeFolders(owner, drop); err != nil {
		return err
	}
	for name, content := range map[string]string{
		"conf/main.cf":    p.mainCF(o),
		"conf/master.cf":  p.masterCF(o),
		"conf/mailboxes":  table(o.Mailboxes, "taken"),
		"conf/recipients": table(o.Greylisted, "450 4.7.1 Greylisted, please try again later"),
		"conf/logins":     lookups(o.SenderLogins),
	} {
		if err := p.folder.write(name, content, owner); err != nil {
			return err
		}
	}
	for name, port := range o.Ports {
		if port.Security == NoTLS {
			continue
		}
		if err := p.folder.writeCertificate("conf/"+name+".pem", port.Certificate, account{}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Postfix) makeFolders(owner, drop account) error {
	if err := p.folder.mkdir("conf", 0o755, account{}); err != nil {
		return err
	}
	if err := p.folder.mkdir("data", 0o700, owner); err != nil {
		return err
	}
	for _, name := range []string{"queue", "queue/pid"} {
		if err := p.folder.mkdir(name, 0o755, account{}); err != nil {
			return err
		}
	}
	for _, name := range []string{"active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"} {
		if err := p.folder.mkdir("queue/"+name, 0o700, owner); err != nil {
			return err
		}
	}
	if err := p.folder.mkdir("queue/maildrop", 0o730, drop); err != nil {
		return err
	}
	return p.folder.mkdir("queue/public", 0o710, drop)
}

// table maps every key to one value, in the form of postmap(1).
func table(keys []string, value string) string {
	var text strings.Builder
	for _, key := range keys {
		fmt.Fprintf(&text, "%s %s\n", key, value)
	}
	return text.String()
}

func lookups(values map[string]string) string {
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&text, "%s %s\n", key, values[key])
	}
	return text.String()
}

func (p *Postfix) mainCF(o PostfixOptions) string {
	transport := "discard:"
	if o.LMTPSocket != "" {
		transport = "lmtp:unix:" + o.LMTPSocket
	}
	return strings.NewReplacer("FOLDER", string(p.folder), "DOMAIN", o.Domain,
		"TRANSPORT", transport, "AUTH", o.AuthSocket).Replace(`
compatibility_level = 3.6
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
queue_directory = FOLDER/queue
data_directory = FOLDER/data
maillog_file = /dev/stdout
mail_owner = postfix
setgid_group = postdrop

# On loopback, without a resolver, delivering nowhere else.
myhostname = mail.DOMAIN
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtpd_peername_lookup = no
default_transport = error:5.1.2 this server delivers nowhere else
relay_transport = $default_transport
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = DOMAIN
virtual_mailbox_maps = texthash:FOLDER/conf/mailboxes
virtual_transport = TRANSPORT

# A test must not wait as a guessing attacker would.
smtpd_error_sleep_time = 0

smtpd_sasl_type = dovecot
smtpd_sasl_path = AUTH
smtpd_tls_auth_only = yes
smtpd_tls_loglevel = 1
smtpd_sender_login_maps = texthash:FOLDER/conf/logins
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access texthash:FOLDER/conf/recipients
`)
}

func (p *Postfix) masterCF(o PostfixOptions) string {
	var text strings.Builder
	for name, port := range o.Ports {
		fmt.Fprintf(&text, "%s inet n - n - - smtpd\n", net.JoinHostPort("127.0.0.1", portOf(p.addresses[name])))
		for _, option := range p.portOptions(name, port, o.SenderLogins != nil) {
			fmt.Fprintf(&text, "  -o { %s }\n", option)
		}
	}
	text.WriteString(`
pickup     unix n - n 60 1 pickup
cleanup    unix n - n - 0 cleanup
qmgr       unix n - n 300 1 qmgr
tlsmgr     unix - - n 1000? 1 tlsmgr
rewrite    unix - - n - - trivial-rewrite
bounce     unix - - n - 0 bounce
defer      unix - - n - 0 bounce
trace      unix - - n - 0 bounce
proxymap   unix - - n - - proxymap
error      unix - - n - - error
retry      unix - - n - - error
discard    unix - - n - - discard
lmtp       unix - - n - - lmtp
anvil      unix - - n - 1 anvil
postlog    unix-dgram n - n - 1 postlogd
`)
	return text.String()
}

func (p *Postfix) portOptions(name string, port SMTPPort, ownSenders bool) []string {
	options := []string{"smtpd_tls_security_level = none"}
	if port.Security != NoTLS {
		options = []string{
			"smtpd_tls_security_level = encrypt",
			"smtpd_tls_chain_files = " + p.folder.path("conf/"+name+".pem"),
		}
	}
	if port.Security == ImplicitTLS {
		options = append(options, "smtpd_tls_wrappermode = yes")
	}
	if port.SignIn {
		options = append(options,
			"smtpd_sasl_auth_enable = yes",
			"smtpd_client_restrictions = permit_sasl_authenticated, reject")
	}
	if port.SignIn && ownSenders {
		options = append(options, "smtpd_sender_restrictions = reject_authenticated_sender_login_mismatch")
	}
	return options
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}
