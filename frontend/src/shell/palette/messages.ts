import { general } from '../../text';
import { palette as text } from '../../text/en/palette';
import { action, open } from './action';
import type { Act, Command } from './command';
import type { Situation } from './commands';

/** messageCommands are what can be done about what a deployment tells people by e-mail. */
export function messageCommands(now: Situation, mayEdit: boolean): Command[] {
  if (!now.current) return [];
  const { notifications, templates, people } = general.sections;
  return [
    ...placed(notifications, [...ofTheAction(now, mayEdit), ...ofNotifications(mayEdit)]),
    ...placed(templates, ofTemplates(mayEdit)),
    ...placed(people, ofPeople(mayEdit)),
  ];
}

const placed = (place: string, all: readonly Command[]): Command[] =>
  all.map((one) => ({ ...one, place }));

function ofTheAction({ route, unsaved }: Situation, mayEdit: boolean): Command[] {
  if (route.page !== 'workflow-action' && route.page !== 'new-workflow-action') return [];
  const here = (intent: string): Act => ({ do: 'open', route, intent });
  const { actions, keys } = text;
  const stored = route.page === 'workflow-action' && mayEdit;
  return [
    action('prove-action', actions.proveAction, 'play', here('test'), keys.test),
    ...(unsaved
      ? [
          action('save-action', actions.saveAction, 'save', here('save'), keys.save),
          action('cancel-action', actions.cancel, 'cross', here('cancel')),
        ]
      : []),
    ...(stored
      ? [
          action('edit-action', actions.editAction, 'edit', here('edit')),
          action('remove-action', actions.removeAction, 'trash', here('remove')),
        ]
      : []),
  ];
}

function ofNotifications(mayEdit: boolean): Command[] {
  const { actions } = text;
  const event = open('notifications', 'rehearse');
  return [
    action('rehearse-event', actions.rehearseEvent, 'play', event),
    ...(mayEdit
      ? [
          action('add-action', actions.addAction, 'plus', open('new-workflow-action')),
          action('edit-switches', actions.switches, 'edit', open('notifications', 'edit')),
        ]
      : []),
  ];
}

function ofTemplates(mayEdit: boolean): Command[] {
  if (!mayEdit) return [];
  const { actions } = text;
  return [
    action('add-template', actions.addTemplate, 'plus', open('new-template')),
    action('default-template', actions.defaultTemplate, 'edit', open('default-template')),
  ];
}

function ofPeople(mayEdit: boolean): Command[] {
  const { actions } = text;
  return [
    ...(mayEdit
      ? [
          action('add-person', actions.addPerson, 'plus', open('new-person')),
          action('import-people', actions.importPeople, 'people', open('people', 'import')),
        ]
      : []),
    action('unusable-people', actions.unusablePeople, 'warning', open('people', 'unusable')),
  ];
}
