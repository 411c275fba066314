// Package browser is the door through which the pages are used in a browser:
// the same pages, the same bound methods and the same events as in the window,
// over HTTP on the loopback interface.
//
//	GET  /             the pages
//	POST /session      exchanges the one-time token of the link for a session token
//	POST /rpc/app.X.Y  calls method Y of the bound type X with a JSON array of arguments
//	GET  /events       the events, as text/event-stream
//
// A loopback port is open to every page of every browser and to every user of
// the machine, so nothing is answered on trust: Host and Origin are compared
// exactly before anything is routed, there are no cookies and no CORS headers,
// and every call and every stream carries the session token.
package browser
