import { describe, expect, it } from 'vitest';
import { act } from './intents';
import type { OutgoingPage } from './outgoing.svelte';

function asked(intent: string, state: { ready?: boolean; editing?: boolean; from?: string } = {}) {
  const log: string[] = [];
  const note = (what: string) => (detail?: string) => {
    log.push(detail === undefined ? what : `${what} ${detail}`);
  };
  const page = {
    ready: state.ready ?? true,
    panel: 'test',
    form: { editing: state.editing ?? false, draft: { from: state.from ?? 'a@b.example' } },
    setUp: note('set up'),
    checkAddresses: note('check addresses'),
    checkSender: note('check sender'),
  };
  act(
    page as unknown as OutgoingPage,
    {
      edit: note('edit'),
      save: note('save'),
      cancel: note('cancel'),
      remove: note('remove'),
      test: note('test'),
      push: note('push'),
      focus: note('focus'),
    },
    intent,
  );
  return [...log, page.panel];
}

describe('act', () => {
  it.each([
    ['edit', ['edit', 'test']],
    ['test-signin', ['test signin', 'test']],
    ['field:oauth2.clientId', ['focus oauth2.clientId', 'test']],
    ['push', ['push', 'test']],
    ['remove', ['remove', 'test']],
    ['provider', ['set up provider', 'test']],
    ['discover', ['set up discovery', 'test']],
    ['permissions', ['check addresses', 'addresses']],
    ['sender', ['check sender', 'sender']],
    ['unheard-of', ['test']],
  ])('%s', (intent, done) => {
    expect(asked(intent)).toEqual(done);
  });

  it('asks nobody before the draft is complete', () => {
    expect(asked('permissions', { ready: false })).toEqual(['addresses']);
    expect(asked('sender', { from: '' })).toEqual(['sender']);
  });

  it.each(['save', 'cancel'])('%s only what is being edited', (intent) => {
    expect(asked(intent)).toEqual(['test']);
    expect(asked(intent, { editing: true })).toEqual([intent, 'test']);
  });
});
