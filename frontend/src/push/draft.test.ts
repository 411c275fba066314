import { describe, expect, it } from 'vitest';
import type { MailAPIReceipt } from '../bridge/handover';
import { draftOf, firstDraft, sentDraft, withForm } from './draft';
import { exampleTarget } from './example';

const client = {
  tokenUrl: 'https://id.example.com/token',
  clientId: 'patchbay',
  clientAuth: 'client_secret_post',
  scope: 'mail:write',
};

describe('draftOf', () => {
  it('keeps a stored secret, and holds no token', () => {
    const target = exampleTarget({ ...client, clientSecret: { set: true, changedAt: '' } });
    expect(draftOf(target)).toMatchObject({
      ...client,
      way: 'client',
      clientSecret: { change: 'keep', value: '' },
      token: { change: 'clear', value: '' },
    });
  });

  it('asks for a token where no token URL is kept', () => {
    expect(draftOf(exampleTarget()).way).toBe('token');
  });
});

describe('firstDraft', () => {
  const pushedTo = (...urls: string[]) => urls.map((url) => ({ url })) as MailAPIReceipt[];

  it.each([
    ['the last URL', 'other', 'https://last.example.com/'],
    ['the last URL in its form', 'shift', exampleTarget().shiftUrl],
  ])('offers %s where nothing is kept', (_, form, url) => {
    const receipts = pushedTo(url, 'https://older.example.com/');
    expect(firstDraft(exampleTarget({ receipts }))).toMatchObject({ form, url });
  });

  it('offers what is kept, wherever the last push went', () => {
    const target = exampleTarget({ saved: true, receipts: pushedTo('https://last.example.com/') });
    expect(firstDraft(target)).toEqual(draftOf(target));
  });
});

describe('sentDraft', () => {
  const draft = {
    ...draftOf(exampleTarget(client)),
    token: { change: 'clear', value: ' abc ' },
    clientSecret: { change: 'set', value: 'secret' },
  };

  it('sends nothing of the client beside a pasted token', () => {
    expect(sentDraft({ ...draft, way: 'token' })).toMatchObject({
      tokenUrl: '',
      clientId: '',
      clientAuth: '',
      scope: '',
      clientSecret: { change: 'clear', value: '' },
      token: { change: 'set', value: 'abc' },
    });
  });

  it('sends no pasted token beside a token URL', () => {
    expect(sentDraft({ ...draft, way: 'client' })).toMatchObject({
      ...client,
      clientSecret: { change: 'set', value: 'secret' },
      token: { change: 'clear', value: '' },
    });
  });

  it('keeps what is stored where nothing was typed', () => {
    const empty = { ...draft, way: 'client', clientSecret: { change: 'set', value: '' } };
    expect(sentDraft(empty).clientSecret.change).toBe('keep');
  });

  it('takes an empty token for none, and does not name the way', () => {
    const sent = sentDraft({ ...draft, way: 'token', token: { change: 'set', value: ' ' } });
    expect(sent.token).toEqual({ change: 'clear', value: '' });
    expect(sent).not.toHaveProperty('way');
  });
});

describe('withForm', () => {
  const draft = { ...draftOf(exampleTarget()), url: 'https://typed.example.com/' };

  it.each([
    ['ssms', 'https://acme.example.com/digitanium/v4/mail/config'],
    ['shift', 'https://example.com/auth/realms/acme/mail/setup'],
    ['other', 'https://typed.example.com/'],
  ])('%s', (form, url) => {
    expect(withForm(draft, form, exampleTarget())).toMatchObject({ form, url });
  });

  it('keeps what was typed where the deployment has no names to make a URL of', () => {
    const made = exampleTarget({ ssmsUrl: '', shiftUrl: '' });
    expect(withForm(draft, 'ssms', made).url).toBe('https://typed.example.com/');
  });
});
