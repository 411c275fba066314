import { frame } from '../bridge/frame';
import type { Surroundings } from './clipboard.svelte';

// How long a secret stays in the clipboard when the door does not say.
const usual = 20;

/** surroundings are those of the page that this runs in. */
export function surroundings(): Surroundings {
  return {
    door: async (text) => {
      const { copied, seconds } = await frame.copySecret(text);
      return { copied, seconds: seconds > 0 ? seconds : usual };
    },
    read: () => navigator.clipboard.readText(),
    write: (text) => navigator.clipboard.writeText(text),
    mayRead,
    inFront: () =>
      new Promise((resolve) => {
        window.addEventListener(
          'focus',
          () => {
            resolve();
          },
          { once: true },
        );
      }),
    hasFocus: () => document.hasFocus(),
  };
}

// Browsers that do not know the permission ask each time, or never allow it.
async function mayRead(): Promise<boolean> {
  try {
    const name = 'clipboard-read' as PermissionName;
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    return false;
  }
}
