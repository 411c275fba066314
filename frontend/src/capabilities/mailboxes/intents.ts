import { fieldOf, followIntents } from '../../route/intent';
import type { MailboxPage } from './mailbox.svelte';

/** Actions are what the page's buttons do, for those who ask for it elsewhere. */
export interface Actions {
  edit: () => void;
  save: () => void;
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
  else if (intent === 'provider') page.setUp('provider');
  else if (intent === 'discover') page.setUp('discovery');
  else if (intent === 'save') {
    if (page.form.editing) actions.save();
  } else plain(actions, intent)?.();
}

function plain(actions: Actions, intent: string): (() => void) | undefined {
  const all: Partial<Record<string, () => void>> = {
    edit: actions.edit,
    test: actions.test,
    password: actions.password,
    delete: actions.remove,
    rehearsal: actions.rehearse,
  };
  return all[intent];
}
