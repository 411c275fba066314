import { sentence } from '../../text/sentence';
import type { ClientPage } from './client.svelte';

/**
 * remarkOn is what is good to know about a field while it is edited, as one text:
 * nothing before anything was touched.
 */
export function remarkOn(
  { remarks, form }: { remarks: ClientPage['remarks']; form: { editing: boolean; dirty: boolean } },
  field: string,
): string | undefined {
  if (!form.editing || !form.dirty) return undefined;
  const found = remarks.filter((one) => one.name === field).map((one) => sentence(one.message));
  return found.length === 0 ? undefined : found.join(' ');
}
