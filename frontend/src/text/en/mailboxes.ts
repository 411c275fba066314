export const mailboxes = {
  title: 'Mailboxes',
  purpose: 'The mailboxes that the target system reads over IMAP.',
};
