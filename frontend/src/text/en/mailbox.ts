export const mailbox = {
  title: 'Mailbox',
  newTitle: 'New mailbox',
};
