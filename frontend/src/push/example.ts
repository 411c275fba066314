import type { MailAPITarget } from '../bridge/handover';

/** exampleTarget is a target that nothing was pushed to yet. */
export function exampleTarget(changes: Partial<MailAPITarget> = {}): MailAPITarget {
  return {
    deploymentId: 'd1',
    revision: 0,
    saved: false,
    form: 'ssms',
    url: 'https://acme.example.com/digitanium/v4/mail/config',
    tokenUrl: '',
    clientId: '',
    clientAuth: '',
    scope: '',
    caPem: '',
    clientSecret: { set: false, changedAt: '' },
    bound: '',
    ssmsUrl: 'https://acme.example.com/digitanium/v4/mail/config',
    shiftUrl: 'https://example.com/auth/realms/acme/mail/setup',
    receipts: [],
    ...changes,
  } as MailAPITarget;
}
