import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Discovery } from '../bridge/providers';
import { Finder } from './finder.svelte';

const found = (domain: string): Discovery => ({
  address: `a@${domain}`,
  domain,
  candidates: [],
  attempts: [],
});

let asked: string[];
let answer: (value: Discovery) => void;

beforeEach(() => {
  asked = [];
  const app = {
    Providers: {
      BuiltIn: (address: string) => {
        asked.push(`built-in ${address}`);
        return Promise.resolve(found('built-in.example'));
      },
      Discover: (request: { address: string; thirdParty: boolean }) => {
        asked.push(`discover ${request.address} ${String(request.thirdParty)}`);
        return new Promise<Discovery>((resolve) => (answer = resolve));
      },
    },
    Outgoing: {
      CancelProof: () => {
        asked.push('cancel');
        return Promise.resolve();
      },
    },
  };
  vi.stubGlobal('window', { go: { app } });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('Finder', () => {
  it('asks nobody but itself until it is told to', async () => {
    const finder = new Finder('a@b.example');
    await finder.look();
    expect(asked).toEqual(['built-in a@b.example']);
    expect(finder.found?.domain).toBe('built-in.example');

    const asking = finder.ask();
    expect(asked.at(-1)).toBe('discover a@b.example false');
    answer(found('b.example'));
    await asking;
    expect(finder.found?.domain).toBe('b.example');
  });

  it('looks nothing up for half an address', async () => {
    const finder = new Finder('a@');
    await finder.look();
    expect(asked).toEqual([]);
    expect(finder.found).toBeUndefined();
  });

  it('forgets what belongs to another address, and ends its search', async () => {
    const finder = new Finder('a@b.example');
    const asking = finder.ask();
    await finder.look(); // the look of the same address was still due
    expect(finder.task.running).toBe(true);

    finder.address = 'a@c.example';
    await finder.look();
    expect(asked).toEqual(['discover a@b.example false', 'cancel', 'built-in a@c.example']);
    answer(found('b.example'));
    await asking;
    expect(finder.found?.domain).toBe('built-in.example');
  });
});
