package mailapi

import (
	"strconv"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// Loss is a part of an SMTP configuration that the contract has no field for.
type Loss struct {
	Field string `json:"field"` // of the SMTP document
	Text  string `json:"text"`  // a sentence
	// Breaks: mail will not work at the target unless the part is made up for
	// there.
	Breaks bool `json:"breaks"`
}

// lossesOf lists what settings with their defaults lose on the way, the grave
// ones first.
func lossesOf(s smtp.Settings, secrets smtp.Secrets) []Loss {
	var losses []Loss
	add := func(lost bool, loss Loss) {
		if lost {
			losses = append(losses, loss)
		}
	}
	add(s.Auth == smtp.SignInOAuth2, Loss{"oauth2", "The contract knows user name and password only: the target gets no client and no token, and cannot sign in to the mail server.", true})
	add(s.Auth == smtp.SignInPassword && !secrets.Password.IsSet(), Loss{"password", "No password is stored, so that none is handed over, and the target cannot sign in to the mail server.", true})
	add(s.Auth == smtp.SignInPassword && secrets.Password.IsSet() && !isText(secrets.Password),
		Loss{"password", "The password holds bytes that are not UTF-8, which JSON cannot carry: it is left out, and has to be entered at the target.", true})
	add(s.CAPEM != "" && s.Security != smtp.SecurityNone, Loss{"caPem", "The added authorities stay here: the target trusts the mail server's certificate only if it knows the authority itself.", true})
	add(s.InsecureAllowPlainPassword && s.Auth != smtp.SignInNone && s.Security == smtp.SecurityNone,
		Loss{"insecureAllowPlainPassword", "The consent to a password in clear text stays here: the target may refuse such a configuration, and takes it as its own decision otherwise.", false})
	add(s.EHLOName != "", Loss{"ehloName", "The target greets the mail server with a name of its own, not with " + s.EHLOName + ".", false})
	add(s.TimeoutSeconds != account.DefaultTimeoutSeconds, Loss{"timeoutSeconds", "The target waits as long as it does by itself, not " + strconv.Itoa(s.TimeoutSeconds) + " s.", false})
	add(s.Enabled != nil && !*s.Enabled, Loss{"enabled", "That notification mail is switched off stays here: the target may send mail as soon as it has the configuration.", false})
	return losses
}
