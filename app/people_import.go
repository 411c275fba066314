package app

import (
	"context"
	"encoding/base64"
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// ImportPart takes the next piece of a file and returns its handle. What is held of
// a file lies in memory only, until it is imported or discarded, the vault is
// locked, or fifteen minutes have passed.
func (p *People) ImportPart(part PeopleImportPart) (string, error) {
	return call(p.app, func(context.Context) (string, error) {
		if _, err := p.app.bench.Operators.MayRead(); err != nil {
			return "", err
		}
		if base64.StdEncoding.DecodedLen(len(part.Content)) > transferPiece+2 { // of padding
			return "", fault.New(fault.Invalid, codeBadImport, fmt.Sprintf("a piece is larger than %d bytes", transferPiece))
		}
		piece, err := base64.StdEncoding.Strict().DecodeString(part.Content)
		if err != nil {
			return "", fault.New(fault.Invalid, codeBadImport, "a piece is not base64").WithCause(err)
		}
		defer clear(piece)
		return p.app.takeImport(part.Handle, importing{of: ofPeople, deploymentID: part.DeploymentID}, piece)
	})
}

// withFile runs fn on a file of a deployment, which nobody else has meanwhile.
func (p *People) withFile(request PeopleImport, fn func(*importing) error) error {
	return p.app.withImport(request.Handle, importing{of: ofPeople, deploymentID: request.DeploymentID}, fn)
}

// PreviewImport says what importing the file would do.
func (p *People) PreviewImport(request PeopleImport) (PeopleImportReport, error) {
	return call(p.app, func(ctx context.Context) (view PeopleImportReport, err error) {
		err = p.withFile(request, func(file *importing) error {
			preview, err := p.notify().PreviewImport(ctx, request.DeploymentID, file.text)
			if err != nil {
				return err
			}
			file.inspect(preview)
			view = viewPeopleImport(request.Handle, preview.Report())
			return nil
		})
		return view, err
	})
}

// Import carries out a previewed import, all of it or nothing.
func (p *People) Import(request PeopleImport) (PeopleImportReport, error) {
	return call(p.app, func(ctx context.Context) (view PeopleImportReport, err error) {
		err = p.withFile(request, func(file *importing) error {
			preview, read := file.preview.(*notify.Import)
			if !read {
				return notLookedThrough()
			}
			done, err := p.notify().ApplyImport(ctx, request.DeploymentID, preview, request.WithoutBad)
			if err != nil {
				return err
			}
			view = viewPeopleImport(request.Handle, done)
			return p.app.imports.drop(request.Handle)
		})
		return view, err
	})
}

// DiscardImport forgets a file.
func (p *People) DiscardImport(handle string) error {
	return p.app.imports.drop(handle)
}

func viewPeopleImport(handle string, r notify.ImportReport) PeopleImportReport {
	view := PeopleImportReport{
		Handle: handle, Encoding: r.Encoding, Columns: list(r.Columns), Rows: r.Rows, Good: r.Good, Bad: r.Bad,
		New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, Unusable: r.Unusable,
		Problems: make([]PeopleImportProblem, len(r.Problems)), ProblemCount: r.ProblemCount,
		Samples: make([]PeopleImportSample, len(r.Samples)),
	}
	for i, problem := range r.Problems {
		view.Problems[i] = PeopleImportProblem(problem)
	}
	for i, s := range r.Samples {
		view.Samples[i] = PeopleImportSample{
			Line: s.Line, Name: s.Person.Name, UserName: s.Person.UserName, Email: s.Person.Email,
			Address: s.Address, Unusable: s.Unusable, Effect: string(s.Effect),
		}
	}
	return view
}
