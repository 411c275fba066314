import { plural } from './count';

/** Presets of providers known by name. */
export const presets = {
  open: 'Start from a known provider',
  title: 'Known providers',
  note: 'Fills in what is the same for everybody. The rest is asked for.',
  search: 'Search',
  searchPlaceholder: 'Entra ID, Okta, Keycloak, GitHub',
  list: 'Providers',
  count: (count: number) => plural(count, 'provider'),
  none: 'No provider matches.',
  type: 'Auth type',
  notes: 'Good to know',
  unverified: 'Not verified',
  use: 'Fill in',
  cancel: 'Cancel',
  filled: (name: string) => `Filled in for ${name}. Nothing is saved yet.`,
};
