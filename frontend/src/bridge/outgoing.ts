import * as bound from '../../wailsjs/go/app/Outgoing.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { Light } from './light';

export type OutgoingServer = Omit<app.OutgoingServer, 'light'> & { light: Light };
export type OutgoingDraft = app.OutgoingDraft;
export type OAuth2Draft = app.OAuth2Draft;
export type StoredOAuth2 = app.StoredOAuth2;
export type OutgoingCheck = app.OutgoingCheck;
export type OutgoingProof = app.OutgoingProof;
export type TriedPorts = app.TriedPorts;
export type OutgoingPermissions = app.OutgoingPermissions;
export type SignedIn = app.SignedIn;
export type Advice = app.Advice;
export type Permission = app.Permission;
export type ProviderCommand = app.ProviderCommand;
export type SecretInput = app.SecretInput;
export type SecretShape = app.SecretShape;
export type SecretView = app.SecretView;
export type SignInPrompt = app.SignInPrompt;
export type TriedPort = app.TriedPort;

// What speaks to another side ends by its own deadline, or by cancel.
export const outgoing = {
  get: (deployment: string): Promise<OutgoingServer> => call(() => bound.Get(deployment)),
  check: (draft: OutgoingDraft): Promise<OutgoingCheck> => call(() => bound.Check(draft)),
  save: (draft: OutgoingDraft): Promise<OutgoingServer> => call(() => bound.Save(draft)),
  remove: (deployment: string, revision: number): Promise<void> =>
    call(() => bound.Remove(deployment, revision)),
  prove: (request: OutgoingProof): Promise<app.Proof> =>
    call(() => bound.Prove(request), unbounded),
  alternatives: (request: app.OutgoingRun): Promise<TriedPorts> =>
    call(() => bound.Alternatives(request), unbounded),
  permissions: (request: app.OutgoingPermissionsRequest): Promise<OutgoingPermissions> =>
    call(() => bound.Permissions(request), unbounded),
  checkSender: (request: app.OutgoingSenderRequest): Promise<app.Proof> =>
    call(() => bound.CheckSender(request), unbounded),
  signIn: (request: app.OutgoingSignInRequest): Promise<SignedIn> =>
    call(() => bound.SignIn(request), unbounded),
  /** cancelRun ends whatever was begun under a run ID, at once. */
  cancelRun: (run: string): Promise<void> => call(() => bound.CancelProof(run)),
  rehearsalDraft: (deployment: string): Promise<OutgoingDraft> =>
    call(() => bound.RehearsalDraft(deployment)),
};
