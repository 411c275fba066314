import { AccountPage } from '../../account/account.svelte';
import { sending } from '../../account/kind';
import { draftOf } from '../../account/sending';
import { events } from '../../bridge/events';
import type { FieldFault } from '../../bridge/fault';
import {
  outgoing,
  type OutgoingCheck,
  type OutgoingDraft,
  type OutgoingServer,
} from '../../bridge/outgoing';
import { ProofRun } from '../../proof/run.svelte';
import { AddressCheck } from './permissions.svelte';

export type Panel = 'test' | 'addresses' | 'sender';

/** OutgoingPage is the state of one deployment's outgoing mail on the screen. */
export class OutgoingPage extends AccountPage<OutgoingDraft, OutgoingServer, OutgoingCheck> {
  readonly addresses = new AddressCheck();
  readonly sender = new ProofRun();
  /** Another recipient of the test message; empty for the operator's own address. */
  to = $state('');
  /** The recipient's field is open. */
  choosingRecipient = $state(false);
  /** The mailbox that a round trip is read back from; empty until one is chosen. */
  mailboxID = $state('');
  /** The test message is taken out of that mailbox again. */
  removeAgain = $state(true);
  /** The dialog that asks for it is open. */
  choosingMailbox = $state(false);
  /** The dialog that pushes what is saved to a target is open. */
  pushing = $state(false);
  recipientFaults = $state.raw<readonly FieldFault[]>([]);
  /** What stands beside the form. */
  panel = $state<Panel>('test');
  /** The selectors of DKIM, as they were typed. */
  selectors = $state('');

  constructor(server: OutgoingServer, check: OutgoingCheck) {
    const get = () => outgoing.get(server.deploymentId);
    super({ ...outgoing, kind: sending, get, draftOf }, draftOf(server), server, check);
  }

  /** prove tests what is on the screen, saved or not. */
  async prove(level: string): Promise<void> {
    const away = level === 'roundtrip';
    if (away && this.mailboxID === '') {
      this.choosingMailbox = true;
      return;
    }
    const draft = this.screen();
    const to = away ? '' : this.to.trim(); // it goes to the mailbox
    const back = { mailboxId: away ? this.mailboxID : '', remove: away && this.removeAgain };
    this.recipientFaults = [];
    await this.proveWith(level, (runId) => outgoing.prove({ runId, draft, level, to, ...back }));
    const faults = this.run.fault?.fields ?? [];
    this.recipientFaults = faults.filter((field) => field.name === 'to');
  }

  /** readBackFrom decides about the mailbox of the next round trip. */
  readBackFrom(mailboxID: string, remove: boolean): void {
    this.mailboxID = mailboxID;
    this.removeAgain = remove;
    this.choosingMailbox = false;
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

  protected override tasks() {
    return [...super.tasks(), this.sender, this.addresses.task];
  }
}
