import { fieldOf, followIntents } from '../../route/intent';
import { type ProviderType, types } from './options';
import type { Opened, ProviderPage } from './provider.svelte';

/** Actions are what the page's buttons do, for those who ask for it elsewhere. */
export interface Actions {
  edit: () => void;
  save: () => void;
  cancel: () => void;
  check: () => void;
  test: () => void;
  remove: () => void;
  rehearse: (type: ProviderType) => void;
  focus: (field: string) => void;
}

/** follow does what the page was opened for, until the returned function is called. */
export function follow(page: ProviderPage, actions: Actions): () => void {
  const take = (intent: string) => {
    act(page, actions, intent);
  };
  const stops = [
    followIntents('identity-provider', take),
    followIntents('new-identity-provider', take),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** act does one thing that was asked for; what it does not know passes by. */
export function act(
  page: Pick<ProviderPage, 'form' | 'open'>,
  actions: Actions,
  intent: string,
): void {
  const field = fieldOf(intent);
  const type = types.find((one) => intent === rehearsal(one));
  if (field !== undefined) actions.focus(field);
  else if (type !== undefined) actions.rehearse(type);
  else plain(page, actions, intent);
}

/** rehearsal is what a new page is opened for to try the rehearsal provider. */
export const rehearsal = (type: ProviderType): string => `rehearsal-${type}`;

// What can be looked at while nothing is edited.
const dialogs: readonly Opened[] = ['shows', 'sheet', 'sp', 'probe'];

function plain(page: Pick<ProviderPage, 'form' | 'open'>, actions: Actions, intent: string): void {
  const dialog = dialogs.find((one) => one === intent);
  if (dialog) page.open(dialog);
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
    case 'check':
      actions.check();
      break;
    case 'test':
      actions.test();
      break;
    case 'delete':
      actions.remove();
      break;
    case 'preset':
      actions.edit();
      if (page.form.editing) page.open('preset'); // not for a viewer
      break;
  }
}
