import type { Random } from '../random.js';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const ANY = 'A1';

/** A text that a LIKE pattern accepts; `[^…]` gives some character outside of the set. */
export function textLike(pattern: string, escape: string | undefined, random: Random): string {
  let text = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i] ?? '';
    if (character === escape) text += pattern[++i] ?? '';
    else if (character === '%')
      text += random.chance(0.5) ? '' : `${random.pick([...LETTERS]) ?? ''}${random.below(100)}`;
    else if (character === '_') text += random.pick([...ANY]) ?? 'A';
    else if (character === '[') {
      const end = pattern.indexOf(']', i + 1);
      if (end < 0) return text;
      text += oneOf(pattern.slice(i + 1, end), random);
      i = end;
    } else text += character;
  }
  return text;
}

function oneOf(set: string, random: Random): string {
  const negated = set.startsWith('^');
  const members = new Set<string>();
  const body = negated ? set.slice(1) : set;
  for (let i = 0; i < body.length; i++) {
    const last = body[i + 1] === '-' ? body[i + 2] : undefined;
    if (last === undefined) {
      members.add(body[i] ?? '');
      continue;
    }
    for (let code = body.charCodeAt(i); code <= last.charCodeAt(0); code++) members.add(String.fromCharCode(code));
    i += 2;
  }
  if (!negated) return random.pick([...members]) ?? '';
  return [...'A1-#zé'].find((character) => !members.has(character)) ?? 'A';
}
