// Package provider knows mail providers: their servers, how they let a program
// sign in today, what has to be done at the provider first, and which dates
// change that.
//
// It is data, written down with its source and the day it was last verified,
// and a few rules about it. Nothing here is looked up in a network, and
// nothing here is certain enough to be used without a proof: a preset fills a
// form, the proof says whether it holds. What could not be verified says so.
package provider
