import { general } from '../../text';
import { palette as text } from '../../text/en/palette';
import { action, open } from './action';
import type { Act, Command } from './command';
import type { Situation } from './commands';

/** mailboxCommands are what can be done with the mailbox shown, and with all of them. */
export function mailboxCommands(now: Situation, mayEdit: boolean): Command[] {
  if (!now.current) return [];
  const place = general.sections.mailboxes;
  return [...ofTheOne(now, mayEdit), ...ofAll(now, mayEdit)].map((one) => ({ ...one, place }));
}

function ofTheOne({ route, unsaved }: Situation, mayEdit: boolean): Command[] {
  if (route.page !== 'mailbox' && route.page !== 'new-mailbox') return [];
  const here = (intent: string): Act => ({ do: 'open', route, intent });
  const { testMailbox, saveMailbox, cancel, editMailbox, mailboxPassword, deleteMailbox } =
    text.actions;
  const stored = route.page === 'mailbox';
  return [
    action('test-mailbox', testMailbox, 'send', here('test'), text.keys.test),
    ...(unsaved
      ? [
          action('save-mailbox', saveMailbox, 'save', here('save'), text.keys.save),
          action('cancel-mailbox', cancel, 'cross', here('cancel')),
        ]
      : []),
    ...(stored && mayEdit
      ? [
          action('edit-mailbox', editMailbox, 'edit', here('edit')),
          action('mailbox-password', mailboxPassword, 'key', here('password')),
          action('delete-mailbox', deleteMailbox, 'trash', here('delete')),
        ]
      : []),
  ];
}

function ofAll({ integrations }: Situation, mayEdit: boolean): Command[] {
  const some = integrations.some((one) => one.kind === 'mailboxes' && one.light !== 'missing');
  const { addMailbox, importMailboxes, testMailboxes, exportMailboxes } = text.actions;
  return [
    ...(mayEdit ? [action('add-mailbox', addMailbox, 'plus', open('new-mailbox'))] : []),
    ...(some
      ? [action('test-mailboxes', testMailboxes, 'play', open('mailboxes', 'test-all'))]
      : []),
    ...(mayEdit
      ? [action('import-mailboxes', importMailboxes, 'archive', open('mailboxes', 'import'))]
      : []),
    ...(some
      ? [action('export-mailboxes', exportMailboxes, 'save', open('mailboxes', 'export'))]
      : []),
  ];
}
