package app

import "patchbay/backend/proof"

// addMailbox fills in what a mailbox server said.
func (s *Step) addMailbox(m *proof.Mailbox) {
	s.Folders, s.Capabilities, s.Misses, s.Notices = []Folder{}, []string{}, []MissingCapability{}, []ServerNotice{}
	if m == nil {
		return
	}
	s.Capabilities = list(m.Capabilities)
	for _, f := range m.Folders {
		s.Folders = append(s.Folders, Folder{
			Name: f.Name, Role: string(f.Role), Selectable: f.Selectable, Messages: count(f.Messages), Unseen: count(f.Unseen),
		})
	}
	for _, c := range m.Misses {
		s.Misses = append(s.Misses, MissingCapability(c))
	}
	for _, n := range m.Notices {
		s.Notices = append(s.Notices, ServerNotice{Kind: string(n.Kind), Text: n.Text, URL: n.URL})
	}
}

// count is -1 for what was not counted.
func count(n *uint32) int {
	if n == nil {
		return -1
	}
	return int(*n)
}

func viewArrival(a *proof.Arrival) *Arrival {
	if a == nil {
		return nil
	}
	view := Arrival{
		Mailbox: a.Mailbox, Folder: a.Folder, Role: string(a.Role), DelayMs: int(a.DelayMs),
		From: a.From, SentFrom: a.SentFrom, FromRewritten: a.FromRewritten, Subject: a.Subject,
		Removed: a.Removed, ReturnPath: a.ReturnPath,
		Results: make([]AuthResult, len(a.Results)), Hops: make([]ReceivedHop, len(a.Hops)),
	}
	for i, r := range a.Results {
		view.Results[i] = AuthResult(r)
	}
	for i, h := range a.Hops {
		view.Hops[i] = ReceivedHop{From: h.From, By: h.By, With: h.With, Encrypted: h.Encrypted, TLS: h.TLS}
		if h.At != nil {
			view.Hops[i].At = stamp(*h.At)
		}
	}
	return &view
}
