package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"patchbay/backend/notify"
	"patchbay/backend/rehearsal/smtpd"
)

const (
	recipients   = 1000
	crowd        = 10_000 // for whom is decided
	mailingTurns = 5      // a turn is a thousand mails, so that fewer will do
)

// measureMailing sends a thousand personalised mails through Postfix: by a bare
// sender that has the finished messages, by Patchbay's protocol alone, which
// composes them, and by Patchbay as it is, which decides for each person, renders,
// and keeps what became of each. All use one connection with implicit TLS.
func measureMailing(s settings) (t table, err error) {
	servers, err := startServers(addresses(recipients)...)
	if err != nil {
		return table{}, err
	}
	defer func() { err = errors.Join(err, servers.close()) }()
	house, err := newHouse(s.folder)
	if err != nil {
		return table{}, err
	}
	defer func() { err = errors.Join(err, house.bench.Close()) }()
	ctx := context.Background()
	mails, err := house.written(ctx)
	if err != nil {
		return table{}, fmt.Errorf("write the mails: %w", err)
	}
	address := servers.postfix.Address("implicit-tls")
	if err := house.sendThrough(ctx, address, alice, password, servers.authority.PEM()); err != nil {
		return table{}, err
	}
	bare := bareSender{address: address, pem: servers.authority.PEM()}
	took, err := inTurn(
		mailingTurns,
		func() error { return bare.send(mails) },
		func() error { return servers.sendByProtocol(ctx, address, mails) },
		func() error { return house.send(ctx) },
	)
	if err != nil {
		return table{}, err
	}
	t = table{
		title:   fmt.Sprintf("1,000 personalised mails through Postfix, medians of %d in turn", mailingTurns),
		columns: []string{"Program", "ms", "µs each", "x bare sender"},
	}
	for i, name := range []string{"net/smtp, finished messages", "patchbay, the protocol", "patchbay, whole"} {
		t.rows = append(t.rows, []string{
			name, fmt.Sprint(took[i].Milliseconds()), fmt.Sprint((took[i] / recipients).Microseconds()), fmt.Sprintf("%.2f", ratio(took[i], took[0])),
		})
	}
	decided, err := house.decisions(ctx)
	if err != nil {
		return table{}, err
	}
	perSecond := float64(crowd) / decided.Seconds()
	t.rows = append(t.rows, []string{"patchbay, 10,000 decisions", fmt.Sprint(decided.Milliseconds()), fmt.Sprintf("%.1f", 1e6/perSecond), "-"})
	return t, nil
}

// inTurn runs everything once to warm up, and then so many times in turn; it
// returns the medians.
func inTurn(turns int, runs ...func() error) ([]time.Duration, error) {
	all := make([][]time.Duration, len(runs))
	for turn := range turns + 1 {
		for i, run := range runs {
			began := time.Now()
			if err := run(); err != nil {
				return nil, err
			}
			if turn > 0 {
				all[i] = append(all[i], time.Since(began))
			}
		}
	}
	found := make([]time.Duration, len(runs))
	for i, each := range all {
		found[i] = median(each)
	}
	return found, nil
}

func addresses(n int) []string {
	all := []string{alice}
	for i := range n {
		all = append(all, person(i))
	}
	return all
}

func person(i int) string { return fmt.Sprintf("person%05d@example.test", i) }

// written are the mails of the event, as Patchbay composes them for a server that
// keeps what it catches.
func (h *house) written(ctx context.Context) (mails []smtpd.Mail, err error) {
	server, err := smtpd.Start(smtpd.Options{MaxMessages: recipients})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	address := fmt.Sprintf("%s:%d", server.Endpoints()[1].Host, server.Endpoints()[1].Port)
	if err := h.sendThrough(ctx, address, server.User(), string(server.Password().Reveal()), server.CAPEM()); err != nil {
		return nil, err
	}
	if err := h.send(ctx); err != nil {
		return nil, err
	}
	for _, caught := range server.Messages() {
		mail, err := server.Message(caught.ID)
		if err != nil {
			return nil, err
		}
		mails = append(mails, mail)
	}
	if len(mails) != recipients {
		return nil, fmt.Errorf("%d of %d mails were caught", len(mails), recipients)
	}
	return mails, nil
}

// send tells everyone of an event.
func (h *house) send(ctx context.Context) error {
	sent, err := h.bench.Notifications.Send(ctx, h.few, event(), "")
	if err != nil {
		return err
	}
	for _, m := range sent.Messages {
		if m.Outcome != notify.Sent {
			return fmt.Errorf("a mail to %s is %s: %s", m.Address, m.Outcome, m.Detail)
		}
	}
	if len(sent.Messages) != recipients {
		return fmt.Errorf("%d of %d mails were sent", len(sent.Messages), recipients)
	}
	return nil
}

// decisions decides an event for many more people, as often as is measured.
func (h *house) decisions(ctx context.Context) (time.Duration, error) {
	took, err := inTurn(minRuns, func() error {
		decided, err := h.bench.Notifications.Rehearse(ctx, h.many, event())
		if err == nil && (len(decided) != crowd || !decided[0].Mail) {
			err = fmt.Errorf("%d decisions", len(decided))
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return took[0], nil
}

func event() notify.Event {
	return notify.Event{Action: "Assign task", Everyone: true, Message: "Check the invoice 4711 of Globex, and approve it."}
}
