import { type Catalog, CatalogIndex, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { ModelReference } from '@datamigrate/dialects';
import { duckdbIdentifier } from '@datamigrate/dialects';
import { LANDED } from '@datamigrate/landing';
import { analyseFunction } from '@datamigrate/procedure-analysis';
import {
  columnOrigin,
  type DataFacts,
  type EmittedRelation,
  type InlineFunction,
  type InlineScalar,
  type LoweredModel,
  type LoweringSettings,
  lowerModel,
  type Session,
} from '@datamigrate/relational';
import { bindType, ModuleBinder } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';

/** The objects that queries may read: tables by the names that landing gives them, views and functions by their bodies. */
export class SourceObjects {
  readonly binder: ModuleBinder;
  readonly #index: CatalogIndex;
  readonly #views = new Map<string, LoweredModel>();
  readonly #tables = new Map<Table, EmittedRelation>();
  readonly #facts: DataFacts;
  readonly #guards: boolean;
  readonly #maxRecursion: number | undefined;

  constructor(catalog: Catalog, facts: DataFacts, guards: boolean, maxRecursion: number | undefined) {
    this.#maxRecursion = maxRecursion;
    this.#index = new CatalogIndex(catalog);
    this.binder = new ModuleBinder(this.#index);
    this.#facts = facts;
    this.#guards = guards;
  }

  settings(session: Session): LoweringSettings {
    return {
      facts: this.#facts,
      guards: this.#guards,
      checks: this.#guards,
      // An exact translation gives the same rows at any time.
      clock: !this.#guards,
      session,
      maxRecursion: this.#maxRecursion,
      name: (original) => original,
      relation: (object) => this.#relation(object, session),
      inlineFunction: (object) => this.#inlineFunction(object),
      scalarFunction: (object) => this.#scalarFunction(object),
    };
  }

  /** How the translated query calls an object: views become common table expressions. */
  reference(object: QualifiedName): ModelReference {
    const view = this.#views.get(keyOf(object));
    if (view?.query) return { relation: view.query, name: object.name };
    const schema = duckdbIdentifier(LANDED.schemaName(object.schema));
    return { relation: `${schema}.${duckdbIdentifier(object.name)}`, name: object.name, direct: true };
  }

  /** What the views that were read rely on themselves. */
  views(): readonly LoweredModel[] {
    return [...this.#views.values()];
  }

  #relation(object: QualifiedName, session: Session): ReturnType<LoweringSettings['relation']> {
    const found = this.#index.object(object.name, object.schema);
    if (found?.kind === 'table') {
      const known = this.#tables.get(found.table);
      if (known) return known;
      const { schema, name, columns } = found.table;
      const table = { schema, name };
      const emitted: EmittedRelation = {
        columns: columns.map((column) => column.name),
        origins: columns.map((column) => columnOrigin(table, column.name)),
      };
      this.#tables.set(found.table, emitted);
      return emitted;
    }
    if (found?.kind !== 'module' || found.module.kind !== 'view') return undefined;
    const key = keyOf(object);
    const known = this.#views.get(key);
    if (known) return known.query ? known : 'refused';
    const bound = this.binder.view(found.module);
    if (!bound?.query) return 'refused';
    const lowered = lowerModel(this.settings(session), bound.query, bound.columns);
    this.#views.set(key, lowered);
    return lowered.query ? lowered : 'refused';
  }

  #inlineFunction(object: QualifiedName): InlineFunction | undefined {
    const found = this.#index.object(object.name, object.schema);
    if (found?.kind === 'module' && found.module.kind === 'table-function') {
      const { body } = this.binder.body(found.module);
      const query = body && analyseFunction(body).query;
      return query && { parameters: body.parameters, query };
    }
    if (found?.kind !== 'module' || found.module.kind !== 'inline-function') return undefined;
    const query = this.binder.view(found.module)?.query;
    const { statement } = this.binder.parse(found.module);
    if (!query || !statement || !('parameters' in statement)) return undefined;
    const context = this.binder.context(found.module);
    const written = statement.parameters as Ast.StatementOf<'CreateFunction'>['parameters'];
    const parameters = written.map(({ name, type }) => ({
      name: name.name,
      type: bindType(context, type, 'declaration') ?? { name: 'null' as const },
    }));
    return { parameters, query };
  }

  #scalarFunction(object: QualifiedName): InlineScalar | undefined {
    const found = this.#index.object(object.name, object.schema);
    if (found?.kind !== 'module' || found.module.kind !== 'scalar-function') return undefined;
    const { body } = this.binder.body(found.module);
    const value = body && analyseFunction(body).value;
    return value && { parameters: body.parameters, value };
  }
}

const keyOf = ({ schema, name }: QualifiedName): string => `${schema}.${name}`.toLowerCase();
