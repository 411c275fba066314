/** Stretch is a part of a value; differs marks what the other value has otherwise. */
export interface Stretch {
  text: string;
  differs: boolean;
}

export interface Comparison {
  expected: Stretch[];
  received: Stretch[];
}

// Beyond that many characters nobody looks at single ones, and the table grows with the square.
const longest = 400;
// Values that have less in common are two different things: marks would be noise.
const alike = 0.6;

/** compare marks the characters in which two similar values differ. */
export function compare(expected: string, received: string): Comparison {
  const plain = { expected: whole(expected), received: whole(received) };
  if (expected === '' || received === '' || expected === received) return plain;
  const a = [...expected];
  const b = [...received];
  if (a.length > longest || b.length > longest) return plain;
  const [keptA, keptB, common] = inCommon(a, b);
  if (common / Math.max(a.length, b.length) < alike) return plain;
  return { expected: stretches(a, keptA), received: stretches(b, keptB) };
}

const whole = (text: string): Stretch[] => (text === '' ? [] : [{ text, differs: false }]);

// inCommon finds a longest common subsequence, and says which characters belong to it.
function inCommon(a: readonly string[], b: readonly string[]): [boolean[], boolean[], number] {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const keptA = a.map(() => false);
  const keptB = b.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      keptA[i++] = true;
      keptB[j++] = true;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return [keptA, keptB, at(0, 0)];
}

function stretches(characters: readonly string[], kept: readonly boolean[]): Stretch[] {
  const found: Stretch[] = [];
  characters.forEach((character, index) => {
    const differs = !kept[index];
    const last = found.at(-1);
    if (last?.differs === differs) last.text += character;
    else found.push({ text: character, differs });
  });
  return found.map((one) => (one.differs ? { ...one, text: seen(one.text) } : one));
}

/** seen gives blanks that make the difference a sign. */
const seen = (text: string) =>
  text.replaceAll(' ', '␠').replaceAll('\n', '␊').replaceAll('\r', '␍').replaceAll('\t', '␉');
