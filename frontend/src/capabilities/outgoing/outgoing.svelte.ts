import { events } from '../../bridge/events';
import type { FieldFault } from '../../bridge/fault';
import {
  outgoing,
  type OutgoingCheck,
  type OutgoingDraft,
  type OutgoingServer,
} from '../../bridge/outgoing';
import { type Provider, providers } from '../../bridge/providers';
import { Resource } from '../../bridge/resource.svelte';
import { Form } from '../../form/form.svelte';
import { ProofRun } from '../../proof/run.svelte';
import { draftOf, outgoingDraft } from './draft';
import { missingField } from './missing';
import { AddressCheck } from './permissions.svelte';
import { OtherPorts } from './ports.svelte';
import { TokenSignIn } from './tokensignin.svelte';

export type Panel = 'test' | 'addresses' | 'sender';

/** Way is how the server is filled in without typing it. */
export type Way = 'provider' | 'discovery';

/** OutgoingPage is the state of one deployment's outgoing mail on the screen. */
export class OutgoingPage {
  readonly server: Resource<OutgoingServer>;
  readonly form: Form<OutgoingDraft>;
  readonly run = new ProofRun();
  readonly ports = new OtherPorts();
  readonly addresses = new AddressCheck();
  readonly sender = new ProofRun();
  readonly signIn = new TokenSignIn();
  readonly providers = new Resource<Provider[]>(() => providers.list());
  check = $state.raw<OutgoingCheck | undefined>();
  /** Another recipient of the test message; empty for the operator's own address. */
  to = $state('');
  /** The recipient's field is open. */
  choosingRecipient = $state(false);
  recipientFaults = $state.raw<readonly FieldFault[]>([]);
  /** What stands beside the form. */
  panel = $state<Panel>('test');
  /** The dialog that fills in the server, while it is open. */
  way = $state<Way | undefined>();
  /** The selectors of DKIM, as they were typed. */
  selectors = $state('');

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

  /** busy: something speaks to another side. */
  get busy(): boolean {
    return this.#tasks().some((task) => task.running);
  }

  /** unbound lists the fields whose stored secret cannot be used for what is on the screen. */
  get unbound(): readonly string[] {
    return this.check?.unbound ?? [];
  }

  /** provider is the one whose host is on the screen, once the list is read. */
  get provider(): Provider | undefined {
    const id = this.check?.advice.providerId ?? '';
    return this.providers.value?.find((one) => one.id === id);
  }

  /** screen is what is on the screen, as it is sent. */
  screen(): OutgoingDraft {
    return outgoingDraft($state.snapshot(this.form.draft));
  }

  /** missing is the field where a person goes on, given what is wrong with the draft. */
  missing(faults: readonly FieldFault[]): string {
    return missingField(this.form.draft, faults, this.check, this.stored);
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    const server = await this.server.load();
    if (server && !this.form.editing) this.form.load(draftOf(server));
  }

  /** change puts a proposal into the draft, beside what is already typed. */
  change(make: (draft: OutgoingDraft) => OutgoingDraft): void {
    this.form.fill(make($state.snapshot(this.form.draft)));
  }

  /** setUp opens a dialog that fills in the server. */
  setUp(way: Way): void {
    if (way === 'provider' && !this.providers.value) void this.providers.load();
    this.way = way;
  }

  /** prove tests what is on the screen, saved or not. */
  async prove(level: string): Promise<void> {
    const draft = this.screen();
    const to = this.to.trim();
    this.recipientFaults = [];
    this.ports.clear();
    await this.run.start(level, {
      prove: (runId) => outgoing.prove({ runId, draft, level, to, mailboxId: '', remove: false }),
      cancel: (runId) => outgoing.cancelRun(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    if (this.run.fault) await this.#refused();
    else await this.refresh();
  }

  /** checkAddresses asks the server from which addresses the account may send. */
  async checkAddresses(): Promise<void> {
    await this.addresses.start(this.screen(), this.to.trim());
  }

  /** checkSender looks at what the world sees of the From domain. */
  async checkSender(): Promise<void> {
    const draft = this.screen();
    const selectors = this.selectors.split(/[\s,;]+/).filter((one) => one !== '');
    await this.sender.start('', {
      prove: (runId) => outgoing.checkSender({ runId, draft, selectors }),
      cancel: (runId) => outgoing.cancelRun(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
  }

  /** cancel ends everything that speaks to another side, as when the page is left. */
  async cancel(): Promise<void> {
    await Promise.all(this.#tasks().map((task) => task.cancel()));
  }

  async fillFromRehearsal(): Promise<void> {
    const deployment = this.form.draft.deploymentId;
    this.form.fill(await outgoing.rehearsalDraft(deployment));
  }

  async remove(): Promise<void> {
    const { deploymentId, revision } = this.form.draft;
    await outgoing.remove(deploymentId, revision);
    this.run.clear();
    this.form.discard();
    await this.refresh();
  }

  #tasks() {
    return [this.run, this.sender, this.ports.task, this.addresses.task, this.signIn.task];
  }

  async #check(draft: OutgoingDraft): Promise<readonly FieldFault[]> {
    this.check = await outgoing.check(outgoingDraft(draft));
    return this.check.faults ?? [];
  }

  async #save(draft: OutgoingDraft): Promise<OutgoingDraft> {
    const server = await outgoing.save(outgoingDraft(draft));
    this.server.set(server);
    this.signIn.clear();
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
