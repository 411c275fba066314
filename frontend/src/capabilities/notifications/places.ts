import type { NotificationFinding } from '../../bridge/notifications';
import { fieldIntent } from '../../route/intent';
import type { Route } from '../../route/route';
import { notifications } from '../../text';

/** Place is where something is mended: a page, a field of it, and what it is called. */
export interface Place {
  route: Route;
  intent?: string;
  title: string;
}

/** About says what a stop or a finding is about, as far as it is known. */
export interface About {
  deploymentID: string;
  action?: { id: string; name: string; templateId: string } | undefined;
  person?: { id: string; name: string } | undefined;
  /** The template of the switches; "" is the default one. */
  templateID: string;
}

const text = notifications.places;
const ofAction = ['needsPerson', 'notifyByEmail', 'manyFirstAnswer', 'ownServer'];
const ofOutgoing: Partial<Record<string, string>> = {
  server: 'host',
  host: 'host',
  from: 'from',
};

/** placeOf is where what has that name is changed: a switch, or a missing value. */
export function placeOf(name: string, about: About): Place | undefined {
  const [head = ''] = name.split('.');
  const { action, person } = about;
  if (ofAction.includes(head)) return action && atAction(action, name);
  const outgoing = ofOutgoing[name];
  if (outgoing !== undefined) {
    return { route: { page: 'outgoing' }, intent: fieldIntent(outgoing), title: text.outgoing };
  }
  if (name === 'portalUrl' || name === 'messagesUrl') {
    const route: Route = { page: 'deployment', id: about.deploymentID };
    return { route, intent: fieldIntent(name), title: text.deployment };
  }
  if (name === 'template') return template(action?.templateId || about.templateID);
  if (name === 'people') return { route: { page: 'people' }, title: text.people };
  if (person && ['identifier', 'address', 'value'].includes(name)) {
    return { route: { page: 'person', id: person.id }, title: text.person(person.name) };
  }
  const switches = ['integration', 'notifications', 'identifier'];
  if (!switches.includes(name)) return undefined;
  return { route: { page: 'notifications' }, intent: fieldIntent(name), title: text.switches };
}

type AboutAll = About & { actions: readonly NonNullable<About['action']>[] };

/** placesOfFinding is where a finding is mended, the place of its first remedy first. */
export function placesOfFinding(one: NotificationFinding, about: AboutAll): Place[] {
  const place = placeOfFinding(one, about);
  const places = place ? [place] : [];
  if (one.finding.code !== 'notify.people_without_address') return places;
  return [{ route: { page: 'people' }, intent: 'unusable', title: text.unusable }, ...places];
}

function placeOfFinding(
  { finding, actionId }: NotificationFinding,
  about: AboutAll,
): Place | undefined {
  const action = about.actions.find((one) => one.id === actionId);
  if (finding.code === 'notify.server_failed' || finding.code === 'notify.server_missing') {
    return placeOf('server', about);
  }
  for (const field of finding.fields) {
    const place = placeOf(field, { ...about, action });
    if (place) return place;
  }
  return action && atAction(action, 'name');
}

function atAction({ id, name }: NonNullable<About['action']>, field: string): Place {
  const intent = fieldIntent(field.replace(/^ownServer\./, ''));
  return { route: { page: 'workflow-action', id }, intent, title: text.action(name) };
}

function template(id: string): Place {
  const route: Route = id === '' ? { page: 'default-template' } : { page: 'template', id };
  return { route, title: text.template };
}
