import { plural } from './count';

export const settings = {
  title: 'Settings',
  purpose: 'How Patchbay looks on this machine, when it locks, and how it reaches the network.',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: [
    { value: 'system', label: 'Follow the system' },
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
  ],
  safety: 'Safety',
  autoLock: { label: 'Lock after', help: 'Minutes without activity, 1 to 480' },
  reminder: { label: 'Remind of key rotation after', help: 'Days, 1 to 3650' },
  minutes: (count: number) => plural(count, 'minute'),
  days: (count: number) => plural(count, 'day'),
  saved: 'Settings saved.',
  limits: 'What Patchbay cannot protect against',
  limitsList: [
    {
      title: 'Other programs that run as you',
      body: 'While the vault is unlocked, a program with your rights can read this application’s memory and your keyboard. The unlock password also passes through the page, whose memory cannot be wiped with certainty.',
    },
    {
      title: 'Old copies',
      body: 'Backups and copies of the vault folder stay readable with the keys they were made with, whatever is rotated or deleted later.',
    },
    {
      title: 'Remnants on the disk',
      body: 'Solid-state drives and snapshots may keep deleted blocks. Encrypt the whole disk as well.',
    },
    {
      title: 'A lost password and a lost recovery key',
      body: 'There is no other way in. Nobody can reset them for you.',
    },
  ],
  about: 'About',
  version: 'Version',
  door: 'Opened in',
  doors: { window: 'the window', browser: 'a browser' } as Partial<Record<string, string>>,
  shortcuts: 'Shortcuts',
  shortcutList: [
    { keys: 'Ctrl/Cmd K', does: 'Search pages, fields and actions' },
    { keys: 'Ctrl/Cmd S', does: 'Save' },
    { keys: 'Ctrl/Cmd Enter', does: 'Test' },
    { keys: 'Esc', does: 'Cancel' },
    { keys: 'Ctrl/Cmd L', does: 'Lock' },
  ],
};
