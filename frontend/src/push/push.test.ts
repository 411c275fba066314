import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FieldFault } from '../bridge/fault';
import type { MailAPIDraft, MailAPIPush, MailAPIRun, MailAPITarget } from '../bridge/handover';
import { exampleTarget } from './example';
import { Push } from './push.svelte';

let asked: string[];
let faults: FieldFault[];
let kept: MailAPITarget;
let thrown: string;
let answer: (value: MailAPIPush) => void;
let cancelled: string[];
/** While it is set, plans wait for it. */
let held: Promise<void> | undefined;

const plan = (draft: MailAPIDraft) => ({
  faults,
  ready: faults.length === 0,
  method: 'POST',
  url: draft.url,
  body: '{}',
  secrets: ['password'],
  losses: null,
});

const pushed = (exchange: unknown) =>
  ({ proof: { steps: [], verdict: 'passed' }, exchange, target: kept }) as unknown as MailAPIPush;

beforeEach(() => {
  asked = [];
  faults = [];
  thrown = '';
  cancelled = [];
  held = undefined;
  kept = exampleTarget();
  const Handover = {
    MailAPI: () => Promise.resolve(kept),
    PlanMailAPI: async (draft: MailAPIDraft) => {
      const answer = plan(draft);
      await held;
      if (thrown !== '') throw new Error(thrown);
      return answer;
    },
    SaveMailAPI: (draft: MailAPIDraft) => {
      asked.push(`save ${draft.url} ${draft.token.change}`);
      kept = exampleTarget({ ...draft, saved: true, revision: 1 } as never);
      return Promise.resolve(kept);
    },
    PushMailAPI: ({ draft }: MailAPIRun) => {
      asked.push(`push ${draft.url} ${draft.token.value}`);
      return new Promise<MailAPIPush>((resolve) => (answer = resolve));
    },
    CancelPush: (run: string) => {
      cancelled.push(run);
      return Promise.resolve();
    },
  };
  vi.stubGlobal('window', { go: { app: { Handover } } });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('Push', () => {
  it('sends once, and shows the request with its answer', async () => {
    const push = new Push(kept);
    push.form.draft.token.value = 'abc';
    const ending = push.push();
    await vi.waitFor(() => {
      expect(asked).toEqual([`push ${kept.url} abc`]);
    });
    expect(push.tab).toBe('result');
    void push.push(); // a second press, while it runs
    answer(pushed({ status: 200 }));
    await ending;
    expect(asked).toHaveLength(1);
    expect(push.exchange?.status).toBe(200);
    expect(push.run.report?.verdict).toBe('passed');
  });

  it('sends nothing while a field is missing, and goes to it', async () => {
    faults = [{ name: 'token', message: 'is required' }];
    const push = new Push(kept);
    push.tab = 'receipts';
    await push.push();
    expect(asked).toEqual([]);
    expect(push.tab).toBe('target');
    expect(push.form.fault('token')).toBe('Is required.');
  });

  it('judges by what was typed when it was asked to push', async () => {
    faults = [{ name: 'token', message: 'is required' }];
    const push = new Push(kept);
    await push.form.check();
    faults = [];
    let release: () => void = () => undefined;
    held = new Promise((resolve) => (release = resolve));
    const ending = push.push();
    void push.form.check(); // somebody types on meanwhile
    release();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    answer(pushed(null));
    await ending;
  });

  it('names what is wrong with the mail configuration itself', async () => {
    faults = [{ name: 'from', message: 'has no value for %tenant%' }];
    const push = new Push(kept);
    await push.push();
    expect(push.form.refusal?.message).toBe(
      'outgoing mail, from address: has no value for %tenant%',
    );
  });

  it('says what stands in the way of every push', async () => {
    thrown = JSON.stringify({ code: 'handover.no_mail', kind: 'conflict', message: 'no mail' });
    const push = new Push(kept);
    await push.push();
    expect(push.obstacle?.code).toBe('handover.no_mail');
    expect(asked).toEqual([]);
  });

  it('shows what was sent before it was cancelled', async () => {
    const push = new Push(kept);
    const ending = push.push();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    await push.run.cancel();
    expect(cancelled).toHaveLength(1);
    answer(pushed({ status: 0 }));
    await ending;
    expect(push.run.state).toBe('cancelled');
    expect(push.exchange?.status).toBe(0);
  });

  it('keeps a target without its token, and the token in the field', async () => {
    faults = [{ name: 'token', message: 'is required' }];
    const push = new Push(kept);
    push.form.draft.url = 'https://other.example.com/';
    expect(push.changed).toBe(true);
    expect(await push.remember()).toBe(true); // a token is not kept: none is needed
    expect(asked).toEqual(['save https://other.example.com/ clear']);
    push.form.draft.token.value = 'abc';
    expect(push.changed).toBe(false);
    await push.refresh();
    expect(push.form.draft.token.value).toBe('abc');
  });

  it('leaves what was typed alone when the target is changed elsewhere', async () => {
    const push = new Push(kept);
    push.form.draft.url = 'https://typed.example.com/';
    kept = exampleTarget({ url: 'https://elsewhere.example.com/', revision: 7 });
    await push.refresh();
    expect(push.form.draft.url).toBe('https://typed.example.com/');
    expect(push.form.draft.revision).toBe(0); // so that saving finds the conflict
  });

  it('tells a target that was pushed to, and is kept nowhere, from one that is typed', async () => {
    const push = new Push(kept);
    push.form.draft.url = 'https://other.example.com/';
    expect([push.changed, push.pushed]).toEqual([true, false]);
    const ending = push.push();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    answer(pushed(null));
    await ending;
    expect([push.changed, push.pushed]).toEqual([true, true]);
  });

  it('stays with where it would push to when somebody pushes elsewhere', async () => {
    const receipts = [{ url: 'https://last.example.com/' }] as MailAPITarget['receipts'];
    const push = new Push(exampleTarget({ receipts }));
    expect(push.form.draft.url).toBe('https://last.example.com/');
    expect(push.changed).toBe(false);
    kept = exampleTarget({ receipts: [{ url: 'https://elsewhere.example.com/' } as never] });
    await push.refresh();
    expect(push.form.draft.url).toBe('https://last.example.com/');
  });

  it('tells that the stored secret is bound elsewhere until another one is typed', async () => {
    const client = { tokenUrl: 'https://id.example.com/token', clientId: 'c' };
    const push = new Push(exampleTarget({ ...client, clientSecret: { set: true, changedAt: '' } }));
    await push.form.check();
    expect(push.bound).toBe(false);
    faults = [{ name: 'clientSecret', message: 'enter it again' }];
    await push.form.check();
    expect(push.bound).toBe(true);
    push.form.draft.clientSecret = { change: 'set', value: 'another' };
    expect(push.bound).toBe(false);
  });
});
