import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../bridge/audit';
import { toFilter, everything, narrows } from './criteria';
import { actionOptions } from './options';
import { wording } from './wording';

const names = new Map([['d1', 'Acme']]);

function said(changes: Partial<AuditEntry>): string {
  const entry: AuditEntry = {
    sequence: 1,
    at: '2026-11-22T05:00:00Z',
    operator: 'Ada',
    via: '',
    action: '',
    deployment: '',
    subject: '',
    detail: '',
    refused: false,
    ...changes,
  };
  const { who, via, deed, of, deployment, rest } = wording(entry, names);
  const by = via === '' ? '' : `${via} `;
  return `${who} ${by}${deed}${of && deployment ? ' of' : ''} ${deployment}`.trim() + ` | ${rest}`;
}

describe('wording', () => {
  it.each<[string, Partial<AuditEntry>]>([
    [
      'Ada via nightly saved outgoing mail of Acme | ',
      { action: 'outgoing.server.saved', via: 'nightly', deployment: 'd1' },
    ],
    [
      'The local API refused a call: POST /v1/x | No access token · vault unlocked by Ada',
      {
        action: 'api.refused',
        refused: true,
        subject: 'POST /v1/x',
        detail: 'api.unauthorized',
      },
    ],
    [
      'The local API refused a call: PUT /v1/y of Acme | Not valid · via nightly · vault unlocked by Ada',
      {
        action: 'api.refused',
        refused: true,
        via: 'nightly',
        deployment: 'd1',
        subject: 'PUT /v1/y',
        detail: 'Not valid',
      },
    ],
    [
      'Ada pushed outgoing mail to https://a.example/ of Acme | HTTP 200 OK',
      {
        action: 'handover.applied',
        deployment: 'd1',
        subject: 'https://a.example/',
        detail: 'HTTP 200 OK',
      },
    ],
    ...['HTTP 401 Unauthorized', 'no answer came', 'nothing was sent'].map(
      (detail): [string, Partial<AuditEntry>] => [
        `Ada tried to push outgoing mail to https://a.example/ | ${detail}`,
        { action: 'handover.applied', subject: 'https://a.example/', detail },
      ],
    ),
    [
      'Ada rotated the encryption key | 12 records',
      { action: 'vault.key_rotated', detail: '12 records' },
    ],
    ['Ada tried to rotate the encryption key | ', { action: 'vault.key_rotated', refused: true }],
    ['Ada removed the operator Bob | ', { action: 'operator.removed', subject: 'Bob' }],
    [
      'Ada saved the deployment Acme | ',
      { action: 'deployment.saved', deployment: 'd1', subject: 'Acme' },
    ],
    [
      'Ada removed the deployment Gone | ',
      { action: 'deployment.removed', deployment: 'd2', subject: 'Gone' },
    ],
    [
      'Ada saved outgoing mail of Acme | smtp.example.com',
      { action: 'outgoing.server.saved', deployment: 'd1', subject: 'smtp.example.com' },
    ],
    ['Ada made the change webhook.saved | x', { action: 'webhook.saved', subject: 'x' }],
    ['Ada tried webhook.saved | ', { action: 'webhook.saved', refused: true }],
    ['Patchbay verified the vault | ', { action: 'vault.verified', operator: '' }],
  ])('%s', (sentence, entry) => {
    expect(said(entry)).toBe(sentence);
  });
});

describe('actionOptions', () => {
  it('lists groups by name, each with its actions', () => {
    const actions = ['vault.verified', 'operator.added', 'vault.created', 'webhook.saved'];
    expect(actionOptions(actions).map((one) => [one.value, one.label.trim()])).toEqual([
      ['operator', 'Operators'],
      ['operator.added', 'Operator added'],
      ['vault', 'Vault'],
      ['vault.created', 'Vault created'],
      ['vault.verified', 'Vault verified'],
      ['webhook', 'webhook'],
      ['webhook.saved', 'webhook.saved'],
    ]);
  });
});

describe('criteria', () => {
  it('takes whole days', () => {
    const { from, to, limit } = toFilter(
      { ...everything, from: '2026-11-21', to: '2026-11-21' },
      0,
      5,
    );
    expect(new Date(to).getTime() - new Date(from).getTime()).toBe(24 * 3600 * 1000 - 1);
    expect(new Date(from).getHours()).toBe(0);
    expect(limit).toBe(5);
    expect(toFilter({ ...everything, from: '20' }, 0, 5).from).toBe('');
  });

  it('narrows by anything but blanks', () => {
    expect([everything, { ...everything, text: '  ' }].some(narrows)).toBe(false);
    expect(narrows({ ...everything, refusedOnly: true })).toBe(true);
    expect(narrows({ ...everything, to: '2026-01-01' })).toBe(true);
  });
});
