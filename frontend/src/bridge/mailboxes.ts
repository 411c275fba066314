import * as bound from '../../wailsjs/go/app/Mailboxes.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { Light } from './light';
import type { SignedIn, TriedPorts } from './outgoing';

export type MailboxRow = Omit<app.MailboxRow, 'light'> & { light: Light };
export type Mailbox = Omit<app.Mailbox, 'light'> & { light: Light };
export type MailboxDraft = app.MailboxDraft;
export type MailboxCheck = app.MailboxCheck;
export type MailboxPassword = app.MailboxPassword;
export type MailboxAlias = app.MailboxAlias;
export type MailboxAliasDraft = app.MailboxAliasDraft;
export type MailboxesProof = app.MailboxesProof;
export type MailboxesProving = app.MailboxesProving;
export type MailboxesProved = app.MailboxesProved;
export type MailboxResult = Omit<app.MailboxResult, 'light'> & { light: Light };
export type MailboxCause = app.MailboxCause;
export type SlowedServer = app.SlowedServer;
export type MailboxImportPart = app.MailboxImportPart;
export type MailboxImportPreview = app.MailboxImportPreview;
export type MailboxImportProblem = app.MailboxImportProblem;
export type MailboxImportSample = app.MailboxImportSample;
export type MailboxImported = app.MailboxImported;
export type MailboxExport = app.MailboxExport;
export type MailboxExported = app.MailboxExported;

// What speaks to another side ends by its own deadline, or by cancel; so does
// what reads, seals or writes ten thousand rows.
export const mailboxes = {
  /** list is the whole table, by address. */
  list: (deployment: string): Promise<MailboxRow[]> =>
    call(async () => ((await bound.List(deployment)).rows as MailboxRow[] | null) ?? []),
  get: (deployment: string, id: string): Promise<Mailbox> => call(() => bound.Get(deployment, id)),
  check: (draft: MailboxDraft): Promise<MailboxCheck> => call(() => bound.Check(draft)),
  save: (draft: MailboxDraft): Promise<Mailbox> => call(() => bound.Save(draft)),
  changePassword: (change: MailboxPassword): Promise<Mailbox> =>
    call(() => bound.ChangePassword(change)),
  remove: (deployment: string, id: string, revision: number): Promise<void> =>
    call(() => bound.Remove(deployment, id, revision)),
  prove: (request: app.MailboxProof): Promise<app.Proof> =>
    call(() => bound.Prove(request), unbounded),
  alternatives: (request: app.MailboxProof): Promise<TriedPorts> =>
    call(() => bound.Alternatives(request), unbounded),
  proveMany: (request: MailboxesProof): Promise<MailboxesProved> =>
    call(() => bound.ProveMany(request), unbounded),
  signIn: (request: app.MailboxSignInRequest): Promise<SignedIn> =>
    call(() => bound.SignIn(request), unbounded),
  /** cancelRun ends whatever was begun under a run ID, at once. */
  cancelRun: (run: string): Promise<void> => call(() => bound.CancelProof(run)),
  rehearsalDraft: (deployment: string): Promise<MailboxDraft> =>
    call(() => bound.RehearsalDraft(deployment)),
  saveAlias: (draft: MailboxAliasDraft): Promise<MailboxAlias> =>
    call(() => bound.SaveAlias(draft)),
  removeAlias: (deployment: string, mailbox: string, id: string, revision: number): Promise<void> =>
    call(() => bound.RemoveAlias(deployment, mailbox, id, revision)),
  /** importPart answers the file's handle; at most 512 KiB of text at a time. */
  importPart: (part: MailboxImportPart): Promise<string> => call(() => bound.ImportPart(part)),
  previewImport: (options: app.MailboxImportOptions): Promise<MailboxImportPreview> =>
    call(() => bound.PreviewImport(options), unbounded),
  import: (request: app.MailboxImport): Promise<MailboxImported> =>
    call(() => bound.Import(request), unbounded),
  discardImport: (handle: string): Promise<void> => call(() => bound.DiscardImport(handle)),
  export: (request: MailboxExport): Promise<MailboxExported> =>
    call(() => bound.Export(request), unbounded),
};
