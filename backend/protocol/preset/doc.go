// Package preset knows sign-in providers by name: what their settings look like,
// what has to be asked for them, what they accept as a callback URL, and what to
// enter on which of their screens.
package preset
