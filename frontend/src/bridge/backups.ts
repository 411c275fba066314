import * as bound from '../../wailsjs/go/app/Backups.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type BackupStatus = app.BackupStatus;
export type SavedBackup = app.SavedBackup;
export type BackupDownload = app.BackupDownload;
export type BackupPiece = app.BackupPiece;
export type BackupUpload = app.BackupUpload;
export type BackupFile = app.BackupFile;
export type BackupAccess = app.BackupAccess;
export type BackupReport = app.BackupReport;
export type Restored = app.Restored;
export type Verification = app.Verification;
export type VerifyProgress = app.VerifyProgress;
export type BackupDifference = app.BackupDifference;
export type DamagedRecord = app.DamagedRecord;

export const backups = {
  status: (): Promise<BackupStatus> => call(() => bound.Status()),
  /** save opens the window's save dialog; a person may take their time. */
  save: (): Promise<SavedBackup> => call(() => bound.Save(), unbounded),
  make: (): Promise<BackupDownload> => call(() => bound.Make(), unbounded),
  read: (id: string, offset: number): Promise<BackupPiece> => call(() => bound.Read(id, offset)),
  begin: (size: number): Promise<BackupUpload> => call(() => bound.Begin(size)),
  append: (id: string, piece: string): Promise<void> => call(() => bound.Append(id, piece)),
  file: (id: string): Promise<BackupFile> => call(() => bound.File(id), unbounded),
  inspect: (id: string, access: BackupAccess): Promise<BackupReport> =>
    call(() => bound.Inspect(id, access), unbounded),
  restore: (id: string): Promise<Restored> => call(() => bound.Restore(id), unbounded),
  discard: (id: string): Promise<void> => call(() => bound.Discard(id)),
  verify: (): Promise<Verification> => call(() => bound.Verify(), unbounded),
  cancelVerify: (): Promise<void> => call(() => bound.CancelVerify()),
};
