import * as bound from '../../wailsjs/go/app/IdentityProviders.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { Light } from './light';

export type IdentityProviderRow = Omit<app.IdentityProviderRow, 'light'> & { light: Light };
export type IdentityProvider = Omit<app.IdentityProvider, 'light'> & { light: Light };
export type IdentityProviderFields = app.IdentityProviderFields;
export type IdentityProviderDraft = app.IdentityProviderDraft;
export type IdentityProviderReview = app.IdentityProviderReview;
export type IdentityProviderRemark = app.IdentityProviderRemark;
export type IdentityProviderRun = app.IdentityProviderRun;
export type IdentityProviderSignIn = app.IdentityProviderSignIn;
export type SigningCertificate = app.SigningCertificate;
export type MetadataEntity = app.MetadataEntity;
export type MetadataReading = app.MetadataReading;
export type PastedAnswer = app.PastedAnswer;
export type PastedPage = app.PastedPage;
export type ProbeReport = app.ProbeReport;
export type ProbeRow = app.ProbeRow;
export type SimulatedPerson = app.SimulatedPerson;
export type SimulationRequest = app.SimulationRequest;
export type Simulation = app.Simulation;
export type SignInDecision = app.SignInDecision;
export type SignedInPerson = app.SignedInPerson;
export type SignInPreset = app.SignInPreset;
export type PresetQuestion = app.PresetQuestion;
export type PresetAnswers = app.PresetAnswers;
export type ProviderSheet = app.ProviderSheet;
export type SheetEntry = app.SheetEntry;
export type SPMetadata = app.SPMetadata;
export type SPMetadataRequest = app.SPMetadataRequest;
export type SignInPrompt = app.SignInPrompt;

// What speaks to another side, or waits for a person, ends by its own deadline,
// or by cancel.
export const identityProviders = {
  /** list is all of a deployment, by name. */
  list: (deployment: string): Promise<IdentityProviderRow[]> =>
    call(async () => ((await bound.List(deployment)).rows as IdentityProviderRow[] | null) ?? []),
  get: (deployment: string, id: string): Promise<IdentityProvider> =>
    call(() => bound.Get(deployment, id)),
  /** review says what is known of a draft without asking anyone. */
  review: (draft: IdentityProviderDraft): Promise<IdentityProviderReview> =>
    call(() => bound.Review(draft)),
  save: (draft: IdentityProviderDraft): Promise<IdentityProvider> => call(() => bound.Save(draft)),
  setEnabled: (
    deployment: string,
    id: string,
    revision: number,
    enabled: boolean,
  ): Promise<IdentityProvider> => call(() => bound.SetEnabled(deployment, id, revision, enabled)),
  remove: (deployment: string, id: string, revision: number): Promise<void> =>
    call(() => bound.Remove(deployment, id, revision)),
  /** check proves a draft as far as that goes without a sign-in. */
  check: (run: IdentityProviderRun): Promise<app.Proof> => call(() => bound.Check(run), unbounded),
  /** signIn waits for a person; the event "signin.prompt" says what to open. */
  signIn: (request: IdentityProviderSignIn): Promise<app.Proof> =>
    call(() => bound.SignIn(request), unbounded),
  /** answer hands over what was pasted; the sign-in under way makes its checks of it. */
  answer: (answer: PastedAnswer): Promise<void> => call(() => bound.Answer(answer)),
  explain: (page: PastedPage): Promise<app.Finding[]> =>
    call(async () => orEmpty(await bound.Explain(page))),
  probe: (run: IdentityProviderRun): Promise<ProbeReport> =>
    call(() => bound.Probe(run), unbounded),
  /** readMetadata fetches or reads SAML metadata, or a discovery document. */
  readMetadata: (run: IdentityProviderRun): Promise<MetadataReading> =>
    call(() => bound.ReadMetadata(run), unbounded),
  simulate: (request: SimulationRequest): Promise<Simulation> =>
    call(() => bound.Simulate(request)),
  presets: (): Promise<SignInPreset[]> => call(async () => orEmpty(await bound.Presets())),
  applyPreset: (answers: PresetAnswers): Promise<IdentityProviderDraft> =>
    call(() => bound.ApplyPreset(answers)),
  sheet: (draft: IdentityProviderDraft): Promise<ProviderSheet> => call(() => bound.Sheet(draft)),
  spMetadata: (request: SPMetadataRequest): Promise<SPMetadata> =>
    call(() => bound.SPMetadata(request)),
  beginRollover: (deployment: string, id: string, revision: number): Promise<IdentityProvider> =>
    call(() => bound.BeginRollover(deployment, id, revision)),
  finishRollover: (deployment: string, id: string, revision: number): Promise<IdentityProvider> =>
    call(() => bound.FinishRollover(deployment, id, revision)),
  rehearsalDraft: (deployment: string, type: string): Promise<IdentityProviderDraft> =>
    call(() => bound.RehearsalDraft(deployment, type)),
  /** cancelRun ends whatever was begun under a run ID, at once. */
  cancelRun: (run: string): Promise<void> => call(() => bound.CancelProof(run)),
};

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
