package evidence

import "time"

// StatusDocument is in which light the last proof puts a thing, as the command
// line prints it and the local API answers it.
type StatusDocument struct {
	Light    Light      `json:"light"`
	Summary  string     `json:"summary"`
	Level    string     `json:"level,omitempty"` // of the proof, where there are several kinds of it
	Code     string     `json:"code,omitempty"`  // of its first finding
	Cause    string     `json:"cause,omitempty"`
	ProvedAt *time.Time `json:"provedAt,omitempty"` // when the proof began
}

// Document says in which light a proof puts a thing, and what it found first.
func (s Status) Document() StatusDocument {
	d := StatusDocument{Light: s.Light, Summary: s.Summary}
	if s.Proof == nil {
		return d
	}
	d.ProvedAt = new(s.Proof.StartedAt.UTC())
	for _, step := range s.Proof.Steps {
		if step.Finding != nil {
			d.Code, d.Cause = step.Finding.Code, step.Finding.Cause
			break
		}
	}
	return d
}
