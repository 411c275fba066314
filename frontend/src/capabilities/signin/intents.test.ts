import { expect, it } from 'vitest';
import { act, rehearsal } from './intents';
import type { ProviderPage } from './provider.svelte';

function asked(intent: string, editing = false) {
  const log: string[] = [];
  const note = (what: string) => (detail?: string) => {
    log.push(detail === undefined ? what : `${what} ${detail}`);
  };
  const page = { form: { editing }, open: note('open') } as unknown as ProviderPage;
  const actions = {
    edit: note('edit'),
    save: note('save'),
    cancel: note('cancel'),
    check: note('check'),
    test: note('test'),
    remove: note('remove'),
    rehearse: note('rehearse'),
    focus: note('focus'),
  };
  act(page, actions, intent);
  return log;
}

it.each([
  ['edit', ['edit']],
  ['check', ['check']],
  ['test', ['test']],
  ['delete', ['remove']],
  [rehearsal('saml'), ['rehearse saml']],
  ['rehearsal-unheard-of', []],
  ['shows', ['open shows']],
  ['sheet', ['open sheet']],
  ['sp', ['open sp']],
  ['probe', ['open probe']],
  ['field:callbackUrl', ['focus callbackUrl']],
  ['valueOf', []],
  ['unheard-of', []],
])('%s', (intent, done) => {
  expect(asked(intent)).toEqual(done);
});

it.each(['save', 'cancel'])('%s only what is being edited', (intent) => {
  expect(asked(intent)).toEqual([]);
  expect(asked(intent, true)).toEqual([intent]);
});

it('fills in a known provider only where one may edit', () => {
  expect(asked('preset')).toEqual(['edit']);
  expect(asked('preset', true)).toEqual(['edit', 'open preset']);
});
