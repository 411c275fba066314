export const deployments = {
  title: 'Deployments',
  purpose: 'The target systems that you configure, one entry for each environment.',
  add: 'Add deployment',
  /** Where something needs one, and there is none. */
  first: 'Add the deployment first: its name, tenant ID and hostname.',
  editorsOnly: 'Adding and changing deployments needs the role editor or owner.',
  newTitle: 'New deployment',
  newPurpose: 'A target system in one environment. Its mail and other integrations belong to it.',
  empty: {
    title: 'No deployment yet',
    body: 'A deployment is one target system in one environment: its tenant, its host, and the values its settings refer to.',
  },
  columns: {
    name: 'Name',
    environment: 'Environment',
    tenant: 'Tenant ID',
    hostname: 'Hostname',
    changed: 'Changed',
  },
  open: (name: string) => `Open ${name}`,
  back: 'All deployments',
  use: 'Work on this deployment',
  current: 'Current deployment',
  saved: (name: string) => `Saved deployment ${name}.`,
  removed: (name: string) => `Removed deployment ${name}.`,
  remove: 'Remove deployment',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeBody:
    'Its integrations, their stored secrets and their proofs are deleted too. This cannot be undone.',
  sections: {
    target: 'Target system',
    links: 'Pages of the target',
    variables: 'Variables',
    notes: 'Notes',
  },
  variablesNote:
    'Values for placeholders: %name% in a setting stands for the value. %% is a percent sign.',
  fields: {
    name: { label: 'Name', help: 'As you call it: "Acme, production"' },
    environment: { label: 'Environment' },
    tenantId: {
      label: 'Tenant ID',
      word: 'DNS label',
      help: 'Lower-case letters, digits and hyphens',
    },
    hostname: { label: 'Hostname' },
    portalUrl: {
      label: 'Web portal URL',
      word: '%store-link%',
      help: 'Where mails lead that have a link to the portal',
    },
    messagesUrl: {
      label: 'Messages page URL',
      word: '%action-link%',
      help: 'Where mails lead that have a link to a message',
    },
    notes: { label: 'Notes' },
  },
  environments: [
    { value: 'development', label: 'Development' },
    { value: 'test', label: 'Test' },
    { value: 'production', label: 'Production' },
  ],
  variable: {
    name: (row: number) => `Name of variable ${String(row)}`,
    value: (row: number) => `Value of variable ${String(row)}`,
    remove: (row: number) => `Remove variable ${String(row)}`,
    add: 'Add variable',
    none: 'No variables.',
    columnName: 'Name',
    columnValue: 'Value',
  },
};
