import type { Module, Table } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Database } from '@datamigrate/tsql-engine';
import { Clock } from '../modules/clock.js';
import { ConstantReader } from '../modules/constant-text.js';
import { constantVariables } from '../modules/constant-variables.js';
import { readRelations } from '../modules/tree-relations.js';
import { Random, seedOf } from '../random.js';
import { sourcesOf } from './module-sources.js';
import type { ReaderContext } from './query-reader.js';

interface Asked {
  /** Of the IFs around it. */
  readonly conditions: readonly { readonly condition: Bound.BoundPredicate; readonly holds: boolean }[];
}

/** What a statement asks tables for: a query, or the rows that it changes. */
export type Question = Asked &
  (
    | { readonly query: Bound.BoundQuery }
    | { readonly from: readonly Bound.BoundTable[]; readonly where: readonly (Bound.BoundPredicate | undefined)[] }
  );

const MOST_QUESTIONS = 12;

/** What a module asks tables for, and what its names mean; undefined for one that cannot be read. */
export function questionsOf(
  database: Database,
  tables: ReadonlyMap<string, Table>,
  module: Module,
  seed: number,
): { readonly context: ReaderContext; readonly questions: readonly Question[] } | undefined {
  const isView = module.kind === 'view' || module.kind === 'inline-function';
  const query = isView ? database.binder.view(module)?.query : undefined;
  const body = isView ? undefined : database.body(module).body;
  const tree = query ?? body?.statements;
  if (!tree) return undefined;
  const context: ReaderContext = {
    database,
    tables,
    sources: sourcesOf(tree, body?.parameters ?? []),
    constants: new ConstantReader(database, module.definition, constantVariables(tree, body?.parameters ?? [])),
    clock: new Clock(database, readRelations(tree).given),
    random: new Random(seedOf(seed, `witness ${module.name}`)),
  };
  const questions = query ? [{ query, conditions: [] }] : readQuestions(body?.statements ?? []);
  return { context, questions: questions.slice(0, MOST_QUESTIONS) };
}

/** What the statements of a body ask for, in their order. */
function readQuestions(
  statements: readonly Bound.BoundStatement[],
  conditions: Asked['conditions'] = [],
): readonly Question[] {
  return statements.flatMap((statement): readonly Question[] => {
    switch (statement.kind) {
      case 'if':
        return [
          ...readQuestions(statement.then, [...conditions, { condition: statement.condition, holds: true }]),
          ...readQuestions(statement.otherwise ?? [], [
            ...conditions,
            { condition: statement.condition, holds: false },
          ]),
        ];
      case 'while':
        return readQuestions(statement.body, conditions);
      case 'block':
        return readQuestions(statement.statements, conditions);
      case 'try-catch':
        return readQuestions(statement.try, conditions);
      case 'select':
      case 'select-into':
      case 'select-variables':
      case 'declare-cursor':
      case 'set-cursor':
        return [{ query: statement.query, conditions }];
      case 'declare-variable':
        return statement.declarations.flatMap(({ value }) => subqueryOf(value)).map((query) => ({ query, conditions }));
      case 'set-variable':
        return subqueryOf(statement.value).map((query) => ({ query, conditions }));
      case 'insert':
        if (statement.source.kind === 'query') return [{ query: statement.source.query, conditions }];
        // Values that variables hold: what stands behind these is asked for.
        return conditions.length > 0 ? [{ from: [], where: [], conditions }] : [];
      case 'update':
      case 'delete':
        return [{ from: statement.from, where: [statement.where], conditions }];
      case 'merge':
        return [{ from: [statement.source, statement.targetTable], where: [statement.on], conditions }];
      default:
        return [];
    }
  });
}

/** The query for the value of a variable. */
function subqueryOf(value: Bound.BoundExpression | undefined): readonly Bound.BoundQuery[] {
  if (value?.kind === 'cast') return subqueryOf(value.operand);
  return value?.kind === 'scalar-subquery' ? [value.query] : [];
}
