import type { QualifiedName } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { type AnyNode, rewriteTree } from './program/rewrite-tree.js';
import { column } from './program/select.js';
import type { OutputOfExisting } from './statements/tell-output.js';

/** The table that keeps the former rows of a system-versioned one; undefined for other tables, and where it is not known. */
export type HistoryOf = (table: QualifiedName) => Bound.BoundPermanentTable | undefined;

/**
 * The statements with what SQL Server does for system-versioned tables written out: new and changed rows are valid from
 * now on, and what they were before goes to the history by an OUTPUT clause. Statements whose table is not followed so
 * keep its columns as generated ones, and are refused.
 * Source: learn.microsoft.com/sql/relational-databases/tables/temporal-tables, "How does temporal work?"
 */
export function keepHistories(
  statements: readonly Bound.BoundStatement[],
  historyOf: HistoryOf,
): readonly Bound.BoundStatement[] {
  const histories = new Histories(historyOf);
  return rewriteTree(statements, (node) => histories.written(node));
}

/** Ids of relations in a body are given from 0; those of another body begin 100,000 later. */
const FIRST_ID = 90_000;

class Histories {
  readonly #historyOf: HistoryOf;
  #nextId = FIRST_ID;

  constructor(historyOf: HistoryOf) {
    this.#historyOf = historyOf;
  }

  written(node: AnyNode): AnyNode | undefined {
    switch (node.kind) {
      case 'insert':
        return 'source' in node ? this.#insert(node as Bound.BoundInsert) : undefined;
      case 'update':
        return 'from' in node ? this.#update(node as Bound.BoundUpdate) : undefined;
      case 'delete':
        return 'from' in node ? this.#delete(node as Bound.BoundDelete) : undefined;
      case 'merge':
        return this.#merge(node as Bound.BoundMerge);
      default:
        return undefined;
    }
  }

  #insert(insert: Bound.BoundInsert): Bound.BoundInsert {
    const { target, feed } = insert;
    const history = this.#history(target);
    const fed = feed && this.written(feed.statement);
    return {
      ...insert,
      ...(history ? { target: plainTable(history.table) } : {}),
      ...(feed && fed ? { feed: { ...feed, statement: fed as Bound.BoundModification } } : {}),
    };
  }

  #update(update: Bound.BoundUpdate): Bound.BoundUpdate | undefined {
    const history = this.#history(update.target.table);
    if (!history) return undefined;
    const { span, output, target } = update;
    return {
      ...update,
      target: { ...target, table: plainTable(history.table) },
      set: [...update.set, ...restarted(history.table)],
      output: [...output, this.#former(history, span)],
    };
  }

  #delete(statement: Bound.BoundDelete): Bound.BoundDelete | undefined {
    const history = this.#history(statement.target.table);
    if (!history) return undefined;
    const { span, output, target } = statement;
    return {
      ...statement,
      target: { ...target, table: plainTable(history.table) },
      output: [...output, this.#former(history, span)],
    };
  }

  #merge(merge: Bound.BoundMerge): Bound.BoundMerge | undefined {
    const history = this.#history(merge.target.table);
    if (!history) return undefined;
    const { span, target, output } = merge;
    return {
      ...merge,
      target: { ...target, table: plainTable(history.table) },
      clauses: merge.clauses.map((clause) =>
        clause.action.kind === 'update'
          ? { ...clause, action: { ...clause.action, set: [...clause.action.set, ...restarted(history.table)] } }
          : clause,
      ),
      output: merge.clauses.every(({ action }) => action.kind === 'insert')
        ? output
        : [...output, this.#former(history, span)],
    };
  }

  /** `OUTPUT deleted.…, SYSUTCDATETIME() INTO history` */
  #former({ table, former }: History, span: Span): OutputOfExisting {
    const [inserted, deleted] = [this.#id(), this.#id()];
    const now = table.columns.find(({ generated }) => generated === 'row-start')?.default;
    const items = former.columns.flatMap(({ name }) => {
      const ordinal = table.columns.findIndex((each) => each.name.toLowerCase() === name.toLowerCase());
      const of = table.columns[ordinal];
      if (!of) return [];
      return [{ name, expression: of.generated === 'row-end' && now ? now : column(of, deleted, ordinal, span) }];
    });
    return {
      items,
      columns: items.map(({ name, expression: { type, collation } }) => ({ name, type, collation, nullable: true })),
      inserted,
      deleted,
      into: { target: former, columns: former.columns.map((_, i) => i) },
      ofExisting: true,
    };
  }

  #history(table: Bound.BoundStoredTable): History | undefined {
    if (table.kind !== 'table' || !table.columns.some(({ generated }) => generated)) return undefined;
    const former = this.#historyOf(table.object);
    return former && former.columns.length === table.columns.length ? { table, former } : undefined;
  }

  #id(): number {
    return this.#nextId++;
  }
}

interface History {
  readonly table: Bound.BoundPermanentTable;
  readonly former: Bound.BoundPermanentTable;
}

/** A changed row is valid from now on. */
function restarted({ columns }: Bound.BoundPermanentTable): readonly Bound.BoundSetColumn[] {
  return columns.flatMap(({ name, generated, default: now }, position) =>
    generated === 'row-start' && now ? [{ kind: 'set-column', column: position, name, value: now } as const] : [],
  );
}

/** The table with columns that are written like others: what a new row gets is their default. */
function plainTable(table: Bound.BoundPermanentTable): Bound.BoundPermanentTable {
  return { ...table, columns: table.columns.map((each) => ({ ...each, generated: undefined })) };
}
