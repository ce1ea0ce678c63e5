import type { Script } from '@datamigrate/tsql-engine';
import { type Batch, parseScript } from '@datamigrate/tsql-syntax';

/** Definitions in any order, as projects keep them, in an order in which they run. */
export interface Definition {
  readonly script: Script;
  /** Its place among the kinds: what others are made of comes first. */
  readonly rank: number;
}

/** What may stand before what. Within a kind the order stays: modules are kept as text and bound when all are there. */
const RANKS: readonly (readonly [RegExp, number])[] = [
  [/^CreateSchema$/, 0],
  [/^Set/, 0],
  [/^CreatePartitionFunction$/, 1],
  [/^(CreatePartitionScheme|CreateTypeUddt)$/, 2],
  [/^CreateTypeTable$/, 3],
  [/^Create(Sequence|Synonym)$/, 4],
  [/^Create(OrAlter)?Function$/, 5],
  [/^Create(External)?Table$/, 6],
  [/^AlterTable|^Create.*Index$/, 7],
  [/^Create(OrAlter)?View$/, 8],
  [/^Create(OrAlter)?Procedure$/, 9],
  [/^Create(OrAlter)?Trigger$/, 10],
  // ALTER stands in the file of what it alters.
  [/^Alter(View|Function|Procedure|Trigger)$/, 11],
  [/^Execute$/, 12],
];
const ROLES_AND_FILES = 1;
/** A table that is system-versioned comes behind its history, which would be made with it otherwise. */
const VERSIONED_TABLES = 6.5;
const UNREADABLE = 13;

export function definitionsOf(script: Script): readonly Definition[] {
  const definitions: Definition[] = [];
  const quotedIdentifier = script.settings?.quotedIdentifier ?? true;
  for (const batch of parseScript(script.text, { quotedIdentifier })) {
    const unread = batch.diagnostics.some(({ severity }) => severity === 'error');
    if (unread) {
      definitions.push({ script: partOf(script, batch, batch.start, batch.end), rank: UNREADABLE });
      continue;
    }
    for (const { kind, start, end } of batch.statements) {
      const versioned = kind === 'CreateTable' && /\bSYSTEM_VERSIONING\b/i.test(script.text.slice(start, end));
      const rank = versioned
        ? VERSIONED_TABLES
        : (RANKS.find(([pattern]) => pattern.test(kind))?.[1] ?? ROLES_AND_FILES);
      definitions.push({ script: partOf(script, batch, start, end), rank });
    }
  }
  return definitions;
}

export function inOrder(definitions: readonly Definition[]): readonly Script[] {
  return [...definitions].sort((a, b) => a.rank - b.rank).map(({ script }) => script);
}

function partOf({ name, text, part, settings }: Script, batch: Batch, start: number, end: number): Script {
  const line = text.slice(0, start).split('\n').length;
  return {
    name,
    text: text.slice(start, end),
    part: { offset: start + (part?.offset ?? 0), line: line + (part?.line ?? 1) - 1 },
    settings: { ansiNulls: settings?.ansiNulls ?? true, quotedIdentifier: batch.quotedIdentifier },
  };
}
