import type { StatementFate } from '../procedure-analysis.js';
import type { Program } from './program.js';

/** The fates of a procedure's statements where a call of it has been followed; of several calls each statement has the fate that says most. */
export function noteFollowed(program: Program, procedure: string, fates: readonly StatementFate[]): void {
  const known = program.followed.get(procedure);
  program.followed.set(procedure, known ? joined(known, fates) : fates);
}

function joined(first: readonly StatementFate[], second: readonly StatementFate[]): readonly StatementFate[] {
  const all = new Map(first.map((fate) => [keyOf(fate), fate]));
  for (const fate of second) {
    const other = all.get(keyOf(fate));
    all.set(keyOf(fate), other ? both(other, fate) : fate);
  }
  return [...all.values()];
}

function both(a: StatementFate, b: StatementFate): StatementFate {
  if (a.state !== 'converted') return b.state === 'converted' ? b : a;
  return b.state === 'converted' ? { ...a, tables: [...new Set([...a.tables, ...b.tables])] } : a;
}

const keyOf = ({ span: { start, end } }: StatementFate): string => `${start}-${end}`;
