package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// accountSource is the document of a mail account and, apart from it, its
// password.
type accountSource struct{ from, secretFile, resolver string }

func (s *accountSource) bind(f *pflag.FlagSet, from string) {
	f.StringVar(&s.from, "from", "", from)
	f.StringVar(&s.secretFile, "secret-file", "", "`FILE` with the password, instead of the document's")
}

// bindRun declares the flags of a command that may run without a vault.
func (s *accountSource) bindRun(f *pflag.FlagSet, from string) {
	s.bind(f, from)
	f.StringVar(&s.resolver, "resolver", "", "with --from: `ADDRESS` of the DNS server to ask")
}

// readAccount parses a document. The password of --secret-file takes the place
// of the one that the document does not have.
func readAccount[Settings any](
	c *call, s accountSource, parse func([]byte) (Settings, account.SecretInputs, error),
) (settings Settings, inputs account.SecretInputs, err error) {
	content, err := c.readFile(s.from)
	if err != nil {
		return settings, inputs, err
	}
	defer clear(content) // it may hold the password
	settings, inputs, err = parse(content)
	if err != nil || s.secretFile == "" {
		return settings, inputs, err
	}
	if err := takePassword(c, s.secretFile, &inputs); err != nil {
		inputs.Wipe()
		return settings, inputs, err
	}
	return settings, inputs, nil
}

// takePassword reads the password of a document that has none.
func takePassword(c *call, file string, inputs *account.SecretInputs) error {
	if inputs.Password.Change == secret.Set {
		return usageError{message: "the password comes from the document or from --secret-file, not from both"}
	}
	password, err := c.secretFile(file)
	if err != nil {
		return err
	}
	inputs.Password = secret.Input{Change: secret.Set, Value: password}
	return checkSecretFile(password)
}

// checkSecretFile refuses what a document would refuse as a password.
func checkSecretFile(password secret.Text) error {
	message := ""
	switch {
	case !password.IsSet():
		message = `is empty; to remove a stored one, give "" in the document`
	case secret.IsMask(string(password.Reveal())):
		message = "is a mask, not the secret itself"
	default:
		return nil
	}
	return fault.New(fault.Invalid, account.CodeSettingsInvalid, "the file of --secret-file holds no password").
		WithField("password", message)
}

// leave returns the way out of this machine and the secrets for a run that needs
// no vault: names are looked up and proxies chosen as this machine does. It
// wipes the inputs when there is no way.
func (s accountSource) leave(c *call, inputs account.SecretInputs) (dial.Network, account.Secrets, error) {
	way, err := c.way(s.resolver)
	if err != nil {
		inputs.Wipe()
		return dial.Network{}, account.Secrets{}, err
	}
	return way, account.Secrets{
		Password: inputs.Password.Value, ClientSecret: inputs.ClientSecret.Value, RefreshToken: inputs.RefreshToken.Value,
	}, nil
}

// passwordState says whether a password is kept, "" where none is used.
func passwordState(signIn account.SignIn, kept vault.SecretInfo) string {
	switch {
	case signIn != account.SignInPassword:
		return ""
	case kept.Set:
		return "set " + kept.ChangedAt.UTC().Format("2006-01-02 15:04 UTC")
	default:
		return "not set"
	}
}
