/**
 * mostAddresses is how many further addresses are asked about at once: one run
 * takes 50 with From, envelope sender and Reply-To.
 */
export const mostAddresses = 47;

/**
 * addressesIn reads a pasted list: one on each line or separated by commas,
 * semicolons or blanks, with names and angle brackets as mail programs copy
 * them. What looks like no address is kept, so that the server's rule says so.
 */
export function addressesIn(pasted: string): readonly string[] {
  const found = new Map<string, string>();
  // A quoted name may hold a comma.
  const bare = pasted.replace(/"[^"\n]*"\s*(?=<)/g, '');
  for (const entry of bare.split(/[\n,;]+/)) {
    for (const address of addressesOf(entry)) {
      if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
    }
  }
  return [...found.values()];
}

function addressesOf(entry: string): readonly string[] {
  const bracketed = [...entry.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] ?? '');
  if (bracketed.length > 0) return bracketed;
  const words = entry.split(/\s+/).filter((word) => word !== '');
  const addresses = words.filter((word) => word.includes('@'));
  return addresses.length > 0 ? addresses : words;
}
