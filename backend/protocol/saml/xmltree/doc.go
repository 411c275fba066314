// Package xmltree reads the XML of SAML messages and metadata from strangers.
//
// A signature covers a tree, and people are signed in by what was read of it:
// the two must not differ. So whatever parsers disagree about is refused, above
// all a DOCTYPE, processing instructions, attributes that are there twice, and
// names that encoding/xml does not give back as it found them. What is left is
// bounded in size, depth and number before a tree is made of it.
package xmltree
