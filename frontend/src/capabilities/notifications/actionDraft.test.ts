import { describe, expect, it } from 'vitest';
import { Fault } from '../../bridge/fault';
import type { NotificationAction } from '../../bridge/notifications';
import { blankForm, draftOfForm, formOf, landing, onForm } from './actionDraft';

const action: NotificationAction = {
  id: 'a1',
  revision: 3,
  changedAt: '',
  name: 'Send Message',
  needsPerson: true,
  notifyByEmail: false,
  manyFirstAnswer: true,
  templateId: 't1',
};

describe('the draft of an action', () => {
  it('sends no server for one that uses outgoing mail', () => {
    const draft = draftOfForm(formOf('d1', action));
    expect(draft).toEqual({
      deploymentId: 'd1',
      id: 'a1',
      revision: 3,
      name: 'Send Message',
      needsPerson: true,
      notifyByEmail: false,
      manyFirstAnswer: true,
      templateId: 't1',
    });
  });

  it('sends the fields of its own server, and none of the action among them', () => {
    const form = { ...blankForm('d1'), ownServer: true, host: 'smtp.example.com', name: 'A' };
    const { own } = draftOfForm(form);
    expect(own).toMatchObject({ host: 'smtp.example.com', deploymentId: 'd1', enabled: true });
    expect(Object.keys(own ?? {})).not.toContain('name');
    expect(Object.keys(own ?? {})).not.toContain('ownServer');
  });

  it('tells people by e-mail where nothing else is said', () => {
    expect(blankForm('d1')).toMatchObject({ needsPerson: true, notifyByEmail: true });
  });
});

describe('the faults of an action', () => {
  it('land on the fields of the form', () => {
    const faults = [
      { name: 'ownServer.oauth2.tokenUrl', message: 'is missing' },
      { name: 'name', message: 'is taken' },
    ];
    expect(onForm(faults).map((fault) => fault.name)).toEqual(['oauth2.tokenUrl', 'name']);
  });

  it('keep everything else of a refusal', async () => {
    const refused = new Fault({
      code: 'notify.invalid',
      kind: 'invalid',
      message: 'no',
      hint: 'enter a host',
      fields: [{ name: 'ownServer.host', message: 'is missing' }],
    });
    await expect(landing(Promise.reject(refused))).rejects.toMatchObject({
      code: 'notify.invalid',
      hint: 'enter a host',
      fields: [{ name: 'host', message: 'is missing' }],
    });
  });
});
