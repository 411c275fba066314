import { describe, expect, it } from 'vitest';
import { Fault, present, toFault } from './fault';

const locked = {
  code: 'vault.locked',
  kind: 'locked',
  message: 'the vault is locked',
  hint: 'unlock it',
};

describe('toFault', () => {
  it('reads the document that Go puts into an error', () => {
    const document = {
      code: 'outgoing.invalid',
      kind: 'invalid',
      message: 'the settings are not valid',
      hint: 'mend the fields',
      fields: [{ name: 'port', message: 'not a port' }],
      remote: { code: '535', enhanced: '5.7.8', text: 'no' },
      ref: 'a1b2',
    };
    const fault = toFault(new Error(JSON.stringify(document)));
    expect(fault).toBeInstanceOf(Fault);
    expect({ ...fault, message: fault.message, name: undefined }).toMatchObject(document);
  });

  it('hands a fault on as it is', () => {
    const fault = toFault(new Error(JSON.stringify(locked)));
    expect(toFault(fault)).toBe(fault);
  });

  it.each([
    ['plain text', new Error('connection refused'), 'connection refused'],
    ['a string', 'broken', 'broken'],
    ['JSON that is no fault', new Error('{"code":1}'), '{"code":1}'],
    ['an unknown kind', new Error('{"code":"a","kind":"b","message":"c"}'), '{"code":"a"'],
    ['nothing', new Error(''), 'the application gave no answer'],
  ])('makes %s an internal fault', (_, thrown, message) => {
    const fault = toFault(thrown);
    expect(fault.kind).toBe('internal');
    expect(fault.code).toBe('page.unexplained');
    expect(fault.message).toContain(message);
  });
});

describe('present', () => {
  const fault = (kind: Fault['kind'], code = 'any.code') => new Fault({ code, kind, message: 'm' });

  it.each([
    ['locked', 'lock-screen', false],
    ['timeout', 'form', true],
    ['unreachable', 'form', true],
    ['invalid', 'form', false],
    ['not_found', 'toast', false],
  ] as const)('shows %s at the %s', (kind, place, retry) => {
    expect(present(fault(kind))).toMatchObject({ place, retry });
  });

  it('lets a code overrule its kind', () => {
    expect(present(fault('timeout', 'page.timeout')).place).toBe('toast');
  });
});
