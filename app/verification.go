package app

import (
	"context"
	"time"

	"patchbay/backend/operator"
	"patchbay/backend/vault"
)

// verifyRun names the one verification that can be under way.
const verifyRun = "vault.verifying"

// Verify reads every record and every file of the vault. Progress comes as the
// event "vault.verifying".
func (b *Backups) Verify() (Verification, error) {
	return call(b.app, func(ctx context.Context) (Verification, error) {
		cancellable, end := b.app.runs.begin(ctx, verifyRun)
		defer end()
		start := time.Now()
		found, err := b.app.bench.Operators.Verify(cancellable)
		if err != nil {
			return Verification{}, err
		}
		notes := make([]string, len(found.Notes))
		for i, note := range found.Notes {
			notes[i] = sentence(note)
		}
		return Verification{
			At: stamp(b.app.bench.Now()), Records: found.Records, Secrets: found.Secrets,
			DurationMs: int(time.Since(start).Milliseconds()),
			Damaged:    b.app.viewDamage(ctx, found.Damaged), Notes: notes,
		}, nil
	})
}

// CancelVerify ends a verification.
func (b *Backups) CancelVerify() error {
	b.app.runs.cancel(verifyRun)
	return nil
}

func (a *App) viewDamage(ctx context.Context, damaged []vault.RecordDamage) []DamagedRecord {
	views := make([]DamagedRecord, len(damaged))
	for i, d := range damaged {
		name := a.bench.RecordName(ctx, d.Kind, d.ID, nil)
		if name == "" {
			name = d.ID
		}
		views[i] = DamagedRecord{Kind: d.Kind, Name: name, Where: d.Where, Problem: sentence(d.Problem)}
	}
	return views
}

func viewBackupFile(f operator.BackupFile) BackupFile {
	return BackupFile{
		VaultID: f.VaultID, At: stamp(f.At), Size: int(f.Size), Operators: len(f.Operators), SameVault: f.SameVault,
	}
}

func (a *App) viewBackupReport(ctx context.Context, b *operator.Backup, report operator.BackupReport) BackupReport {
	view := BackupReport{
		File: viewBackupFile(report.File), Records: report.File.Records, Secrets: report.File.Secrets,
		Generation: int(report.File.Generation), Operators: make([]Operator, len(report.Operators)),
		Compared: report.Compared, Differences: make([]BackupDifference, len(report.Differences)),
		Replaces: report.Replaces, MayRestore: report.Refused == nil, Refused: sentences(report.Refused),
	}
	for i, o := range report.Operators {
		view.Operators[i] = viewOperator(o)
	}
	for i, d := range report.Differences {
		view.Differences[i] = BackupDifference{
			Kind: d.Kind, ComesBack: len(d.ComesBack), IsLost: len(d.IsLost), Differs: len(d.Differs), Same: d.Same,
			Names: a.bench.DifferenceNames(ctx, b, d),
		}
	}
	return view
}
