import { outgoing as text } from '../../text';

const option = (labels: Partial<Record<string, string>>) => (value: string) => ({
  value,
  label: labels[value] ?? value,
});

/** securityOptions in the order of their safety. */
export const securityOptions = ['implicit-tls', 'starttls', 'none'].map(option(text.securities));

/** authOptions are the ways to sign in that can be chosen. */
export const authOptions = ['password', 'none'].map(option(text.auths));
