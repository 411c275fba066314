import { general } from '../../text';
import { apiClient as text } from '../../text/en/apiClient';
import type { Dialogs } from '../../ui/dialogs.svelte';

/** confirmRemoval asks whether a client is to be removed. */
export function confirmRemoval(id: string, dialogs: Pick<Dialogs, 'confirm'>): Promise<boolean> {
  return dialogs.confirm({
    title: text.removeTitle(id),
    body: text.removeBody,
    confirm: text.remove,
    cancel: general.cancel,
    danger: true,
  });
}
