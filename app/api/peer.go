package api

import (
	"context"
	"net"
	"net/netip"
	"sync"
)

// peer is who is at the other end of a connection.
type peer struct {
	conn     net.Conn
	looked   sync.Once
	other    bool // a process of another user
	recorded sync.Once
}

type peerKey struct{}

// withPeer gives every request of a connection its peer.
func withPeer(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, peerKey{}, &peer{conn: conn})
}

// peerOf returns the peer of a request; one that nothing is known of where a
// handler is called without a connection.
func peerOf(ctx context.Context) *peer {
	if p, ok := ctx.Value(peerKey{}).(*peer); ok {
		return p
	}
	return &peer{}
}

// look finds out once whose process it is. It is done during the handshake: a
// process that has to answer still holds its socket.
func (p *peer) look() {
	p.looked.Do(func() {
		if p.conn == nil {
			return
		}
		local, okLocal := addressOf(p.conn.LocalAddr())
		remote, okRemote := addressOf(p.conn.RemoteAddr())
		p.other = okLocal && okRemote && ofAnotherUser(remote, local)
	})
}

// foreign reports whether the connection belongs to a process of another user.
// Where that cannot be known it does not.
func (p *peer) foreign() bool {
	p.look()
	return p.other
}

// once does something for the first refusal of a connection.
func (p *peer) once(fn func()) { p.recorded.Do(fn) }

func addressOf(a net.Addr) (netip.AddrPort, bool) {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}, false
	}
	address := tcp.AddrPort()
	return netip.AddrPortFrom(address.Addr().Unmap().WithZone(""), address.Port()), address.IsValid()
}
