// Package peers starts real servers for the tests and benchmarks that must not
// trust our own idea of how such servers answer: Postfix and Dovecot as Debian
// packages them, and npm's oidc-provider, a certified OpenID provider.
//
// Every server runs in a temporary folder of its own, on free loopback ports,
// and delivers nowhere else. Nothing of the system's configuration or spool is
// read or written. A server is stopped by its process ID, and ends when the
// process that started it does.
//
// The mail servers change their user, so that they can be started by root on
// Linux only. The provider needs Node on any Unix.
package peers
