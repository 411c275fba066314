/** Kind is what sets one sort of mail account apart from the other. */
export interface Kind {
  readonly protocol: 'smtp' | 'imap';
  /** The field of the address that an empty user name stands for. */
  readonly address: 'from' | 'mailbox';
  /** The port that follows each security. */
  readonly ports: Partial<Record<string, number>>;
}

/** sending is the account of outgoing mail. */
export const sending: Kind = {
  protocol: 'smtp',
  address: 'from',
  ports: { 'implicit-tls': 465, starttls: 587, none: 25 },
};

/** reading is the account of a mailbox. */
export const reading: Kind = {
  protocol: 'imap',
  address: 'mailbox',
  ports: { 'implicit-tls': 993, starttls: 143, none: 143 },
};

/** portText is a port as a form keeps it: empty follows the security. */
export function portText(kind: Kind, port: number, security: string): string {
  return port === 0 || kind.ports[security] === port ? '' : String(port);
}
