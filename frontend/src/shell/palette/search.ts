import type { Command, Group } from './command';
import { score } from './match';

/** Hit is a command that was found, and the other name that it was found by. */
export interface Hit {
  command: Command;
  alias: string;
}

export interface Section {
  group: Group | 'recent';
  hits: readonly Hit[];
}

const shown = 40;
// A thing's own name counts more than another's name for it, and that more than
// its name together with its place.
const otherName = 40;
const withPlace = 60;

/**
 * search finds the commands that fit a query, the best first, in their groups.
 * Without a query it shows what was chosen lately (recent, newest first) and
 * everything but the fields, which are too many to look through.
 */
export function search(
  commands: readonly Command[],
  query: string,
  recent: readonly string[],
): Section[] {
  if (query.trim() === '') return browse(commands, recent);
  const found = commands
    .map((command) => rank(command, query))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || place(recent, a) - place(recent, b))
    .slice(0, shown);
  return grouped(found.map(({ command, alias }) => ({ command, alias })));
}

interface Ranked extends Hit {
  score: number;
}

function rank(command: Command, query: string): Ranked {
  let best: Ranked = { command, alias: '', score: score(query, command.title) };
  const offer = (fit: number, alias: string) => {
    if (fit > best.score) best = { command, alias, score: fit };
  };
  for (const name of command.also) offer(score(query, name) - otherName, name);
  if (command.place !== '')
    offer(score(query, `${command.place} ${command.title}`) - withPlace, '');
  return best;
}

function place(recent: readonly string[], { command }: Ranked): number {
  const at = recent.indexOf(command.id);
  return at < 0 ? recent.length : at;
}

function browse(commands: readonly Command[], recent: readonly string[]): Section[] {
  const byID = new Map(commands.map((command) => [command.id, command]));
  const lately = recent.flatMap((id) => byID.get(id) ?? []);
  const rest = commands.filter((one) => one.group !== 'fields' && !lately.includes(one));
  const plain = (command: Command): Hit => ({ command, alias: '' });
  const first: Section[] =
    lately.length === 0 ? [] : [{ group: 'recent', hits: lately.map(plain) }];
  return [...first, ...grouped(rest.map(plain))];
}

// The groups stand in the order of their best hits.
function grouped(hits: readonly Hit[]): Section[] {
  const groups = [...new Set(hits.map((hit) => hit.command.group))];
  return groups.map((group) => ({
    group,
    hits: hits.filter((hit) => hit.command.group === group),
  }));
}
