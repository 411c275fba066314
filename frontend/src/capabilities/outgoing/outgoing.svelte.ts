import { events } from '../../bridge/events';
import type { FieldFault } from '../../bridge/fault';
import {
  outgoing,
  type OutgoingCheck,
  type OutgoingDraft,
  type OutgoingServer,
} from '../../bridge/outgoing';
import type { Alternative } from '../../bridge/proof';
import { Resource } from '../../bridge/resource.svelte';
import { Form } from '../../form/form.svelte';
import { ProofRun } from '../../proof/run.svelte';
import { addAuthority, applyPatch, draftOf, outgoingDraft } from './draft';

/** OutgoingPage is the state of one deployment's outgoing mail on the screen. */
export class OutgoingPage {
  readonly server: Resource<OutgoingServer>;
  readonly form: Form<OutgoingDraft>;
  readonly run = new ProofRun();
  check = $state.raw<OutgoingCheck | undefined>();
  /** Another recipient of the test message; empty for the operator's own address. */
  to = $state('');
  /** The recipient's field is open. */
  choosingRecipient = $state(false);
  recipientFaults = $state.raw<readonly FieldFault[]>([]);

  constructor(server: OutgoingServer, check: OutgoingCheck) {
    this.server = new Resource(() => outgoing.get(server.deploymentId));
    this.server.set(server);
    this.check = check;
    this.form = new Form(draftOf(server), {
      check: (draft) => this.#check(draft),
      save: (draft) => this.#save(draft),
    });
  }

  get stored(): OutgoingServer | undefined {
    return this.server.value;
  }

  /** ready: what is on the screen can be tested. */
  get ready(): boolean {
    return this.check?.ready ?? false;
  }

  /** unbound: the stored password cannot be used for what is on the screen. */
  get unbound(): boolean {
    return (
      (this.stored?.password.set ?? false) &&
      this.form.draft.auth === 'password' &&
      this.form.draft.password.change !== 'clear' &&
      this.check?.passwordBound === false
    );
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    const server = await this.server.load();
    if (server && !this.form.editing) this.form.load(draftOf(server));
  }

  /** prove tests what is on the screen, saved or not. */
  async prove(level: string): Promise<void> {
    const draft = outgoingDraft($state.snapshot(this.form.draft));
    const to = this.to.trim();
    this.recipientFaults = [];
    await this.run.start(level, {
      prove: (runId) => outgoing.prove({ runId, draft, level, to }),
      cancel: (runId) => outgoing.cancelProof(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    if (this.run.fault) await this.#refused();
    else await this.refresh();
  }

  async fillFromRehearsal(): Promise<void> {
    const deployment = this.form.draft.deploymentId;
    this.form.fill(await outgoing.rehearsalDraft(deployment));
  }

  apply(alternative: Alternative): void {
    this.form.fill(applyPatch($state.snapshot(this.form.draft), alternative.patch));
  }

  trust(pem: string): void {
    this.form.fill(addAuthority($state.snapshot(this.form.draft), pem));
  }

  async remove(): Promise<void> {
    const { deploymentId, revision } = this.form.draft;
    await outgoing.remove(deploymentId, revision);
    this.run.clear();
    this.form.discard();
    await this.refresh();
  }

  async #check(draft: OutgoingDraft): Promise<readonly FieldFault[]> {
    this.check = await outgoing.check(outgoingDraft(draft));
    return this.check.faults ?? [];
  }

  async #save(draft: OutgoingDraft): Promise<OutgoingDraft> {
    const server = await outgoing.save(outgoingDraft(draft));
    this.server.set(server);
    return draftOf(server);
  }

  async #refused(): Promise<void> {
    const fault = this.run.fault;
    if (!fault || fault.fields.length === 0) return;
    this.recipientFaults = fault.fields.filter((field) => field.name === 'to');
    this.form.edit();
    await this.form.refuse(fault);
  }
}
