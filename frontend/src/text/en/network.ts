export const network = {
  title: 'Network',
  note: 'How connections leave this machine, for all deployments. Connections to this machine itself take no proxy.',
  saved: 'Network settings saved.',
  fields: {
    proxy: {
      label: 'Proxy',
      help: 'Mail servers, providers and their directories are reached through it.',
    },
    scheme: { label: 'Kind of proxy', word: 'SOCKS5 / CONNECT' },
    address: { label: 'Proxy address', word: 'host:port', help: 'Name or address, and the port' },
    user: { label: 'User name', help: 'Empty: the proxy asks for no sign-in' },
    password: { label: 'Password' },
    resolver: {
      label: 'DNS server',
      word: 'resolver',
      help: 'One address, such as 192.0.2.53 or [2001:db8::53]:53, that all look-ups ask',
    },
  },
  proxies: [
    { value: 'system', label: 'The system’s proxy' },
    { value: 'none', label: 'No proxy' },
    { value: 'manual', label: 'The proxy below' },
  ],
  schemes: [
    { value: 'socks5', label: 'SOCKS5' },
    { value: 'http', label: 'HTTP, by CONNECT' },
  ],
  system: (proxy: string) =>
    proxy === ''
      ? 'The system names no proxy: connections are direct.'
      : `The system names ${proxy}.`,
  resolverDefault: 'The system’s',
  bound: {
    title: 'Enter the password again',
    body: 'The stored password was saved for another proxy or user name, and is sent to no other.',
  },
};
