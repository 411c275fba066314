import type { TranscriptLine } from '../bridge/proof';

const marks: Partial<Record<string, string>> = { client: 'C:', server: 'S:', note: '--' };

/** transcriptText is the transcript as it is copied: time, direction, line. */
export function transcriptText(lines: readonly TranscriptLine[]): string {
  return lines
    .map((line) => `${timestamp(line.at).padStart(9)} ${mark(line.from)} ${line.text}`)
    .join('\n');
}

/** mark is the sign of a direction: C: for us, S: for the server. */
export function mark(from: string): string {
  return marks[from] ?? from;
}

/** timestamp spells milliseconds since the start, as 0.012. */
export function timestamp(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
