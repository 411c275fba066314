import { describe, expect, it } from 'vitest';
import { Fault, type FieldFault } from '../bridge/fault';
import { Form } from './form.svelte';

interface Draft {
  host: string;
  port: string;
}

const stored: Draft = { host: 'mail.example.com', port: '' };
const noHost: FieldFault = { name: 'host', message: 'a host is required' };

function server(options: { refuse?: Fault } = {}) {
  const saved: Draft[] = [];
  const form = new Form<Draft>(stored, {
    check: ({ host }) => Promise.resolve(host === '' ? [noHost] : []),
    save: (draft) => {
      if (options.refuse) return Promise.reject(options.refuse);
      saved.push(draft);
      return Promise.resolve(draft);
    },
  });
  return { form, saved };
}

describe('Form', () => {
  it('is dirty only while it differs from what is stored', () => {
    const { form } = server();
    form.edit();
    expect(form.dirty).toBe(false);
    form.draft.host = 'other.example.com';
    expect(form.dirty).toBe(true);
    form.draft.host = stored.host;
    expect(form.dirty).toBe(false);
  });

  it('returns to what is stored on discard', () => {
    const { form } = server();
    form.fill({ host: 'other.example.com', port: '587' });
    expect(form.dirty).toBe(true);
    form.discard();
    expect(form.draft).toEqual(stored);
    expect(form.editing).toBe(false);
  });

  it('shows a fault only at a field that was changed and left', async () => {
    const { form } = server();
    form.edit();
    form.draft.host = '';
    await form.check();
    expect(form.fault('host')).toBeUndefined();
    form.touch('host');
    expect(form.fault('host')).toBe('A host is required.');
    form.touch('port');
    expect(form.fault('port')).toBeUndefined();
  });

  it('shows every fault once saving was tried, and saves nothing', async () => {
    const { form, saved } = server();
    form.edit();
    form.draft.host = '';
    expect(await form.save()).toBe(false);
    expect(form.fault('host')).toBe('A host is required.');
    expect(form.editing).toBe(true);
    expect(saved).toEqual([]);
  });

  it('stores, takes over the answer, and returns to read mode', async () => {
    const { form, saved } = server();
    form.edit();
    form.draft.port = '587';
    expect(await form.save()).toBe(true);
    expect(saved).toEqual([{ host: 'mail.example.com', port: '587' }]);
    expect(form.editing).toBe(false);
    expect(form.dirty).toBe(false);
  });

  it('lands a refusal on its field until the value changes', async () => {
    const refuse = new Fault({
      code: 'outgoing.invalid',
      kind: 'invalid',
      message: 'not valid',
      fields: [{ name: 'port', message: 'not a port' }],
    });
    const { form } = server({ refuse });
    form.edit();
    form.draft.port = '70000';
    expect(await form.save()).toBe(false);
    expect(form.fault('port')).toBe('Not a port.');
    form.draft.port = '587';
    expect(form.fault('port')).toBeUndefined();
  });

  it('says above the form what belongs to no field', async () => {
    const refuse = new Fault({
      code: 'x.conflict',
      kind: 'conflict',
      message: 'changed elsewhere',
    });
    const { form } = server({ refuse });
    form.edit();
    form.draft.port = '25';
    await form.save();
    expect(form.refusal).toBe(refuse);
    expect(form.saving).toBe(false);
  });

  it('believes only the latest answer', async () => {
    const answers: ((faults: FieldFault[]) => void)[] = [];
    const form = new Form<Draft>(stored, {
      check: () => new Promise((resolve) => answers.push(resolve)),
      save: (draft) => Promise.resolve(draft),
    });
    form.edit();
    form.draft.host = 'x';
    form.touch('host');
    const [first, second] = [form.check(), form.check()];
    answers[1]?.([]);
    answers[0]?.([noHost]);
    await Promise.all([first, second]);
    expect(form.fault('host')).toBeUndefined();
  });
});
