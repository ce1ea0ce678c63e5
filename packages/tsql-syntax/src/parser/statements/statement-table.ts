import type { Statement } from '../../ast/statement.js';
import { TokenKind } from '../../lexer/token-kind.js';
import type { Term } from '../../lexer/words/index.js';
import type { Parser } from '../parser.js';
import { statementEntries } from './statement-entries.js';

type ParseStatement = (p: Parser) => Statement;

/** One way for a statement to begin. */
export interface StatementEntry {
  readonly leads: readonly (readonly Term[])[];
  readonly applies?: (p: Parser) => boolean;
  readonly parse: ParseStatement;
}

/** The entries as a tree over their leading words: found in as many steps as there are words, however many entries. */
interface Branch {
  readonly next: Map<string, Branch>;
  readonly entries: StatementEntry[];
}

let root: Branch | undefined;

function tree(): Branch {
  if (root) return root;
  root = { next: new Map(), entries: [] };
  for (const entry of statementEntries()) {
    for (const lead of entry.leads) {
      let branch = root;
      for (const term of lead) {
        let next = branch.next.get(term);
        if (!next) {
          next = { next: new Map(), entries: [] };
          branch.next.set(term, next);
        }
        branch = next;
      }
      branch.entries.push(entry);
    }
  }
  return root;
}

/** The statement that starts at the current token: the one with the longest leading words. */
export function findStatement(p: Parser): ParseStatement | undefined {
  let branch: Branch | undefined = tree();
  let found: ParseStatement | undefined;
  for (let ahead = 0; branch; ahead++) {
    const entry = branch.entries.find((candidate) => candidate.applies?.(p) ?? true);
    if (entry) found = entry.parse;
    const term = p.term(ahead);
    branch = term === '' ? undefined : branch.next.get(term);
  }
  return found;
}

/** The words that may stand second in statements that begin with this one. */
export function wordsBehind(term: string): readonly string[] {
  return [...(tree().next.get(term)?.next.keys() ?? [])];
}

/** Whether a statement starts here; a label counts, a procedure's name alone does not. */
export function startsStatement(p: Parser): boolean {
  if (p.kind() === TokenKind.Word || p.at('(')) return findStatement(p) !== undefined;
  return false;
}
