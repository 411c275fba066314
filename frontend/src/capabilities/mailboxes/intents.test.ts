import { expect, it } from 'vitest';
import { act } from './intents';
import type { MailboxPage } from './mailbox.svelte';

function asked(intent: string, editing = false) {
  const log: string[] = [];
  const note = (what: string) => (detail?: string) => {
    log.push(detail === undefined ? what : `${what} ${detail}`);
  };
  const page = { form: { editing }, setUp: note('set up') } as unknown as MailboxPage;
  const actions = {
    edit: note('edit'),
    save: note('save'),
    cancel: note('cancel'),
    test: note('test'),
    password: note('password'),
    remove: note('remove'),
    rehearse: note('rehearse'),
    focus: note('focus'),
  };
  act(page, actions, intent);
  return log;
}

it.each([
  ['edit', ['edit']],
  ['test', ['test']],
  ['password', ['password']],
  ['delete', ['remove']],
  ['rehearsal', ['rehearse']],
  ['provider', ['set up provider']],
  ['discover', ['set up discovery']],
  ['field:oauth2.scope', ['focus oauth2.scope']],
  ['valueOf', []],
  ['unheard-of', []],
])('%s', (intent, done) => {
  expect(asked(intent)).toEqual(done);
});

it.each(['save', 'cancel'])('%s only what is being edited', (intent) => {
  expect(asked(intent)).toEqual([]);
  expect(asked(intent, true)).toEqual([intent]);
});
