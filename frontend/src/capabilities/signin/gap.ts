import { tick } from 'svelte';
import { focusFirst } from '../../form/focus';
import type { Form } from '../../form/form.svelte';
import type { ProviderDraft } from './draft';

/** focusGap goes to the first field that still has to be filled in. */
export async function focusGap(form: Form<ProviderDraft>): Promise<void> {
  await tick();
  const faults = await form.check().catch(() => []);
  const names = faults.map((fault) => fault.name);
  if (form.root) focusFirst(form.root, names.length > 0 ? names : ['clientSecret', 'name']);
}
