package render

import (
	"errors"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// errUnstable means that markup is still another after it has been written and read
// several times. No mail that somebody meant does that.
var errUnstable = errors.New("render: markup does not settle")

// settle is the second gate. It has bluemonday judge what our own filter let through
// and reads the result back until writing and reading change nothing any more: what a
// reader's parser makes of a mail is then what we have looked at.
func settle(body *html.Node) (*html.Node, error) {
	policy := secondOpinion()
	before, err := write(body)
	for range 5 {
		if err != nil {
			return nil, err
		}
		var after string
		if body, err = readBody(policy.Sanitize(before)); err != nil {
			return nil, err
		}
		if after, err = write(body); after == before && err == nil {
			return body, nil
		}
		before = after
	}
	return nil, errUnstable
}

func write(body *html.Node) (string, error) {
	var out strings.Builder
	err := html.Render(&out, body)
	return out.String(), err
}

// readBody reads <div ...>...</div>, which stands for the body.
func readBody(markup string) (*html.Node, error) {
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return nil, err
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	if len(nodes) == 1 && nodes[0].Data == "div" {
		return nodes[0], nil
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, nil
}

// secondOpinion is written without a look at our own lists: what both let through is
// what a mail holds.
func secondOpinion() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowNoAttrs().OnElements("a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br",
		"caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em",
		"figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img",
		"ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike",
		"strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr")

	p.AllowAttrs("href").Matching(regexp.MustCompile("^(?i:https?://|mailto:)[^\\s\\\\\"'<>`]+$|^%[a-z0-9-]+%$")).OnElements("a")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^cid:[0-9a-f]{32}@image\.invalid$`)).OnElements("img")
	p.AllowAttrs("style").Matching(regexp.MustCompile(`^[a-zA-Z0-9 #%.,()+/'!:;-]*$`)).Globally()
	p.AllowAttrs("class", "id").Matching(regexp.MustCompile(`^[a-zA-Z0-9_ \t\n\f\r-]*$`)).Globally()
	p.AllowAttrs("title", "aria-label").Globally()
	p.AllowAttrs("dir", "lang", "role", "align", "valign", "aria-hidden").Matching(regexp.MustCompile(`^[a-zA-Z0-9 -]*$`)).Globally()
	p.AllowAttrs("bgcolor").Matching(colourLike()).Globally()
	p.AllowAttrs("color").Matching(colourLike()).OnElements("font", "hr")
	p.AllowAttrs("bordercolor").Matching(colourLike()).OnElements("table")
	p.AllowAttrs("face").OnElements("font")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("summary").OnElements("table")
	p.AllowAttrs("abbr").OnElements("th")

	length := regexp.MustCompile(`^\+?[0-9]{1,5}(px|%)?$`)
	p.AllowAttrs("width", "height", "border", "hspace", "vspace", "cellpadding", "cellspacing", "colspan", "rowspan",
		"span", "size", "start", "value").Matching(length).
		OnElements("img", "table", "td", "th", "tr", "col", "colgroup", "hr", "ol", "li", "font")
	p.AllowAttrs("type", "scope", "nowrap", "reversed", "noshade", "clear").Matching(regexp.MustCompile(`^[a-zA-Z0-9 -]*$`)).
		OnElements("ol", "ul", "li", "th", "td", "hr", "br")
	return p
}

func colourLike() *regexp.Regexp {
	return regexp.MustCompile(`^[a-zA-Z0-9 #%.,()+/'"-]*$`)
}
