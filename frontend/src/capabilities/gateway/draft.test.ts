import { describe, expect, it } from 'vitest';
import type { MailGateway } from '../../bridge/gateway';
import { addAuthority, applyPatch, draftOf, placed, sent } from './draft';

const stored = {
  ...{ configured: true, revision: 2, changedAt: '', enabled: false, host: 'smtp.example.com' },
  ...{ port: '2465', from: 'noreply@example.com', senderName: 'IT', security: 'ssl', caPem: '' },
  ...{ password: { set: true, changedAt: '' }, useDeploymentId: '', redirected: '' },
  ...{ light: 'never', summary: '', lastProof: undefined, templateChangedAt: '', mayEdit: true },
} as unknown as MailGateway;

describe('the draft of the gateway', () => {
  it('is what is stored, without its code', () => {
    expect(draftOf(stored)).toEqual({
      ...{ revision: 2, enabled: false, host: 'smtp.example.com', port: '2465' },
      ...{ from: 'noreply@example.com', senderName: 'IT', security: 'ssl', caPem: '' },
      ...{ password: { change: 'keep', value: '' }, useDeploymentId: '' },
    });
  });

  it('begins enabled, at port 465, with TLS', () => {
    const blank = { ...stored, configured: false, port: '', security: '' };
    expect(draftOf(blank)).toMatchObject({ enabled: true, port: '465', security: 'tls' });
  });

  it('keeps the stored code where nothing was typed', () => {
    const typed = (value: string) =>
      sent({ ...draftOf(stored), password: { change: 'set', value } });
    expect(typed('').password.change).toBe('keep');
    expect(typed('code').password).toEqual({ change: 'set', value: 'code' });
  });

  it('takes over host, port and security of an alternative, and nothing else', () => {
    const patch = '{"port":465,"security":"tls","password":"x","enabled":true}';
    expect(applyPatch(draftOf(stored), patch)).toEqual({
      ...draftOf(stored),
      port: '465',
      security: 'tls',
    });
    expect(applyPatch(draftOf(stored), 'null')).toEqual(draftOf(stored));
  });

  it('trusts an authority once', () => {
    const once = addAuthority(draftOf(stored), 'PEM');
    expect(once.caPem).toBe('PEM\n');
    expect(addAuthority(once, 'PEM').caPem).toBe('PEM\n');
  });

  it('finds the field of the deployment by the name of the document', () => {
    const names = placed(['useDeployment', 'host'].map((name) => ({ name, message: '' })));
    expect(names.map(({ name }) => name)).toEqual(['useDeploymentId', 'host']);
  });
});
