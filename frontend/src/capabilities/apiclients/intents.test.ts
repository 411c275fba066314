import { expect, it } from 'vitest';
import { act } from './intents';

function done(intent: string): string[] {
  const seen: string[] = [];
  const say = (what: string) => () => void seen.push(what);
  act(
    {
      edit: say('edit'),
      save: say('save'),
      cancel: say('cancel'),
      test: say('test'),
      rotate: say('rotate'),
      remove: say('remove'),
      focus: (field) => void seen.push(`focus ${field}`),
    },
    intent,
  );
  return seen;
}

it.each([
  ['edit', ['edit']],
  ['save', ['save']],
  ['test', ['test']],
  ['rotate', ['rotate']],
  ['field:tokenUrl', ['focus tokenUrl']],
  ['cancel', ['cancel']],
  ['remove', ['remove']],
  ['revoke', []],
  ['constructor', []],
])('%s', (intent, deeds) => {
  expect(done(intent)).toEqual(deeds);
});
