package smtp

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

func (s *session) chooseMechanism() (string, *proof.Finding) {
	offered := s.offered.mechanisms()
	offer := mailauth.Offer{
		Mechanisms: offered, Port: s.Port, Encrypted: s.Encrypted, STARTTLS: s.offered.has("STARTTLS"),
	}
	if f := s.InClearThroughProxy(); f != nil {
		return "", f
	}
	switch {
	case !s.MaySignIn():
		return "", s.notOffered(mailauth.Offer{STARTTLS: true}.Diagnose())
	case len(offered) == 0:
		return "", s.notOffered(offer.Diagnose())
	case s.settings.Auth == SignInOAuth2:
		return s.chooseTokenMechanism(offered)
	}
	if mechanism := mailauth.Choose(offered); mechanism != "" {
		return mechanism, nil
	}
	return "", s.notOffered(offer.Diagnose())
}

// notOffered adds what the server offered to the explanation of it.
func (s *session) notOffered(f proof.Finding) *proof.Finding {
	f.Remote = &fault.Remote{Text: s.offered.String()}
	return &f
}
