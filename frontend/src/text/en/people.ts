import { number, plural } from './count';
import { importing } from './importing';

const persons = (count: number) => plural(count, 'person', 'people');

const identifiers: Partial<Record<string, string>> = {
  name: 'name',
  userName: 'user name',
  email: 'e-mail address',
};

export const people = {
  title: 'People',
  purpose: 'To whom a deployment sends its messages.',
  noDeployment: 'People belong to a deployment',
  newPerson: 'New person',
  add: 'Add person',
  empty: {
    title: 'No people yet',
    body: 'The target system puts messages for these people into its web portal, and mails them where notifications are switched on. Import a list of them as CSV, or add one.',
    viewer: 'The target system puts messages for these people into its web portal.',
  },

  search: 'Search people',
  searchHelp: 'Any of their values',
  filters: 'Show',
  unusable: (count: number) => `Without a usable address: ${number(count)}`,
  clear: 'Show all',
  shown: (shown: number, total: number) =>
    shown === total ? persons(total) : `${number(shown)} of ${persons(total)}`,
  selected: (count: number) => `${number(count)} selected`,
  clearSelection: 'Clear the selection',
  noMatch: 'Nobody matches.',
  /** The attribute that is a person's address, in the sentence about it. */
  identifier: (name: string) => identifiers[name] ?? name,
  identifierBefore: 'Mail goes to the attribute',
  identifierAfter: ', the e-mail people identifier.',
  identifierLink: 'Change it in Notifications',

  columns: {
    name: 'Person',
    email: 'E-mail',
    address: 'Mail goes to',
    more: 'Attributes',
    actions: 'Actions',
  },
  unnamed: 'Without a name',
  none: '–',
  selectAll: 'Select all that are shown',
  select: (name: string) => `Select ${name}`,
  keys: 'Arrow keys move, Space selects, Enter opens. Tab leads to the actions of the row.',
  actionsOf: (name: string) => `Actions for ${name}`,
  rowActions: { open: 'Open', remove: 'Delete' },
  collecting: 'Selecting all of them',

  remove: 'Delete',
  removeSelected: (count: number) => `Delete ${number(count)}`,
  removing: 'Deleting',
  removal: {
    one: (name: string) => `Delete ${name}?`,
    many: (count: number) => `Delete ${persons(count)}?`,
    body: 'They get no more messages. What became of their mail stays in the list of messages.',
    confirm: 'Delete',
    done: (count: number) =>
      count === 1 ? 'The person was deleted.' : `${persons(count)} deleted.`,
  },

  list: 'All people',
  formLabel: 'Person',
  sections: {
    person: 'Person',
    attributes: 'Further attributes',
    attributesNote: 'Such as upn or employeeId. Any of them can be the e-mail people identifier.',
  },
  fields: {
    name: { label: 'Name', word: 'name' },
    userName: { label: 'User name', word: 'userName' },
    email: { label: 'E-mail address', word: 'email' },
    attributeName: { label: 'Attribute' },
    attributeValue: { label: 'Value' },
  },
  oneOfThree: 'At least one of the three is needed.',
  noAttributes: 'None',
  addAttribute: 'Add attribute',
  removeAttribute: (name: string) => (name === '' ? 'Remove attribute' : `Remove ${name}`),
  goesTo: 'Mail goes to',
  saved: (name: string) => `${name} saved.`,

  importing: {
    action: importing.action,
    title: 'Import people',
    choose: {
      label: 'A CSV file of people',
      drop: importing.drop,
      browse: importing.browse,
      help: 'The first line names the columns: name, userName, email, and any others, such as upn or employeeId. UTF-8, UTF-16 and Windows-1252 are read, up to 100,000 rows.',
    },
    merge:
      'A row with the user name or address of somebody who is there changes that person. A column that is not in the file stays as it is.',
    empty: importing.empty,
    facts: (encoding: string, columns: readonly string[]) =>
      `Read as ${encoding}. Columns: ${columns.join(', ')}.`,
    unusable: (count: number) =>
      `${persons(count)} would have no usable address: they get messages, and no mail.`,
    unusableOne: 'No usable address',
    done: (made: number, changed: number, unchanged: number) =>
      `Imported: ${number(made)} new, ${number(changed)} changed, ${number(unchanged)} unchanged.`,
  },
};
