package api

import (
	"encoding/binary"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ofAnotherUser asks the system for the process that owns the client's end of
// the connection, and the process for its user. This user and the system itself
// may call. A process whose user is kept from us is not ours.
func ofAnotherUser(client, server netip.AddrPort) bool {
	process, known := owningProcess(client, server)
	if !known {
		return false
	}
	own, err := userOf(windows.GetCurrentProcessToken())
	if err != nil {
		return false
	}
	other, err := userOfProcess(process)
	if err != nil {
		return true
	}
	return !other.Equals(own) && !other.IsWellKnown(windows.WinLocalSystemSid)
}

func userOfProcess(id uint32) (*windows.SID, error) {
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = windows.CloseHandle(process) }()
	var token windows.Token
	if err := windows.OpenProcessToken(process, windows.TOKEN_QUERY, &token); err != nil {
		return nil, err
	}
	defer func() { _ = token.Close() }()
	return userOf(token)
}

func userOf(token windows.Token) (*windows.SID, error) {
	user, err := token.GetTokenUser()
	if err != nil {
		return nil, err
	}
	return user.User.Sid.Copy()
}

// The layout of MIB_TCPROW_OWNER_PID and MIB_TCP6ROW_OWNER_PID, in bytes; the
// table begins with the number of its rows. Addresses and ports are in network
// byte order.
type rowLayout struct {
	family                                                     uint32
	size, local, localPort, remote, remotePort, process, width int
}

func rowsOfIPv4() rowLayout {
	return rowLayout{windows.AF_INET, 24, 4, 8, 12, 16, 20, 4}
}

func rowsOfIPv6() rowLayout {
	return rowLayout{windows.AF_INET6, 56, 0, 20, 24, 44, 52, 16}
}

// owningProcess looks in both tables: a socket of IPv6 may speak IPv4, and its
// addresses stand there mapped (RFC 4291 §2.5.5.2).
func owningProcess(client, server netip.AddrPort) (process uint32, known bool) {
	for _, layout := range []rowLayout{rowsOfIPv4(), rowsOfIPv6()} {
		if layout.width == 4 && !client.Addr().Is4() {
			continue
		}
		table, err := tcpTable(layout.family)
		if err != nil {
			continue
		}
		if process, known = layout.find(table, client, server); known {
			return process, true
		}
	}
	return 0, false
}

func (l rowLayout) find(table []byte, client, server netip.AddrPort) (process uint32, found bool) {
	const header = 4
	if len(table) < header {
		return 0, false
	}
	count := int(binary.NativeEndian.Uint32(table))
	for rows := table[header:]; count > 0 && len(rows) >= l.size; count, rows = count-1, rows[l.size:] {
		row := rows[:l.size]
		if l.endpoint(row, l.local, l.localPort) == client && l.endpoint(row, l.remote, l.remotePort) == server {
			return binary.NativeEndian.Uint32(row[l.process:]), true
		}
	}
	return 0, false
}

func (l rowLayout) endpoint(row []byte, address, port int) netip.AddrPort {
	ip, _ := netip.AddrFromSlice(row[address : address+l.width])
	return netip.AddrPortFrom(ip.Unmap(), binary.BigEndian.Uint16(row[port:]))
}

// tcpTable calls GetExtendedTcpTable of the IP helper library, for connections
// with their processes.
func tcpTable(family uint32) ([]byte, error) {
	const (
		connectionsWithProcess = 4 // TCP_TABLE_OWNER_PID_CONNECTIONS
		attempts               = 4 // the table grows while it is asked for
	)
	call := windows.NewLazySystemDLL("iphlpapi.dll").NewProc("GetExtendedTcpTable")
	if err := call.Find(); err != nil {
		return nil, err
	}
	size := uint32(16 << 10)
	status := uintptr(0)
	for range attempts {
		table := make([]byte, size)
		status, _, _ = call.Call(uintptr(unsafe.Pointer(&table[0])), uintptr(unsafe.Pointer(&size)), 0,
			uintptr(family), connectionsWithProcess, 0)
		if status == 0 {
			return table, nil
		}
		if windows.Errno(status) != windows.ERROR_INSUFFICIENT_BUFFER {
			break
		}
	}
	return nil, windows.Errno(status)
}
