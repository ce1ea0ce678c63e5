import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { OutputColumn } from '../tree/query.js';
import type { BoundTable, RelationBase } from '../tree/table.js';

/** A relation whose columns a query can name. */
export interface ScopeRelation {
  readonly relation: number;
  /** The exposed name: an alias, or the table's own name. */
  readonly alias: string;
  /** Schema of a table without an alias: `dbo.T.c` names its columns too. */
  readonly schema?: string | undefined;
  /** As the relation itself has them. */
  readonly columns: readonly OutputColumn[];
  /** On the side of an outer join that may be missing: all columns may be NULL. */
  readonly optional?: boolean;
  /** False for a relation that could not be bound: names looked up in it are not reported. */
  readonly known: boolean;
}

/** A CTE that queries inside its statement can name; its columns are unknown while its own query is bound. */
export interface ScopeCte {
  readonly id: number;
  readonly name: string;
  columns: readonly OutputColumn[] | undefined;
  /** Set when the CTE's own query names it. */
  referencedByItself: boolean;
}

/** What a query sees: its own relations, then those of the queries around it; and the CTEs before it. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly relations: ScopeRelation[] = [];
  /** Most scopes have none of their own. */
  #ctes: Map<string, ScopeCte> | undefined;
  #windows: Map<string, Ast.OverClause> | undefined;

  /** Set on the right side of APPLY: what stands in it may use the columns of the left. */
  lateral = false;

  /** Set for the OUTPUT of MERGE, which knows `$action`. */
  mergeAction = false;

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  #xmlNamespaces: string | undefined;

  /** WITH XMLNAMESPACES, as declarations of XQuery. */
  declareXmlNamespaces(declarations: string): void {
    this.#xmlNamespaces = declarations;
  }

  /** The namespaces that XQuery in this scope knows, declared; nothing where there are none. */
  xmlNamespaces(): string {
    return this.#xmlNamespaces ?? this.parent?.xmlNamespaces() ?? '';
  }

  /** Sees the CTEs of another scope, but not its relations. */
  borrowCtes(from: Scope): void {
    for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
      if (!scope.#ctes) continue;
      this.#ctes ??= new Map();
      for (const [name, cte] of scope.#ctes) if (!this.#ctes.has(name)) this.#ctes.set(name, cte);
    }
  }

  /** The side of an outer join that may be missing: all its columns may be NULL from here on. */
  makeOptional(relations: readonly RelationBase<string>[]): void {
    const optional = new Set(relations.map(({ relation }) => relation));
    this.relations.forEach((relation, i) => {
      if (optional.has(relation.relation)) this.relations[i] = withFields(relation, { optional: true });
    });
  }

  /** The columns of a relation as the query sees them. */
  columnsOf(relation: RelationBase<string>): readonly OutputColumn[] {
    const known = this.relations.find((each) => each.relation === relation.relation);
    const { columns } = known ?? relation;
    return known?.optional ? columns.map((column) => ({ ...column, nullable: true })) : columns;
  }

  addCte(cte: ScopeCte): void {
    this.#ctes ??= new Map();
    this.#ctes.set(cte.name.toLowerCase(), cte);
  }

  /** A window of the query's WINDOW clause. */
  addWindow(name: string, over: Ast.OverClause): void {
    this.#windows ??= new Map();
    this.#windows.set(name.toLowerCase(), over);
  }

  findWindow(name: string): Ast.OverClause | undefined {
    return this.#windows?.get(name.toLowerCase());
  }

  findCte(name: string): ScopeCte | undefined {
    let wanted: string | undefined;
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      if (!scope.#ctes) continue;
      wanted ??= name.toLowerCase();
      const cte = scope.#ctes.get(wanted);
      if (cte) return cte;
    }
    return undefined;
  }
}

/** The single relations of a table, in the order of the text: those whose columns `*` takes. */
export function relationsOf(table: BoundTable): RelationBase<string>[] {
  switch (table.kind) {
    case 'join':
    case 'apply':
      return [...relationsOf(table.left), ...relationsOf(table.right)];
    default:
      return [table];
  }
}
