import { mailboxes } from '../../text';

/** RowAction is what can be done to one mailbox of the table. */
export type RowAction = 'open' | 'password' | 'test' | 'remove';

/** RowItem is such an action as a row's menu lists it. */
export interface RowItem {
  value: RowAction;
  label: string;
  detail?: string;
  disabled?: boolean;
}

/** rowActions are those of every row; who only looks changes nothing. */
export function rowActions(mayEdit: boolean, testing: boolean): RowItem[] {
  const text = mailboxes.rowActions;
  const busy = testing ? { detail: mailboxes.busyTesting, disabled: true } : {};
  const all: RowItem[] = [
    { value: 'open', label: text.open },
    { value: 'test', label: text.test, ...busy },
    { value: 'password', label: text.password },
    { value: 'remove', label: text.remove },
  ];
  return mayEdit ? all : all.filter(({ value }) => value === 'open' || value === 'test');
}
