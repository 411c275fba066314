package render_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// judge is what a reader's program would object to. It is written without a look at the
// package's own lists: it knows what may be there, and everything else is a finding.
type judge struct {
	preview  bool // images as data: addresses, a policy, and no links at all
	findings []string
}

func (j *judge) object(format string, args ...any) {
	j.findings = append(j.findings, fmt.Sprintf(format, args...))
}

const (
	mayBeThere = " html head body title style meta a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr "
	mayBeSaid  = " href src alt title style class id dir lang role align valign aria-label aria-hidden bgcolor bordercolor color face size width height border hspace vspace cellpadding cellspacing colspan rowspan span start value type scope nowrap reversed noshade clear summary abbr "
)

// read judges a document as a browser with scripts and as one without would read it.
func (j *judge) read(document string) {
	for _, scripting := range []bool{true, false} {
		root, err := html.ParseWithOptions(strings.NewReader(document), html.ParseOptionEnableScripting(scripting))
		if err != nil {
			j.object("cannot be read: %v", err)
			return
		}
		j.node(root)
	}
}

func (j *judge) node(n *html.Node) {
	switch n.Type {
	case html.CommentNode:
		j.object("comment %q", n.Data)
	case html.ElementNode:
		if n.Namespace != "" || !strings.Contains(mayBeThere, " "+n.Data+" ") {
			j.object("element %s:%s", n.Namespace, n.Data)
		}
		j.attributes(n)
		if n.Data == "style" && n.FirstChild != nil {
			j.style(n.FirstChild.Data)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		j.node(c)
	}
}

func (j *judge) attributes(n *html.Node) {
	for _, a := range n.Attr {
		if n.Data == "meta" {
			j.meta(a)
			continue
		}
		if a.Namespace != "" || !strings.Contains(mayBeSaid, " "+a.Key+" ") {
			j.object("attribute %s %s", n.Data, a.Key)
		}
		switch a.Key {
		case "href":
			scheme, _, _ := strings.Cut(a.Val, ":")
			scheme = strings.ToLower(scheme)
			if j.preview || scheme != "https" && scheme != "http" && scheme != "mailto" {
				j.object("link to %q", a.Val)
			}
		case "src":
			if j.preview && !strings.HasPrefix(a.Val, "data:image/") || !j.preview && !strings.HasPrefix(a.Val, "cid:") {
				j.object("image from %q", a.Val)
			}
		case "style":
			j.style(a.Val)
		}
	}
}

func (j *judge) meta(a html.Attribute) {
	switch a.Key {
	case "charset", "name":
	case "content":
	case "http-equiv":
		if !j.preview || a.Val != "Content-Security-Policy" {
			j.object("meta %s", a.Val)
		}
	default:
		j.object("meta %s", a.Key)
	}
}

func (j *judge) style(css string) {
	low := strings.ToLower(css)
	for _, sign := range []string{"url", "expression", "@import", "behavior", "binding", `\`, "<", "/*", "position", "var(", "attr(", "content:", "image-set", "javascript"} {
		if strings.Contains(low, sign) {
			j.object("style with %q: %q", sign, css)
		}
	}
}

// shape lists elements with the names of their attributes, in order, and where links
// lead to: what values must not change. Line breaks are a value's only freedom.
func shape(t *testing.T, document string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data != "br" {
			line := n.Data
			for _, a := range n.Attr {
				line += " " + a.Key
			}
			found = append(found, line)
		}
		if n.Type == html.CommentNode {
			found = append(found, "comment")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	visit(root)
	return found
}

// attacks reads the corpus: one attack a line, quoted where it holds what a line cannot.
func attacks(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, `"`) {
			if line, err = strconv.Unquote(line); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
		}
		found = append(found, line)
	}
	return found
}
