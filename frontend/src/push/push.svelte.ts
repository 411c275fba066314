import { tick } from 'svelte';
import { events } from '../bridge/events';
import { Fault, type FieldFault, toFault } from '../bridge/fault';
import {
  handover,
  type MailAPIExchange,
  type MailAPIPlan,
  type MailAPIPush,
  type MailAPITarget,
} from '../bridge/handover';
import { Form } from '../form/form.svelte';
import { same } from '../form/path';
import { ProofRun } from '../proof/run.svelte';
import { withAuthority } from '../proof/trust';
import { handover as text } from '../text/en/handover';
import { draftOf, firstDraft, type PushDraft, sentDraft, withForm } from './draft';

export type Tab = 'target' | 'result' | 'receipts';

/** Push is the state of one dialog that pushes a deployment's mail configuration. */
export class Push {
  readonly form: Form<PushDraft>;
  readonly run = new ProofRun();
  /** What is kept of the target, and what became of earlier pushes. */
  target = $state.raw() as MailAPITarget;
  /** What a push of the draft would write. */
  plan = $state.raw<MailAPIPlan | undefined>();
  /** Why nothing can be written, whatever the draft says. */
  obstacle = $state.raw<Fault | undefined>();
  exchange = $state.raw<MailAPIExchange | undefined>();
  tab = $state<Tab>('target');
  /** What stands there before anybody types. */
  #first = $state.raw() as PushDraft;
  #done = $state('');
  #pushed = $state.raw<PushDraft | undefined>();
  #asked = 0;

  constructor(target: MailAPITarget) {
    this.target = target;
    this.#first = firstDraft(target);
    this.form = new Form(this.#first, {
      check: (draft) => this.#check(draft),
      save: (draft) => this.#save(draft),
    });
    this.form.edit();
  }

  /** bound: the stored client secret is not for what is on the screen. */
  get bound(): boolean {
    const { way, clientSecret } = this.form.draft;
    if (way !== 'client' || !this.target.clientSecret.set || clientSecret.value !== '')
      return false;
    if (clientSecret.change === 'clear') return false;
    return (this.plan?.faults ?? []).some(({ name }) => name === 'clientSecret');
  }

  /** changed: the target on the screen is not the one that is kept, and would be lost. */
  get changed(): boolean {
    return !same(withoutToken(this.form.draft), withoutToken(this.#first));
  }

  /** pushed: what is on the screen was pushed to as it stands there. */
  get pushed(): boolean {
    return this.#pushed !== undefined && same(this.form.draft, this.#pushed);
  }

  /** said is what holds now and may stand out of view. */
  get said(): string {
    if (this.bound) return text.bound;
    return this.#done === text.saved && this.changed ? '' : this.#done;
  }

  /** push sends the stored configuration to what is on the screen, once. */
  async push(): Promise<void> {
    if (this.run.running || !(await this.complete())) return;
    const draft = $state.snapshot(this.form.draft) as PushDraft;
    this.#pushed = draft;
    this.exchange = undefined;
    this.#done = '';
    this.tab = 'result';
    let answer: MailAPIPush | undefined;
    await this.run.start('push', {
      prove: async (runId) => {
        answer = await handover.pushMailAPI({ runId, draft: sentDraft(draft) });
        return answer.proof;
      },
      cancel: (runId) => handover.cancelPush(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    // After a cancel too: what was sent then is sent.
    if (this.#pushed === draft) this.exchange = answer?.exchange;
    await this.refresh();
    const { fault } = this.run;
    if (fault && fault.fields.length > 0) await this.#refuse(fault);
  }

  /** complete tells whether the draft can be pushed; if not, its faults stand at their fields. */
  async complete(): Promise<boolean> {
    const draft = $state.snapshot(this.form.draft) as PushDraft;
    const plan = await this.#planFor(draft).catch(() => undefined);
    if (plan?.faults.length === 0) return true;
    if (plan) await this.#refuse(incomplete(draft, plan.faults));
    else this.tab = 'target'; // where the obstacle is said
    return false;
  }

  /** remember keeps where to push to. */
  async remember(): Promise<boolean> {
    this.#done = '';
    const saved = await this.form.save();
    this.form.edit();
    if (saved) this.#done = text.saved;
    else this.tab = 'target'; // where it is said why
    return saved;
  }

  /** refresh reads what is kept; what was typed stays. */
  async refresh(): Promise<void> {
    const { deploymentId } = this.form.draft;
    const target = await handover.mailAPI(deploymentId).catch(() => undefined);
    if (!target) return;
    const untouched = !this.changed;
    this.target = target;
    this.#first = target.saved ? draftOf(target) : withForm(this.#first, this.#first.form, target);
    if (untouched) this.#load(this.#first);
    await this.form.check().catch(() => undefined); // the mail configuration may be another one
  }

  /** trust adds an authority to those of the target, for the next push. */
  trust(pem: string): void {
    this.form.draft.caPem = withAuthority(this.form.draft.caPem, pem);
    this.#done = text.trusted;
  }

  async #check(draft: PushDraft): Promise<readonly FieldFault[]> {
    const { faults } = await this.#planFor(draft);
    // That a secret is not there yet stops a push, but not that the target is kept.
    return faults.filter(({ name }) => !(isSecret(name) && draft[name].value === ''));
  }

  // Only the latest question's answer is shown.
  async #planFor(draft: PushDraft): Promise<MailAPIPlan> {
    const asked = ++this.#asked;
    try {
      const plan = await handover.planMailAPI(sentDraft(draft));
      if (asked === this.#asked) {
        this.plan = plan;
        this.obstacle = undefined;
      }
      return plan;
    } catch (thrown) {
      if (asked === this.#asked) {
        this.plan = undefined;
        this.obstacle = toFault(thrown);
      }
      throw thrown;
    }
  }

  async #save(draft: PushDraft): Promise<PushDraft> {
    this.target = await handover.saveMailAPI(sentDraft(draft));
    this.#first = draftOf(this.target);
    return { ...this.#first, token: draft.token };
  }

  #load(draft: PushDraft): void {
    const { token, way } = this.form.draft;
    this.form.load({ ...draft, token: $state.snapshot(token), way });
  }

  async #refuse(fault: Fault): Promise<void> {
    this.tab = 'target';
    await tick();
    await this.form.refuse(fault);
  }
}

const isSecret = (name: string): name is 'token' | 'clientSecret' =>
  name === 'token' || name === 'clientSecret';

// Neither a token nor where else one would come from is kept with the target.
function withoutToken({ token: _, revision: __, ...draft }: PushDraft): Partial<PushDraft> {
  return draft;
}

// What is wrong with the mail configuration has its field on the page behind.
function incomplete(draft: PushDraft, fields: readonly FieldFault[]): Fault {
  const elsewhere = fields.filter(({ name }) => !(name in draft));
  return new Fault({
    code: 'page.incomplete',
    kind: 'invalid',
    message: elsewhere.map((one) => text.elsewhere(one.name, one.message)).join('; '),
    fields: [...fields],
  });
}
