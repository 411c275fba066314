import { general } from '../../text';
import { identityProvider as text } from '../../text/en/identityProvider';
import type { Dialogs } from '../../ui/dialogs.svelte';

/** confirmRemoval asks whether a provider is to be deleted. */
export function confirmRemoval(name: string, dialogs: Pick<Dialogs, 'confirm'>): Promise<boolean> {
  return dialogs.confirm({
    title: text.removeTitle(name),
    body: text.removeBody,
    confirm: text.remove,
    cancel: general.cancel,
    danger: true,
  });
}
