package outgoing

import "time"

// StoredSecret says of one stored secret only that it is there.
type StoredSecret struct {
	Field     string // as in the configuration document
	ChangedAt time.Time
}

// Stored lists the secrets that are stored for the server.
func (s Server) Stored() []StoredSecret {
	var stored []StoredSecret
	for _, slot := range slots() {
		if info := *slot.info(&s); info.Set {
			stored = append(stored, StoredSecret{Field: slot.field, ChangedAt: info.ChangedAt})
		}
	}
	return stored
}

// Target is where the server is reached, "host:port" as it was entered; empty
// when none is configured.
func (s Server) Target() string {
	if !s.Configured() {
		return ""
	}
	full := s.Settings.WithDefaults()
	return full.Host + ":" + full.Port
}
