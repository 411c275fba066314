import { events } from '../../bridge/events';
import type { Fault, FieldFault } from '../../bridge/fault';
import {
  type IdentityProvider,
  type IdentityProviderDraft,
  type IdentityProviderReview,
  identityProviders,
  type MetadataReading,
  type SignInPreset,
} from '../../bridge/identityProviders';
import type { Proof } from '../../bridge/proof';
import { Resource } from '../../bridge/resource.svelte';
import { Task } from '../../bridge/task.svelte';
import { Form } from '../../form/form.svelte';
import { ProofRun } from '../../proof/run.svelte';
import { applyPatch, draftOf, fieldOfDocument, flat, type ProviderDraft, sent } from './draft';
import type { ProviderType } from './options';

/** Opened is the dialog that stands before the page. */
export type Opened = 'preset' | 'metadata' | 'entity' | 'test' | 'shows' | 'sheet' | 'sp' | 'probe';

/** ProviderPage is the state of one identity provider on the screen, new or stored. */
export class ProviderPage {
  readonly form: Form<ProviderDraft>;
  readonly run = new ProofRun();
  readonly reading = new Task<MetadataReading>();
  readonly presets = new Resource<SignInPreset[]>(() => identityProviders.presets());
  review = $state.raw<IdentityProviderReview | undefined>();
  opened = $state<Opened | undefined>();
  #resource: Resource<IdentityProvider | undefined>;

  constructor(
    draft: ProviderDraft,
    stored: IdentityProvider | undefined,
    review: IdentityProviderReview | undefined,
  ) {
    const { deploymentId } = draft;
    this.#resource = new Resource(async () => {
      const id = this.stored?.id;
      return id === undefined ? undefined : identityProviders.get(deploymentId, id);
    });
    this.#resource.set(stored);
    this.review = review;
    this.form = new Form(draft, {
      check: (changed) => this.#check(changed),
      save: (changed) => this.#save(changed),
    });
    if (!stored) this.form.edit();
  }

  get stored(): IdentityProvider | undefined {
    return this.#resource.value;
  }

  /** last is the newest proof of either kind. */
  get last(): Proof | undefined {
    return newest(this.stored?.lastSignIn, this.stored?.lastCheck);
  }

  /** ready: what is on the screen can be checked and tested. */
  get ready(): boolean {
    return this.review?.ready ?? false;
  }

  /** busy: something speaks to another side. */
  get busy(): boolean {
    return this.run.running || this.reading.running;
  }

  /** unbound lists the secrets whose stored value cannot be used for what is on the screen. */
  get unbound(): readonly string[] {
    return this.review?.unbound ?? [];
  }

  /** preset is the provider that is recognised, once the list is read. */
  get preset(): SignInPreset | undefined {
    const id = this.review?.preset ?? '';
    return this.presets.value?.find((one) => one.id === id);
  }

  /** screen is what is on the screen, as it is sent. */
  screen(): IdentityProviderDraft {
    return sent($state.snapshot(this.form.draft));
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    if (!this.stored) return;
    const stored = await this.#resource.load();
    if (stored && !this.form.editing) this.form.load(draftOf(stored));
  }

  /** show takes what is stored from another answer; typed changes stay. */
  show(stored: IdentityProvider): void {
    this.#resource.set(stored);
    if (!this.form.editing) this.form.load(draftOf(stored));
  }

  /** change puts a proposal into the draft, beside what is already typed. */
  change(make: (draft: ProviderDraft) => ProviderDraft): void {
    this.form.fill(make($state.snapshot(this.form.draft)));
  }

  /** open shows a dialog. */
  open(dialog: Opened): void {
    if (dialog === 'preset' && !this.presets.value) void this.presets.load();
    this.opened = dialog;
  }

  /** check proves what is on the screen as far as that goes without a sign-in. */
  async check(): Promise<void> {
    const draft = this.screen();
    await this.run.start('check', {
      prove: (runId) => identityProviders.check({ runId, draft }),
      cancel: (runId) => identityProviders.cancelRun(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    await this.settle(this.run.fault);
  }

  /** settle follows a proof: what is stored of it, or the fields that stand against it. */
  async settle(fault: Fault | undefined): Promise<void> {
    if (!fault) await this.refresh();
    else if (fault.fields.length > 0) {
      this.form.edit();
      await this.form.refuse(fault);
    }
  }

  /**
   * read fetches the metadata or the discovery document of the draft, and fills in
   * what it says. It answers whether anything was filled in; of several
   * entities, one has to be chosen first.
   */
  async read(draft: ProviderDraft = $state.snapshot(this.form.draft)): Promise<boolean> {
    const screen = sent(draft);
    const reading = await this.reading.start({
      run: (runId) => identityProviders.readMetadata({ runId, draft: screen }),
      cancel: (runId) => identityProviders.cancelRun(runId),
    });
    if (!reading) return false;
    if ((reading.entities ?? []).length > 1) this.opened = 'entity';
    return this.fill(reading.patch);
  }

  /** fill takes over a partial document; it answers whether that changed anything. */
  fill(patch: string): boolean {
    if (patch === '') return false;
    const before = JSON.stringify($state.snapshot(this.form.draft));
    this.change((draft) => applyPatch(draft, patch));
    return JSON.stringify($state.snapshot(this.form.draft)) !== before;
  }

  /** applyPreset fills in what is the same for everybody at a known provider. */
  async applyPreset(
    preset: string,
    type: ProviderType,
    answers: Record<string, string>,
  ): Promise<void> {
    const draft = sent({ ...$state.snapshot(this.form.draft), type });
    this.#take(
      await identityProviders.applyPreset({
        draft,
        preset,
        answers: Object.entries(answers).map(([key, value]) => ({ key, value })),
      }),
    );
  }

  /** rehearse fills in the rehearsal provider. */
  async rehearse(type: ProviderType): Promise<void> {
    const { deploymentId } = this.form.draft;
    this.#take(await identityProviders.rehearsalDraft(deploymentId, type));
  }

  async remove(): Promise<void> {
    const { deploymentId, id, revision } = this.form.draft;
    await identityProviders.remove(deploymentId, id, revision);
    this.run.clear();
  }

  /** cancel ends everything that speaks to another side, as when the page is left. */
  async cancel(): Promise<void> {
    await Promise.all([this.run.cancel(), this.reading.cancel()]);
  }

  // A proposal is of the provider on the screen, whatever it says.
  #take(proposal: IdentityProviderDraft): void {
    const { deploymentId, id, revision } = $state.snapshot(this.form.draft);
    this.form.fill({ ...flat(proposal), deploymentId, id, revision });
  }

  async #check(draft: ProviderDraft): Promise<readonly FieldFault[]> {
    this.review = await identityProviders.review(sent(draft));
    return (this.review.faults ?? []).map((fault) => ({
      ...fault,
      name: fieldOfDocument(fault.name),
    }));
  }

  async #save(draft: ProviderDraft): Promise<ProviderDraft> {
    const stored = await identityProviders.save(sent(draft));
    this.#resource.set(stored);
    return draftOf(stored);
  }
}

function newest(a: Proof | undefined, b: Proof | undefined): Proof | undefined {
  if (!a || !b) return a ?? b;
  return Date.parse(a.startedAt) >= Date.parse(b.startedAt) ? a : b;
}
