import { describe, expect, it } from 'vitest';
import type { NotificationFinding } from '../../bridge/notifications';
import { placeOf, placesOfFinding } from './places';

const action = { id: 'a1', name: 'Approve transaction', templateId: '' };
const person = { id: 'p1', name: 'Ann' };
const about = { deploymentID: 'd1', templateID: 't1' };

const finding = (code: string, fields: string[], actionId = ''): NotificationFinding => ({
  finding: { code, reason: '', cause: '', remedy: '', fields, source: '', unverified: false },
  actionId,
  warning: false,
});

describe('placeOf', () => {
  it.each([
    ['integration', { page: 'notifications' }, 'field:integration'],
    ['notifications', { page: 'notifications' }, 'field:notifications'],
    ['notifyByEmail', { page: 'workflow-action', id: 'a1' }, 'field:notifyByEmail'],
    ['needsPerson', { page: 'workflow-action', id: 'a1' }, 'field:needsPerson'],
    ['ownServer', { page: 'workflow-action', id: 'a1' }, 'field:ownServer'],
    ['ownServer.from', { page: 'workflow-action', id: 'a1' }, 'field:from'],
    ['server', { page: 'outgoing' }, 'field:host'],
    ['from', { page: 'outgoing' }, 'field:from'],
    ['portalUrl', { page: 'deployment', id: 'd1' }, 'field:portalUrl'],
    ['messagesUrl', { page: 'deployment', id: 'd1' }, 'field:messagesUrl'],
    ['template', { page: 'template', id: 't1' }, undefined],
    ['people', { page: 'people' }, undefined],
    ['identifier', { page: 'person', id: 'p1' }, undefined],
    ['address', { page: 'person', id: 'p1' }, undefined],
    ['value', { page: 'person', id: 'p1' }, undefined],
  ])('%s', (name, route, intent) => {
    expect(placeOf(name, { ...about, action, person })).toMatchObject({
      route,
      ...(intent === undefined ? {} : { intent }),
    });
  });

  it('leads to the switch of the identifier where it is about nobody', () => {
    expect(placeOf('identifier', about)).toMatchObject({ route: { page: 'notifications' } });
  });

  it('leads to the default template where no other is chosen', () => {
    const place = placeOf('template', { ...about, templateID: '' });
    expect(place?.route).toEqual({ page: 'default-template' });
  });

  it('prefers the template of the action', () => {
    const own = { ...action, templateId: 't2' };
    const place = placeOf('template', { ...about, action: own });
    expect(place?.route).toEqual({ page: 'template', id: 't2' });
  });

  it('knows no place for what it does not know', () => {
    expect(placeOf('moon', about)).toBeUndefined();
    expect(placeOf('notifyByEmail', about)).toBeUndefined();
  });
});

describe('placesOfFinding', () => {
  const all = { ...about, actions: [action] };

  it('leads to the server, not to the switch that needs one', () => {
    const places = placesOfFinding(finding('notify.server_missing', ['notifications']), all);
    expect(places.map(({ route }) => route)).toEqual([{ page: 'outgoing' }]);
  });

  it('leads to the own server of its action', () => {
    const [place] = placesOfFinding(
      finding('notify.own_server_missing', ['ownServer.host', 'ownServer.from'], 'a1'),
      all,
    );
    expect(place).toMatchObject({
      route: { page: 'workflow-action', id: 'a1' },
      intent: 'field:host',
    });
  });

  it('leads to those without an address before the attribute that holds it', () => {
    const places = placesOfFinding(finding('notify.people_without_address', ['identifier']), all);
    expect(places).toMatchObject([
      { route: { page: 'people' }, intent: 'unusable' },
      { route: { page: 'notifications' }, intent: 'field:identifier' },
    ]);
  });
});
