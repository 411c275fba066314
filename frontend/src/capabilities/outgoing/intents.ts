import { fieldOf, followIntents } from '../../route/intent';
import type { OutgoingPage } from './outgoing.svelte';

/** Actions are what the page's buttons do, for those who ask for it elsewhere. */
export interface Actions {
  edit: () => void;
  save: () => void;
  cancel: () => void;
  test: (level: string) => void;
  push: () => void;
  remove: () => void;
  focus: (field: string) => void;
}

// What a viewer is not led to; the use cases refuse it as well.
const changing = ['edit', 'save', 'provider', 'discover', 'push', 'remove'];

/** follow does what the page was opened for, until the returned function is called. */
export function follow(page: OutgoingPage, mayEdit: boolean, actions: Actions): () => void {
  return followIntents('outgoing', (intent) => {
    if (mayEdit || !changing.includes(intent)) act(page, actions, intent);
  });
}

/** act does one thing that was asked for; what it does not know passes by. */
export function act(page: OutgoingPage, actions: Actions, intent: string): void {
  const field = fieldOf(intent);
  const level = /^test-(\w+)$/.exec(intent)?.[1];
  if (field !== undefined) actions.focus(field);
  else if (level !== undefined) actions.test(level);
  else plain(page, actions, intent);
}

function plain(page: OutgoingPage, actions: Actions, intent: string): void {
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
    case 'remove':
      actions.remove();
      break;
    case 'push':
      actions.push();
      break;
    case 'provider':
      page.setUp('provider');
      break;
    case 'discover':
      page.setUp('discovery');
      break;
    case 'permissions':
      page.panel = 'addresses';
      if (page.ready) void page.checkAddresses();
      break;
    case 'sender':
      page.panel = 'sender';
      if (page.form.draft.from !== '') void page.checkSender();
      break;
  }
}
