import { fieldOf, followIntents } from '../../route/intent';

/** Actions are what the page's buttons do, for those who ask for it elsewhere. */
export interface Actions {
  edit: () => void;
  save: () => void;
  cancel: () => void;
  remove: () => void;
  test: (level: string) => void;
  focus: (field: string) => void;
}

/** follow does what the page was opened for, until the returned function is called. */
export function follow(actions: Actions): () => void {
  return followIntents('gateway', (intent) => {
    act(actions, intent);
  });
}

/** act does one thing that was asked for; what it does not know passes by. */
export function act(actions: Actions, intent: string): void {
  const field = fieldOf(intent);
  const level = /^test-(\w+)$/.exec(intent)?.[1];
  if (field !== undefined) actions.focus(field);
  else if (level !== undefined) actions.test(level);
  else if (isPlain(intent)) actions[intent]();
}

const plain = ['edit', 'save', 'cancel', 'remove'] as const;

const isPlain = (intent: string): intent is (typeof plain)[number] =>
  (plain as readonly string[]).includes(intent);
