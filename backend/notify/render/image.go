package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"image"
	"strings"

	_ "image/gif"  // so that the size of an embedded image can be read
	_ "image/jpeg" // the same
	_ "image/png"  // the same
)

// Inline is an image that travels with a mail. The HTML refers to it as
// cid:ContentID, because mail clients show no data: addresses.
type Inline struct {
	ContentID string // without angle brackets
	MediaType string // image/png, image/jpeg, image/gif or image/webp
	Data      []byte
}

// images keeps what is embedded in one document, each image once.
type images struct {
	list  []Inline
	known map[string]int // index in list, by content ID
	total int
	// remote are those that were not let in because they stand elsewhere.
	remote int
	// written is what the addresses of embedded images take in the HTML.
	written int
	// received are parts of a mail that is being looked at: only there may HTML refer
	// to an image instead of containing it.
	received []Inline
}

// take reads the address of an image and returns its content ID, or why there is none.
func (s *images) take(address string) (id, flaw string) {
	address = strings.TrimSpace(address)
	if wanted, ok := strings.CutPrefix(address, "cid:"); ok {
		for _, part := range s.received {
			if part.ContentID == wanted && sniff(part.Data) == part.MediaType && part.MediaType != "" {
				return s.keep(part.Data)
			}
		}
		return "", "an image cannot refer to another part of the mail: embed the image itself"
	}
	const scheme = "data:"
	if len(address) < len(scheme) || !strings.EqualFold(address[:len(scheme)], scheme) {
		s.remote++
		return "", "an image must be embedded: one that is loaded from elsewhere tells its server who reads the mail"
	}
	_, encoded, ok := strings.Cut(address, ",")
	if !ok || !strings.HasSuffix(strings.ToLower(strings.TrimSuffix(address, ","+encoded)), ";base64") {
		return "", "an embedded image must be written in base64"
	}
	s.written += len(address)
	if len(encoded) > MaxImage*2 {
		return "", "an embedded image may have 256 KiB"
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	if err != nil {
		return "", "an embedded image is not whole: its base64 cannot be read"
	}
	return s.keep(data)
}

// keep stores an image by what its bytes say it is; the label that it came with is not
// believed.
func (s *images) keep(data []byte) (id, flaw string) {
	mediaType := sniff(data)
	switch {
	case mediaType == "":
		return "", "an embedded image must be PNG, JPEG, GIF or WebP; this one is none of them"
	case len(data) > MaxImage:
		return "", "an embedded image may have 256 KiB"
	}
	sum := sha256.Sum256(data)
	id = hex.EncodeToString(sum[:16]) + "@image.invalid"
	if _, ok := s.known[id]; ok {
		return id, ""
	}
	if s.total+len(data) > MaxImages {
		return "", "the embedded images may have 1 MiB together"
	}
	if s.known == nil {
		s.known = map[string]int{}
	}
	s.known[id] = len(s.list)
	s.total += len(data)
	s.list = append(s.list, Inline{ContentID: id, MediaType: mediaType, Data: data})
	return id, ""
}

func (s *images) parts() []Inline { return s.list }

// embedded is the image as a data: address.
func (s *images) embedded(id string) string {
	i, ok := s.known[id]
	if !ok {
		return ""
	}
	return "data:" + s.list[i].MediaType + ";base64," + base64.StdEncoding.EncodeToString(s.list[i].Data)
}

// width is the image's own, in pixels, or 0 if it cannot be told.
func (s *images) width(id string) int {
	i, ok := s.known[id]
	if !ok {
		return 0
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(s.list[i].Data))
	if err != nil {
		return 0
	}
	return config.Width
}

// sniff tells an image's format by its first bytes (WHATWG MIME Sniffing §6.1).
func sniff(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return "image/gif"
	case len(data) >= 14 && bytes.HasPrefix(data, []byte("RIFF")) && string(data[8:14]) == "WEBPVP":
		return "image/webp"
	}
	return ""
}
