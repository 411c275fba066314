import { fieldIntent } from '../../route/intent';
import type { Route } from '../../route/route';
import { deployments, general, outgoing, settings } from '../../text';
import { apiClient } from '../../text/en/apiClient';
import { identityProvider } from '../../text/en/identityProvider';
import { mailbox } from '../../text/en/mailbox';
import { network } from '../../text/en/network';
import { palette as text } from '../../text/en/palette';
import type { Command } from './command';

type Names = Partial<Record<string, readonly string[]>>;

/** outgoingFields are those of the outgoing mail page, by their names in the document. */
export function outgoingFields(): Command[] {
  const route = { page: 'outgoing' } as const;
  return fields(text.fields.outgoing, route, general.sections.outgoing, outgoing.fieldName);
}

/** mailboxFields are those of the mailbox shown, else of a new one. */
export function mailboxFields(shown: Route): Command[] {
  const route: Route = shown.page === 'mailbox' ? shown : { page: 'new-mailbox' };
  const place = general.sections.mailboxes;
  const found = fields(text.fields.mailbox, route, place, mailbox.fieldName);
  // What was chosen lately is remembered by the field, whichever mailbox it was of.
  return found.map((one) => ({ ...one, id: one.id.replace(`:${route.page}:`, ':mailbox:') }));
}

/** providerFields are those of the identity provider shown, else of a new one. */
export function providerFields(shown: Route): Command[] {
  const route: Route =
    shown.page === 'identity-provider' ? shown : { page: 'new-identity-provider' };
  const place = general.sections.idp;
  const found = fields(text.fields.idp, route, place, identityProvider.fieldName);
  return found.map((one) => ({ ...one, id: one.id.replace(`:${route.page}:`, ':idp:') }));
}

/** clientFields are those of the API client shown, else of a new one. */
export function clientFields(shown: Route): Command[] {
  const route: Route = shown.page === 'api-client' ? shown : { page: 'new-api-client' };
  const found = fields(text.fields.api, route, general.sections.api, apiClient.fieldName);
  return found.map((one) => ({ ...one, id: one.id.replace(`:${route.page}:`, ':api:') }));
}

/** deploymentFields are those of one deployment. */
export function deploymentFields(id: string, name: string): Command[] {
  const labels: Partial<Record<string, { label: string }>> = deployments.fields;
  return fields(
    text.fields.deployment,
    { page: 'deployment', id },
    name,
    (field) => labels[field]?.label ?? field,
  );
}

/** settingsFields are those of the settings page that an operator may change. */
export function settingsFields(mayEdit: boolean): Command[] {
  const labels: Partial<Record<string, { label: string }>> = {
    theme: { label: settings.theme },
    autoLockMinutes: settings.autoLock,
    rotationReminderDays: settings.reminder,
    ...network.fields,
  };
  const all = fields(
    text.fields.settings,
    { page: 'settings' },
    general.sections.settings,
    (field) => labels[field]?.label ?? field,
  );
  return mayEdit ? all : all.filter((field) => field.id === 'field:settings:theme');
}

function fields(
  names: Names,
  route: Route,
  place: string,
  label: (name: string) => string,
): Command[] {
  return Object.entries(names).map(([name, also = []]) => ({
    id: `field:${route.page}:${name}`,
    group: 'fields',
    title: label(name),
    place,
    also,
    icon: 'edit',
    keys: '',
    act: { do: 'open', route, intent: fieldIntent(name) },
  }));
}
