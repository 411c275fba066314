package api

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// ofAnotherUser reads the kernel's table of sockets for the one at the client's
// end. A socket belongs to the user who made it; this user and root may call.
func ofAnotherUser(client, server netip.AddrPort) bool {
	const attempts = 3 // the table changes while it is read, and may lack a row
	for range attempts {
		owner, found, readable := socketOwner(client, server)
		switch {
		case found:
			return owner != 0 && owner != os.Geteuid()
		case !readable: // nobody can tell in a sandbox without /proc
			return false
		}
	}
	return true // its process is gone, or hides
}

func socketOwner(client, server netip.AddrPort) (owner int, found, readable bool) {
	for _, table := range []struct {
		path  string
		width int
	}{{"/proc/net/tcp", 4}, {"/proc/net/tcp6", 16}} {
		wanted := [2]string{kernelAddress(client, table.width), kernelAddress(server, table.width)}
		if wanted[0] == "" { // no IPv6 address fits into the first table
			continue
		}
		file, err := os.Open(table.path)
		if err != nil {
			continue
		}
		readable = true
		owner, found = findOwner(file, wanted)
		_ = file.Close() // was read only
		if found {
			return owner, true, true
		}
	}
	return 0, false, readable
}

// findOwner looks a pair of addresses up in a table as proc_pid_net(5)
// describes it. A socket without an inode has no process any more.
func findOwner(table io.Reader, wanted [2]string) (owner int, found bool) {
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		if !strings.Contains(lines.Text(), wanted[0]) {
			continue
		}
		columns := strings.Fields(lines.Text())
		const uid, inode = 7, 9
		if len(columns) <= inode || columns[1] != wanted[0] || columns[2] != wanted[1] || columns[inode] == "0" {
			continue
		}
		if owner, err := strconv.Atoi(columns[uid]); err == nil {
			return owner, true
		}
	}
	return 0, false
}

// kernelAddress writes an address as the table does: words of 32 bits in the
// machine's byte order, and the port. An IPv4 address in the table of IPv6
// stands there mapped (RFC 4291 §2.5.5.2). It returns "" for an address that
// the table cannot hold.
func kernelAddress(a netip.AddrPort, width int) string {
	address := a.Addr()
	var raw []byte
	switch {
	case width == 4 && address.Is4():
		raw = address.AsSlice()
	case width == 16:
		mapped := address.As16()
		raw = mapped[:]
	default:
		return ""
	}
	var b strings.Builder
	for word := range len(raw) / 4 {
		value := binary.NativeEndian.Uint32(raw[word*4:])
		b.WriteString(strings.ToUpper(hex.EncodeToString(binary.BigEndian.AppendUint32(nil, value))))
	}
	b.WriteByte(':')
	b.WriteString(strings.ToUpper(hex.EncodeToString(binary.BigEndian.AppendUint16(nil, a.Port()))))
	return b.String()
}
