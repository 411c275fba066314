import { AccountPage } from '../../account/account.svelte';
import { reading } from '../../account/kind';
import type { Fault } from '../../bridge/fault';
import {
  type Mailbox,
  type MailboxAlias,
  type MailboxCheck,
  type MailboxDraft,
  mailboxes,
} from '../../bridge/mailboxes';
import type { Proof } from '../../bridge/proof';
import { draftOf, type PasswordTrial, trialOf } from './draft';

/** MailboxPage is the state of one mailbox on the screen, new or stored. */
export class MailboxPage extends AccountPage<MailboxDraft, Mailbox, MailboxCheck> {
  /** The dialog that changes the password is open. */
  changingPassword = $state(false);
  /** How the first test after a changed password ended, until it is read. */
  trial = $state.raw<{ end: PasswordTrial; report: Proof } | undefined>();
  /** Why the mailbox was not deleted. */
  removal = $state.raw<Fault | undefined>();
  #untried = false;

  constructor(draft: MailboxDraft, stored: Mailbox | undefined, check: MailboxCheck | undefined) {
    const { deploymentId } = draft;
    let { id } = draft;
    super(
      {
        ...mailboxes,
        kind: reading,
        draftOf,
        get: async () => (id === '' ? undefined : mailboxes.get(deploymentId, id)),
        save: async (changed) => {
          const saved = await mailboxes.save(changed);
          id = saved.id;
          return saved;
        },
      },
      draft,
      stored,
      check,
    );
    if (id === '') this.form.edit();
  }

  /** ready: everything that is required is there, the names for the lists too. */
  override get ready(): boolean {
    return super.ready && (this.check?.complete ?? false);
  }

  get aliases(): readonly MailboxAlias[] {
    return this.stored?.aliases ?? [];
  }

  /** prove tests what is on the screen, saved or not. */
  async prove(): Promise<void> {
    const draft = this.screen();
    this.trial = undefined;
    const report = await this.proveWith('signin', (runId) => mailboxes.prove({ runId, draft }));
    const end = report && this.#untried ? trialOf(report) : undefined;
    if (!report || !end) return;
    this.trial = { end, report };
    this.#untried = false;
  }

  /** changePassword replaces the stored password; the next test tells whether it is right. */
  async changePassword(next: string, confirm: string): Promise<void> {
    const { deploymentId, id } = this.form.draft;
    this.show(await mailboxes.changePassword({ deploymentId, id, next, confirm }));
    this.#untried = true;
    this.run.clear(); // what was seen was seen with the old password
    await this.form.check();
  }

  async remove(): Promise<void> {
    const { deploymentId, id, revision } = this.form.draft;
    await mailboxes.remove(deploymentId, id, revision);
    this.run.clear();
  }

  async fillFromRehearsal(): Promise<void> {
    const { deploymentId, id, revision } = this.form.draft;
    const filled = await mailboxes.rehearsalDraft(deploymentId);
    this.form.fill({ ...filled, id, revision });
  }
}
