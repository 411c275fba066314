const roles = { owner: 'Owner', editor: 'Editor', viewer: 'Viewer' };

export const operator = {
  title: 'Your account',
  purpose: 'The password that opens the vault for you, and the recovery key that stands in for it.',
  change: 'Change password',
  changeNote: 'Other operators and the recovery key are not affected.',
  current: 'Current password',
  next: 'New password',
  confirm: 'Repeat new password',
  mismatch: 'the two passwords differ',
  changed: 'Password changed.',
  recovery: 'Recovery key',
  recoveryNote: 'Makes a new recovery key. The old one stops working at once.',
  recoveryOwners:
    'Opens the vault for an operator whose password is lost. Only an owner replaces it.',
  recoveryPassword: 'Password',
  replace: 'Replace recovery key',
  you: 'You',
  name: 'Name',
  email: 'E-mail',
  role: 'Role',
  roles: roles as typeof roles & Partial<Record<string, string>>,
};
