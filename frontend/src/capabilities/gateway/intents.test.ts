import { expect, it } from 'vitest';
import { act, type Actions } from './intents';

function told(intent: string): string[] {
  const log: string[] = [];
  const note = (word: string) => () => void log.push(word);
  const actions: Actions = {
    edit: note('edit'),
    save: note('save'),
    cancel: note('cancel'),
    remove: note('remove'),
    test: (level) => void log.push(`test ${level}`),
    focus: (field) => void log.push(`focus ${field}`),
  };
  act(actions, intent);
  return log;
}

it.each([
  ['edit', 'edit'],
  ['remove', 'remove'],
  ['test-send', 'test send'],
  ['field:host', 'focus host'],
])('%s is done as %s', (intent, done) => {
  expect(told(intent)).toEqual([done]);
});

it('lets pass by what it does not know', () => {
  expect(told('push')).toEqual([]);
  expect(told('toString')).toEqual([]);
});
