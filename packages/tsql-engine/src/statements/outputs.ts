import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import type { Row } from '../values/sql-value.js';
import { insertRows } from './execute-insert.js';
import type { Run } from './run.js';
import { storeOf } from './store-of.js';

/** The OUTPUT clauses of a statement: their rows are collected while it writes and handed on when it is done. */
export class Outputs {
  readonly #run: Run;
  readonly #env: Environment;
  readonly #clauses: readonly { readonly clause: Bound.BoundOutput; readonly rows: Row[] }[];

  constructor(run: Run, env: Environment, clauses: readonly Bound.BoundOutput[]) {
    this.#run = run;
    this.#env = env;
    this.#clauses = clauses.map((clause) => ({ clause, rows: [] }));
  }

  /** One written row: what it was before, what it is now. */
  add(inserted: Row | undefined, deleted: Row | undefined): void {
    for (const { clause, rows } of this.#clauses) {
      this.#env.rows[clause.inserted] = inserted;
      this.#env.rows[clause.deleted] = deleted;
      rows.push(clause.items.map((item) => evaluate(this.#env, item.expression)));
    }
  }

  finish(): void {
    for (const { clause, rows } of this.#clauses) {
      if (clause.into) {
        insertRows(this.#run, this.#env, storeOf(this.#run, clause.into.target), clause.into.columns, rows, 'INSERT');
      } else {
        const columns = clause.columns.map(({ name, type, nullable, collation }) => ({
          name: name ?? '',
          type,
          nullable,
          collation: collation?.name,
        }));
        this.#run.session.send({ columns, rows });
      }
    }
  }
}
