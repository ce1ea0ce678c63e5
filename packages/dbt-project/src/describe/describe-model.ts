import type { DataTestSpec, ModelSpec } from '../spec/project-spec.js';
import { inCode, listed, paragraphs, sentence } from './sentence.js';

/** How a procedure leaves the rows that a table had before. */
export type LoadHistory = 'replaced' | 'appended' | 'rewritten';

export interface LoadStep {
  /** What its comment says. */
  readonly text: string;
  /** Line of the file in which the statement starts. */
  readonly line?: number;
}

export interface ModelOrigin {
  /** Two-part name of the table, view or procedure whose rows the model holds. */
  readonly object: string;
  readonly kind: 'table' | 'view' | 'procedure';
  /** What its authors said about it. */
  readonly said?: string;
  /** Of a table: the procedure that fills it, and how. */
  readonly load?: {
    readonly procedure: string;
    readonly history: LoadHistory;
    readonly steps: readonly LoadStep[];
    /** The file whose lines the steps name. */
    readonly file?: string;
  };
  /** Names of variables that stand for parameters. */
  readonly parameters?: readonly string[];
  /** What SQL Server leaves open in the original. */
  readonly open?: readonly string[];
}

const HISTORY: Readonly<Record<LoadHistory, string>> = {
  replaced: 'each run replaces all rows',
  appended: 'each run adds rows to those that are there',
  rewritten: 'each run starts from the rows that are there',
};

/**
 * What a model is: what was said about the original, what a row is, how it was loaded. What it is built from is not
 * said: its references are the lineage that dbt shows.
 */
export function describeModel(model: Pick<ModelSpec, 'columns' | 'tests'>, origin: ModelOrigin): string {
  const { load, parameters = [], open = [] } = origin;
  return paragraphs(
    sentence(withoutRepetition(origin.said ?? '')),
    [
      originText(origin),
      grainText(model),
      parameters.length === 0 ? '' : `Set by ${listed(inCode(parameters.map((name) => `var('${name}')`)))}.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
    stepsText(load),
    open.length === 0 ? '' : `SQL Server leaves open: ${open.join('; ')}.`,
  );
}

function originText({ object, kind, load }: ModelOrigin): string {
  if (load !== undefined) {
    return `\`${object}\` as \`${load.procedure}\` fills it: ${HISTORY[load.history]}.`;
  }
  return kind === 'view' ? `The view \`${object}\`.` : `The rows that \`${object}\` returns.`;
}

/** Steps that say nothing are read in the original: MIGRATION.md lists every statement. */
function stepsText(load: ModelOrigin['load']): string {
  const steps = load?.steps ?? [];
  if (steps.length < 2) return '';
  const lines = steps.map(({ text, line }, i) => {
    const place = line === undefined ? '' : ` (line ${line})`;
    return `${i + 1}. ${sentence(withoutNumber(text)).replace(/\.$/, '')}${place}`;
  });
  const file = load?.file === undefined ? '' : `, by lines of \`${load.file}\``;
  return [`Steps of the procedure${file}:`, lines.join('\n')].join('\n\n');
}

/** Authors number their steps too. */
const withoutNumber = (text: string): string => text.replace(/^\s*(?:step\s*)?\d+\s*[.):-]\s*/i, '');

/** Tables and the procedures that fill them are described in the same words: a sentence that adds none goes. */
function withoutRepetition(text: string): string {
  const known = new Set<string>();
  const parts = text.split(/(?<=[.!?])(\s+)(?=\p{Lu})/u);
  let kept = '';
  for (let i = 0; i < parts.length; i += 2) {
    const part = parts[i] ?? '';
    const words = part.toLowerCase().match(/[\p{L}\p{N}@_]+/gu) ?? [];
    const adds = words.length < FEWEST_REPEATED || words.some((word) => !known.has(word));
    for (const word of words) known.add(word);
    if (adds) kept += `${i === 0 ? '' : (parts[i - 1] ?? '')}${part}`;
  }
  return kept;
}

/** Shorter sentences may repeat words by chance. */
const FEWEST_REPEATED = 3;

/** The columns that make a row unique, as the tests of the model say. */
export function grainOfModel({ columns, tests = [] }: Pick<ModelSpec, 'columns' | 'tests'>): readonly string[] {
  const combination = tests.find(({ test }) => test === 'unique_combination')?.arguments?.['columns'];
  if (Array.isArray(combination)) return combination.map(String);
  const has = (own: readonly DataTestSpec[], name: string): boolean => own.some(({ test }) => test === name);
  const keys = columns.filter(({ tests: own = [] }) => has(own, 'unique'));
  const [key] = [...keys.filter(({ tests: own = [] }) => has(own, 'not_null')), ...keys];
  return key === undefined ? [] : [key.name];
}

function grainText(model: Pick<ModelSpec, 'columns' | 'tests'>): string {
  const grain = grainOfModel(model);
  return grain.length === 0 ? '' : `One row for each ${listed(inCode(grain))}.`;
}

/** Models that a query reads, in the order of the text. */
export function upstream(sql: string): readonly string[] {
  return [...new Set([...sql.matchAll(/\bref\(\s*'([^']+)'\s*\)/g)].map(([, name = '']) => name))];
}

/** Whether a query asks for a variable of the project, as itself or as a parameter of a procedure. */
export function readsVariable(sql: string, name: string): boolean {
  return sql.includes(`name='${name}'`) || new RegExp(`\\bvar\\(\\s*['"]${name}['"]`).test(sql);
}
