export const secretField = {
  set: 'Set',
  unset: 'Not set',
  cleared: 'Will be cleared on save',
  change: 'Change',
  clear: 'Clear',
  keep: 'Keep stored',
  mask: 'This looks like a mask copied from another page, not like the password itself.',
};
