import { general } from '../../text';
import { palette as text } from '../../text/en/palette';
import { action, open } from './action';
import type { Act, Command } from './command';
import type { Situation } from './commands';

/** providerCommands are what can be done with the identity provider shown, and to get one. */
export function providerCommands(now: Situation, mayEdit: boolean): Command[] {
  if (!now.current) return [];
  const place = general.sections.idp;
  return [...ofTheOne(now, mayEdit), ...ofAll(mayEdit)].map((one) => ({ ...one, place }));
}

function ofTheOne({ route, unsaved }: Situation, mayEdit: boolean): Command[] {
  if (route.page !== 'identity-provider' && route.page !== 'new-identity-provider') return [];
  const here = (intent: string): Act => ({ do: 'open', route, intent });
  const { actions, keys } = text;
  const stored = route.page === 'identity-provider';
  const edit = action('edit-provider', actions.editProvider, 'edit', here('edit'));
  const preset = action('preset-provider', actions.presetProvider, 'signin', here('preset'));
  const cancel = action('cancel-provider', actions.cancel, 'cross', here('cancel'));
  const remove = action('delete-provider', actions.deleteProvider, 'trash', here('delete'));
  const save = action('save-provider', actions.saveProvider, 'save', here('save'), keys.save);
  return [
    action('test-provider', actions.testProvider, 'play', here('test'), keys.test),
    action('check-provider', actions.checkProvider, 'shield', here('check')),
    ...(unsaved ? [save, cancel] : []),
    ...(stored && mayEdit ? [edit, remove] : []),
    ...(mayEdit ? [preset] : []),
    action('shows-provider', actions.showsProvider, 'search', here('shows')),
    action('sheet-provider', actions.sheetProvider, 'list', here('sheet')),
    action('sp-metadata', actions.spMetadata, 'certificate', here('sp')),
    action('probe-provider', actions.probeProvider, 'search', here('probe')),
  ];
}

function ofAll(mayEdit: boolean): Command[] {
  const add = action(
    'add-provider',
    text.actions.addProvider,
    'plus',
    open('new-identity-provider'),
  );
  return mayEdit ? [add] : [];
}
