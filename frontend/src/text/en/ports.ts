export const ports = {
  try: 'Try other ports',
  help: 'Asks the same host on the ports that mail servers use. No credential is sent.',
  trying: 'Trying other ports',
  cancel: 'Cancel',
  cancelled: 'Cancelled. What was seen so far stays.',
  list: 'Ports that were tried',
  port: (port: number, security: string) => `Port ${String(port)}, ${security}`,
  works: 'Works',
  fails: 'Does not work',
  use: 'Use',
  usePort: (port: number, security: string) => `Use port ${String(port)} with ${security}`,
  none: (host: string) =>
    `No port of ${host} works. The host may be wrong, or something on the way blocks mail.`,
  again: 'Try again',
};
