package mailapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

func (p *push) target() httppost.Target {
	s := p.WithDefaults()
	authorities, _ := dial.NewAuthorities(s.CAPEM) // is checked before anything is reached
	return httppost.Target{
		Endpoint: s.endpoint(), Network: p.Network, Authorities: authorities,
		Timeout: time.Duration(s.TimeoutSeconds) * time.Second, Mistaken: CodeUnexpectedAnswer,
	}
}

// post sends the body, once.
func (p *push) post(ctx context.Context, token secret.Text) proof.Outcome {
	header := http.Header{}
	header.Set("Accept", "application/json")
	header.Set("Authorization", "Bearer "+string(token.Reveal()))
	header.Set("Content-Type", "application/json")
	header.Set("User-Agent", "Patchbay")
	p.recorder.Client(fmt.Sprintf("POST %s with the mail configuration, %d bytes", signin.WithoutQuery(p.URL), len(p.Body.Reveal())))
	p.asked(header)
	answer, err := p.target().Post(ctx, header, p.Body.Reveal())
	p.answered(answer)
	if err != nil {
		return proof.Fail(p.unanswered(ctx, err, answer))
	}
	return p.judge(answer)
}

// unanswered explains a request without a whole answer. Unless nothing was
// reached at all, the target may have taken the configuration.
func (p *push) unanswered(ctx context.Context, err error, answer httppost.Answer) proof.Finding {
	f := p.target().Explain(ctx, err)
	if _, unreached := dial.FindingOf(err); !unreached || answer.Status != 0 {
		f.Remedy += " Whether the target took the configuration is not known: look there before you push again."
	}
	return f
}
