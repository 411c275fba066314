import type { NotificationsState } from '../../bridge/notifications';
import type { TemplateRow } from '../../bridge/templates';
import { notifications as text } from '../../text';

interface Option {
  value: string;
  label: string;
}

/** templateOptions are the templates by name, the default one first. */
export function templateOptions(templates: readonly TemplateRow[]): Option[] {
  const named = templates.filter((one) => one.id !== '');
  return [
    { value: '', label: text.defaultTemplate },
    ...named.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

/** identifierOptions are the attributes that people have, and the chosen one in any case. */
export function identifierOptions(
  { identifiers, people }: Pick<NotificationsState, 'identifiers' | 'people'>,
  chosen: string,
): Option[] {
  const known = identifiers.some((one) => one.name === chosen)
    ? identifiers
    : [...identifiers, { name: chosen, usable: 0 }];
  return known.map(({ name, usable }) => ({
    value: name,
    label: text.switches.usable(name, usable, people),
  }));
}
