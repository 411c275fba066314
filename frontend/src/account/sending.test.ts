import { describe, expect, it } from 'vitest';
import type { OutgoingServer } from '../bridge/outgoing';
import { draftOf } from './sending';

const blank: OutgoingServer = {
  deploymentId: 'd1',
  configured: false,
  revision: 0,
  changedAt: '',
  enabled: false,
  host: '',
  port: '',
  security: '',
  insecureAllowPlainPassword: false,
  auth: '',
  user: '',
  password: { set: false, changedAt: '' },
  oauth2: {
    grant: '',
    tokenUrl: '',
    authUrl: '',
    deviceUrl: '',
    clientId: '',
    clientAuth: '',
    clientSecret: { set: true, changedAt: '2026-11-20T10:00:00Z' },
    clientSecretExpires: '',
    scope: '',
    refreshToken: { set: false, changedAt: '' },
  },
  from: '',
  fromDisplayName: '',
  replyTo: '',
  replyToDisplayName: '',
  envelopeFrom: '',
  ehloName: '',
  timeoutSeconds: 0,
  caPem: '',
  light: 'missing',
  summary: '',
};

describe('draftOf', () => {
  it('starts a new server enabled, with implicit TLS and a password', () => {
    expect(draftOf(blank)).toMatchObject({
      enabled: true,
      security: 'implicit-tls',
      auth: 'password',
      password: { change: 'keep', value: '' },
    });
  });

  it('leaves a stored server as it is', () => {
    const server = { ...blank, configured: true, enabled: false, security: 'none', auth: 'none' };
    expect(draftOf(server)).toMatchObject({ enabled: false, security: 'none', auth: 'none' });
  });
});
