import type { MergeClause } from '../../ast/data-modification.js';
import type { Parser } from '../parser.js';

/** What WHEN says, with its two ways to say the same made one. */
function caseOf({ when }: MergeClause): string {
  return when === 'NOT MATCHED' ? 'NOT MATCHED BY TARGET' : when;
}

/**
 * The WHEN clauses of a MERGE: nothing follows one without a condition (error 5324), and each action stands once for
 * each case (error 10714).
 */
export function checkMergeClauses(p: Parser, clauses: readonly MergeClause[]): void {
  const unconditional = new Set<string>();
  const actions = new Set<string>();
  for (const clause of clauses) {
    const which = caseOf(clause);
    const action = `${which} ${clause.action.kind}`;
    const place = { start: clause.start, end: clause.end };
    if (unconditional.has(which)) {
      p.report(`A WHEN ${which} clause cannot follow one that has no condition.`, place, 'Put the one with AND first.');
    } else if (actions.has(action)) {
      p.report(`The same action stands twice for WHEN ${which}.`, place, 'Join the conditions with OR, or use CASE.');
    }
    if (!clause.condition) unconditional.add(which);
    actions.add(action);
  }
}
