// Package dial reaches a server: it resolves its name, connects, performs TLS
// handshakes, and explains in findings what stands in the way.
//
// Every aspect of a certificate is verified by itself, so that one fault does
// not hide another. A connection whose certificate is not trusted is returned
// only as evidence: no credential may be sent over it.
package dial
