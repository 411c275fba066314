import { describe, expect, it } from 'vitest';
import { Events } from './events';

const change = { deployment: 'd1', subject: 's' };

describe('Events', () => {
  it('delivers to those who asked, until they stop', () => {
    const events = new Events();
    const seen: string[] = [];
    const stop = events.on('vault.locked', () => seen.push('first'));
    events.on('vault.locked', () => seen.push('second'));
    events.on('vault.unlocked', () => seen.push('other'));
    events.publish('vault.locked', change);
    stop();
    events.publish('vault.locked', change);
    expect(seen).toEqual(['first', 'second', 'second']);
  });

  it('tells of any of several, until one stops', () => {
    const events = new Events();
    let told = 0;
    const stop = events.onAny(['vault.locked', 'vault.unlocked'], () => (told += 1));
    events.publish('vault.locked', change);
    events.publish('vault.unlocked', change);
    events.publish('vault.rotated', change);
    stop();
    events.publish('vault.locked', change);
    expect(told).toBe(2);
  });

  it('reads the stream’s spelling and passes unknown names by', () => {
    const events = new Events();
    const seen: unknown[] = [];
    events.on('vault.rotation', (progress) => seen.push(progress));
    events.receive('vault.rotation', '{"done":1,"total":3}');
    events.receive('of.tomorrow', 'not even JSON');
    expect(seen).toEqual([{ done: 1, total: 3 }]);
  });

  it('lets a listener stop itself while it is told', () => {
    const events = new Events();
    let told = 0;
    const stop = events.on('vault.locked', () => {
      told++;
      stop();
    });
    events.publish('vault.locked', change);
    events.publish('vault.locked', change);
    expect(told).toBe(1);
  });
});
