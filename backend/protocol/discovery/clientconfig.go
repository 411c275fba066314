package discovery

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Bounds of an autoconfig file. The largest in Thunderbird's database has some
// hundred elements, five deep.
const (
	maxFile     = 256 << 10
	maxElements = 4096
	maxDepth    = 16
	maxServers  = 32
)

var (
	errDirective = errors.New("it declares a document type, which no autoconfig file needs")
	errShape     = errors.New("it has too many elements, or they are nested too deeply")
	errRoots     = errors.New("it has more than one root element")
	errTooLarge  = errors.New("larger than 256 KiB")
)

// clientConfig is an autoconfig file in the format of Thunderbird's database,
// version 1.1 (draft-ietf-mailmaint-autoconfig).
type clientConfig struct {
	XMLName   xml.Name        `xml:"clientConfig"`
	Providers []emailProvider `xml:"emailProvider"`
}

type emailProvider struct {
	Name     string         `xml:"displayName"`
	Incoming []serverConfig `xml:"incomingServer"`
	Outgoing []serverConfig `xml:"outgoingServer"`
}

type serverConfig struct {
	Type           string   `xml:"type,attr"`
	Hostname       string   `xml:"hostname"`
	Port           string   `xml:"port"`
	SocketType     string   `xml:"socketType"`
	Username       string   `xml:"username"`
	Authentication []string `xml:"authentication"`
}

// parseClientConfig reads a file of at most maxFile bytes.
func parseClientConfig(file []byte) (emailProvider, error) {
	if len(file) > maxFile {
		return emailProvider{}, errTooLarge
	}
	if err := checkShape(file); err != nil {
		return emailProvider{}, fmt.Errorf("not valid XML: %w", err)
	}
	var config clientConfig
	if err := xml.Unmarshal(file, &config); err != nil {
		return emailProvider{}, fmt.Errorf("not an autoconfig file: %w", err)
	}
	if len(config.Providers) == 0 {
		return emailProvider{}, errors.New("not an autoconfig file: it names no provider")
	}
	return config.Providers[0], nil
}

// checkShape reads the file once without keeping it, so that what Unmarshal
// builds of it is bounded. Package xml expands no entities of a file's own; a
// document type is refused all the same, because nothing good begins with one.
func checkShape(file []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(file))
	depth, elements := 0, 0
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		switch token.(type) {
		case xml.Directive:
			return errDirective
		case xml.StartElement:
			if depth == 0 && elements > 0 {
				return errRoots
			}
			depth++
			elements++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth || elements > maxElements {
			return errShape
		}
	}
}
