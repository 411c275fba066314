import { events } from '../../bridge/events';
import { Fault, type FieldFault, toFault } from '../../bridge/fault';
import {
  gateway,
  type MailGateway,
  type MailGatewayCheck,
  type MailGatewayDraft,
} from '../../bridge/gateway';
import { Resource } from '../../bridge/resource.svelte';
import { Form } from '../../form/form.svelte';
import { ProofRun } from '../../proof/run.svelte';
import { draftOf, placed, sent } from './draft';

/** GatewayState is the vault's e-mail gateway on the screen. */
export class GatewayState {
  readonly form: Form<MailGatewayDraft>;
  readonly run = new ProofRun();
  check = $state.raw<MailGatewayCheck | undefined>();
  /** Another recipient of the test message; empty for the operator's own address. */
  to = $state('');
  /** The recipient's field is open. */
  choosingRecipient = $state(false);
  recipientFaults = $state.raw<readonly FieldFault[]>([]);
  #stored: Resource<MailGateway>;

  constructor(stored: MailGateway, check: MailGatewayCheck) {
    this.#stored = new Resource(() => gateway.get());
    this.#stored.set(stored);
    this.check = check;
    this.form = new Form(draftOf(stored), {
      check: (changed) => this.#check(changed),
      save: (changed) => this.#save(changed),
    });
  }

  get stored(): MailGateway | undefined {
    return this.#stored.value;
  }

  /** ready: what is on the screen can be tested. */
  get ready(): boolean {
    return this.check?.ready ?? false;
  }

  /** unbound: the stored code cannot be used for what is on the screen. */
  get unbound(): boolean {
    return this.check?.unbound.includes('password') ?? false;
  }

  /** risk is what should be known of a field; it stops nothing. */
  risk(name: string): string | undefined {
    return this.check?.risks.find((one) => one.name === name)?.message;
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    const stored = await this.#stored.load();
    if (stored && !this.form.editing) this.form.load(draftOf(stored));
  }

  /** change puts a proposal into the draft, beside what is already typed. */
  change(make: (draft: MailGatewayDraft) => MailGatewayDraft): void {
    this.form.fill(make($state.snapshot(this.form.draft)));
  }

  /** prove tests what is on the screen, saved or not. */
  async prove(level: string): Promise<void> {
    const draft = sent($state.snapshot(this.form.draft));
    const to = this.to.trim();
    this.recipientFaults = [];
    await this.run.start(level, {
      prove: (runId) => gateway.prove({ runId, draft, level, to }),
      cancel: (runId) => gateway.cancelProof(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    const fields = this.run.fault?.fields ?? [];
    this.recipientFaults = fields.filter((field) => field.name === 'to');
    if (!this.run.fault) await this.refresh();
    else if (fields.length > this.recipientFaults.length) await this.refuse(this.run.fault);
  }

  /** allow saves what is stored once more, which allows where it leads now. */
  async allow(): Promise<boolean> {
    const { stored } = this;
    if (!stored) return false;
    try {
      this.form.load(await this.#save(draftOf(stored)));
      return true;
    } catch (thrown) {
      await this.refuse(toFault(thrown));
      return false;
    }
  }

  /** remove deletes what is stored; false when it was refused. */
  async remove(): Promise<boolean> {
    try {
      await gateway.remove(this.form.draft.revision);
    } catch (thrown) {
      await this.refuse(toFault(thrown));
      return false;
    }
    this.run.clear();
    await this.refresh();
    return true;
  }

  async fillFromRehearsal(): Promise<void> {
    const { revision } = this.form.draft;
    this.form.fill({ ...(await gateway.rehearsalDraft()), revision });
  }

  /** refuse lands a fault on the fields of the form. */
  async refuse(fault: Fault): Promise<void> {
    await this.form.refuse(onFields(fault));
  }

  async #check(draft: MailGatewayDraft): Promise<readonly FieldFault[]> {
    this.check = await gateway.check(sent(draft));
    return placed(this.check.faults);
  }

  async #save(draft: MailGatewayDraft): Promise<MailGatewayDraft> {
    try {
      const stored = await gateway.save(sent(draft));
      this.#stored.set(stored);
      return draftOf(stored);
    } catch (thrown) {
      throw onFields(toFault(thrown));
    }
  }
}

// The form has another name for one of the document's fields.
const onFields = (fault: Fault): Fault =>
  new Fault({ ...facts(fault), fields: placed(fault.fields) });

const facts = ({ code, kind, message, hint, remote, ref }: Fault) => ({
  ...{ code, kind, message, hint, ref },
  ...(remote ? { remote } : {}),
});
