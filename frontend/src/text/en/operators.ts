export const operators = {
  title: 'Operators',
  purpose: 'Who may open this vault, each with a password of their own.',
};
