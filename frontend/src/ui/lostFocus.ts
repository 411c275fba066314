import { tick } from 'svelte';

/**
 * catchFocus gives the focus to the control with the id when the one that held it
 * is gone or disabled. Without it the keyboard would begin anew at the page's top.
 */
export async function catchFocus(id: string): Promise<void> {
  await tick();
  const held = document.activeElement;
  if (held && held !== document.body && !held.matches(':disabled')) return;
  document.getElementById(id)?.focus();
}
