// What the audit journal's actions are called; one that is not here is shown as
// it is.
const changes: Partial<Record<string, string>> = {
  'vault.created': 'Vault created',
  'vault.recovered': 'Vault recovered with the recovery key',
  'vault.recovery_key_replaced': 'Recovery key replaced',
  'vault.key_rotated': 'Encryption key rotated',
  'operator.password_changed': 'Password changed',
  'preferences.saved': 'Settings saved',
  'deployment.saved': 'Deployment saved',
  'deployment.removed': 'Deployment removed',
  'outgoing.server.saved': 'Outgoing mail saved',
  'outgoing.server.removed': 'Outgoing mail removed',
};

export const overview = {
  title: 'Overview',
  purpose: (name: string) => `What works for ${name}, and what is next.`,
  purposeNone: 'What works, and what is next.',
  integrations: 'Integrations',
  columns: { name: 'Integration', target: 'Target', state: 'State', proved: 'Proved' },
  next: 'Next',
  steps: {
    deployment: {
      title: 'Add your first deployment',
      body: 'A target system in one environment. Everything else belongs to it.',
      action: 'Add deployment',
    },
    missing: {
      title: (name: string) => `Set up ${name.toLowerCase()}`,
      body: 'Nothing is configured yet. Without a server at hand, try it with the rehearsal server.',
    },
    failed: {
      title: (name: string) => `Mend ${name.toLowerCase()}`,
      body: (summary: string) => summary,
    },
    never: {
      title: (name: string) => `Test ${name.toLowerCase()}`,
      body: 'It is saved, but nothing shows yet that it works.',
    },
    stale: {
      title: (name: string) => `Test ${name.toLowerCase()} again`,
      body: (summary: string) => `${summary}. The last proof no longer holds.`,
    },
    warned: {
      title: (name: string) => `Look at the warning of ${name.toLowerCase()}`,
      body: (summary: string) => summary,
    },
    disabled: {
      title: (name: string) => `${name} is switched off`,
      body: 'No notification mail is sent until it is enabled.',
    },
    done: {
      title: 'Everything is proved',
      body: 'The proofs go stale when a setting, a certificate or a secret changes.',
    },
  },
  open: (name: string) => `Open ${name.toLowerCase()}`,
  vault: 'Vault',
  keyAge: (days: number) =>
    days === 0
      ? 'Encryption key made today'
      : `Encryption key ${String(days)} ${days === 1 ? 'day' : 'days'} old`,
  keyDue: 'Rotation is due',
  recent: 'Recent changes',
  change: (action: string) => changes[action] ?? action,
  noRecent: 'No changes yet.',
  never: 'never',
};
