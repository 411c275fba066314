import { describe, expect, it } from 'vitest';
import { addressesIn, mostAddresses } from './addresses';

describe('addressesIn', () => {
  it.each([
    ['a@b.example\nc@d.example', ['a@b.example', 'c@d.example']],
    ['a@b.example, c@d.example; e@f.example', ['a@b.example', 'c@d.example', 'e@f.example']],
    ['Ada Example <ada@b.example>, "Bo, B" <bo@b.example>', ['ada@b.example', 'bo@b.example']],
    ['a@b.example c@d.example', ['a@b.example', 'c@d.example']],
    ['A@b.example a@B.example', ['A@b.example']],
    ['notanaddress', ['notanaddress']],
    [' \n , ;', []],
  ])('%j', (pasted, expected) => {
    expect([...addressesIn(pasted)].sort()).toEqual([...expected].sort());
  });

  it('counts all, of which one run takes the first', () => {
    const many = Array.from({ length: 400 }, (_, at) => `a${String(at)}@b.example`).join('\n');
    expect(addressesIn(many)).toHaveLength(400);
    expect(mostAddresses).toBeLessThan(50);
  });
});
