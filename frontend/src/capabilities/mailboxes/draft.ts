import { accountDraftOf, blankAccount } from '../../account/draft';
import type { Mailbox, MailboxDraft } from '../../bridge/mailboxes';
import type { Proof } from '../../bridge/proof';

/** draftOf is what the form edits; stored secrets stay where they are. */
export function draftOf(stored: Mailbox): MailboxDraft {
  return {
    ...accountDraftOf(stored),
    id: stored.id,
    mailbox: stored.mailbox,
    name: stored.name,
    description: stored.description,
  };
}

/** blankDraft begins a new mailbox. */
export function blankDraft(deploymentId: string): MailboxDraft {
  return { ...blankAccount(deploymentId), id: '', mailbox: '', name: '', description: '' };
}

/** secured is the security that the switch stands for: STARTTLS stays what it is. */
export function secured(on: boolean, security: string): string {
  if (!on) return 'none';
  return security === 'none' ? 'implicit-tls' : security;
}

/** PasswordTrial is how a test with a changed password ended. */
export type PasswordTrial = 'right' | 'wrong';

// Other refusals at the sign-in say nothing of the password itself.
const wrong = ['auth.rejected', 'auth.app_password_required'];

/** trialOf is undefined when the test says nothing of the password. */
export function trialOf(report: Pick<Proof, 'verdict' | 'steps'>): PasswordTrial | undefined {
  if (report.verdict === 'passed' || report.verdict === 'warned') return 'right';
  const failed = report.steps.find((step) => step.verdict === 'failed');
  return wrong.includes(failed?.finding?.code ?? '') ? 'wrong' : undefined;
}

/** Found is what a successful test saw: -1 where the server was not asked. */
export interface Found {
  folders: number;
  inbox: number;
  unread: number;
}

/** foundOf counts the folders of a proof. */
export function foundOf(report: Pick<Proof, 'steps'>): Found {
  const folders = report.steps.flatMap((step) => step.folders ?? []);
  const inbox = folders.find((folder) => folder.role === 'inbox');
  return {
    folders: folders.length,
    inbox: inbox?.messages ?? -1,
    unread: inbox?.unseen ?? -1,
  };
}
