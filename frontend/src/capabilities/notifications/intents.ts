import { fieldOf, followIntents } from '../../route/intent';

/** Actions are what the page's buttons do, for those who ask for it elsewhere. */
export interface Actions {
  edit: () => void;
  save: () => void;
  cancel: () => void;
  test: () => void;
  remove: () => void;
  focus: (field: string) => void;
}

/** follow does what the page was opened for, until the returned function is called. */
export function follow(actions: Actions): () => void {
  const take = (intent: string) => {
    act(actions, intent);
  };
  const stops = [
    followIntents('workflow-action', take),
    followIntents('new-workflow-action', take),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** act does one thing that was asked for; what it does not know passes by. */
export function act(actions: Actions, intent: string): void {
  const field = fieldOf(intent);
  if (field !== undefined) actions.focus(field);
  else if (isPlain(intent)) actions[intent]();
}

const plain = ['edit', 'save', 'cancel', 'test', 'remove'] as const;

const isPlain = (intent: string): intent is (typeof plain)[number] =>
  (plain as readonly string[]).includes(intent);
