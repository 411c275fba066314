import * as bound from '../../wailsjs/go/app/Outgoing.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { Light } from './light';

export type OutgoingServer = Omit<app.OutgoingServer, 'light'> & { light: Light };
export type OutgoingDraft = app.OutgoingDraft;
export type OutgoingCheck = app.OutgoingCheck;
export type OutgoingProof = app.OutgoingProof;
export type SecretInput = app.SecretInput;
export type SecretView = app.SecretView;

export const outgoing = {
  get: (deployment: string): Promise<OutgoingServer> => call(() => bound.Get(deployment)),
  check: (draft: OutgoingDraft): Promise<OutgoingCheck> => call(() => bound.Check(draft)),
  save: (draft: OutgoingDraft): Promise<OutgoingServer> => call(() => bound.Save(draft)),
  remove: (deployment: string, revision: number): Promise<void> =>
    call(() => bound.Remove(deployment, revision)),
  prove: (request: OutgoingProof): Promise<app.Proof> =>
    call(() => bound.Prove(request), unbounded),
  cancelProof: (run: string): Promise<void> => call(() => bound.CancelProof(run)),
  rehearsalDraft: (deployment: string): Promise<OutgoingDraft> =>
    call(() => bound.RehearsalDraft(deployment)),
};
