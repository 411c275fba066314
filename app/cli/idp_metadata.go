package cli

import (
	"strconv"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

func idpMetadataCommand() command {
	var source idpSource
	var port uint16
	return command{
		name: "idp metadata", args: "[NAME]", max: 1,
		short: "print the SAML metadata of the service provider",
		long: "The assertion consumer service of a test sign-in stands beside the real one when --port is given, or the " +
			"document names a port. Nothing is fetched.",
		examples: []string{"patchbay idp metadata Contoso > sp.xml", "patchbay idp metadata --from contoso.json --port 47800"},
		flags: func(f *pflag.FlagSet) {
			source.bind(f, "`FILE` with a document to use instead of what is kept; - is standard input")
			f.Uint16Var(&port, "port", 0, "`PORT` of a test sign-in on this machine")
		},
		run: func(c *call) error {
			return source.withSettings(c, "idp metadata", func(s signin.Settings) error { return c.showMetadata(s, port) })
		},
	}
}

func (c *call) showMetadata(s signin.Settings, port uint16) error {
	if s.Type != signin.SAML {
		return fault.New(fault.Invalid, account.CodeSettingsInvalid, "only a SAML provider has metadata of a service provider").
			WithField("type", "must be saml")
	}
	s = s.WithDefaults()
	if port == 0 {
		port = s.LoopbackPort
	}
	proofACS := ""
	if port != 0 {
		proofACS = s.ReturnsTo(s.LoopbackHost, strconv.Itoa(int(port)))
	}
	xml, err := saml.SPMetadata(s, proofACS)
	if err != nil {
		return err
	}
	document := struct {
		XML string `json:"xml"`
	}{string(xml)}
	return c.out.result(document, func(p *printer) { p.lines(string(xml)) })
}

func idpSheetCommand() command {
	var source idpSource
	var port uint16
	return command{
		name: "idp sheet", args: "[NAME]", max: 1,
		short:    "print what to enter at the provider, in the words of its screens",
		examples: []string{"patchbay idp sheet Contoso", "patchbay idp sheet --from contoso.json"},
		flags: func(f *pflag.FlagSet) {
			source.bind(f, "`FILE` with a document to use instead of what is kept; - is standard input")
			f.Uint16Var(&port, "port", 0, "`PORT` of a test sign-in on this machine")
		},
		run: func(c *call) error {
			return source.withSettings(c, "idp sheet", func(s signin.Settings) error { return c.showSheet(s, port) })
		},
	}
}

func (c *call) showSheet(s signin.Settings, port uint16) error {
	s = s.WithDefaults()
	word := "PORT"
	if port == 0 {
		port = s.LoopbackPort
	}
	if port != 0 {
		word = strconv.Itoa(int(port))
	}
	sheet := preset.SheetOf(s, signin.Location{URL: s.ReturnsTo(s.LoopbackHost, word)})
	return c.out.result(sheet, func(p *printer) { p.lines(sheet.Text()) })
}
