import { fieldOf, followIntents } from '../../route/intent';
import type { MailboxPage } from './mailbox.svelte';

/** Actions are what the page's buttons do, for those who ask for it elsewhere. */
export interface Actions {
  edit: () => void;
  save: () => void;
  cancel: () => void;
  test: () => void;
  password: () => void;
  remove: () => void;
  rehearse: () => void;
  focus: (field: string) => void;
}

/** follow does what the page was opened for, until the returned function is called. */
export function follow(page: MailboxPage, actions: Actions): () => void {
  const take = (intent: string) => {
    act(page, actions, intent);
  };
  const stops = [followIntents('mailbox', take), followIntents('new-mailbox', take)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** act does one thing that was asked for; what it does not know passes by. */
export function act(page: MailboxPage, actions: Actions, intent: string): void {
  const field = fieldOf(intent);
  if (field !== undefined) actions.focus(field);
  else plain(page, actions, intent);
}

function plain(page: MailboxPage, actions: Actions, intent: string): void {
  switch (intent) {
    case 'edit':
      actions.edit();
      break;
    case 'save':
      if (page.form.editing) actions.save();
      break;
    case 'cancel':
      if (page.form.editing) actions.cancel();
      break;
    case 'test':
      actions.test();
      break;
    case 'password':
      actions.password();
      break;
    case 'delete':
      actions.remove();
      break;
    case 'rehearsal':
      actions.rehearse();
      break;
    case 'provider':
      page.setUp('provider');
      break;
    case 'discover':
      page.setUp('discovery');
      break;
  }
}
