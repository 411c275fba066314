import { expect, it } from 'vitest';
import { act } from './intents';

function done(intent: string): string[] {
  const seen: string[] = [];
  const say = (what: string) => () => void seen.push(what);
  act(
    {
      edit: say('edit'),
      save: say('save'),
      test: say('test'),
      rotate: say('rotate'),
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
  ['remove', []],
  ['constructor', []],
])('%s', (intent, deeds) => {
  expect(done(intent)).toEqual(deeds);
});
