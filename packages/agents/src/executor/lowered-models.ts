import {
  type CatalogIndex,
  displayName,
  type Module,
  objectKey,
  type QualifiedName,
  quotedName,
  type Table,
} from '@datamigrate/catalog';
import { plainName } from '@datamigrate/dbt-project';
import type { DataProfile } from '@datamigrate/landing';
import type { ProcedureParameter, WrittenTable } from '@datamigrate/procedure-analysis';
import {
  bytesOfAny,
  columnOrigin,
  type EmittedRelation,
  type InlineFunction,
  type InlineScalar,
  type LoweredModel,
  type LoweringSettings,
  lowerModel,
  type Rel,
  UNKNOWN_ORIGIN,
  type ValueOrigin,
} from '@datamigrate/relational';
import { bindStatements, ModuleBinder } from '@datamigrate/tsql-binder';
import { parseBatch } from '@datamigrate/tsql-syntax';
import { moduleRead, writersOf } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import { inQueries, type ProjectNames } from '../planner/project-names.js';
import { FactBook } from './fact-book.js';
import { shareCtes } from './share-ctes.js';

/** What lowering needs to know of the run. */
/** A query that has a row where something is wrong. */
export interface LoweredCheck {
  readonly model: LoweredModel;
  readonly message: string;
  /** It compares rows that were taken for granted. */
  readonly ofLists: boolean;
}

export interface LoweringInputs {
  readonly catalog: CatalogIndex;
  readonly reader: ModuleReader;
  readonly names: ProjectNames;
  /** The landed rows, to be closed by who opened them; undefined when there are none. */
  readonly profile: () => Promise<DataProfile | undefined>;
}

/** Lowers views and the tables that procedures write, each once, and what they read before them. */
export class LoweredModels {
  readonly #inputs: LoweringInputs;
  /** For conditions, which are no modules. */
  readonly #binder: ModuleBinder;
  readonly #facts = new FactBook();
  readonly #done = new Map<string, readonly LoweredModel[]>();
  /** By table, as `schema.name` in lower case. */
  readonly #written = new Map<
    string,
    { readonly origins: readonly ValueOrigin[]; readonly history: WrittenTable['history'] }
  >();
  readonly #working = new Set<string>();
  #guards = false;

  constructor(inputs: LoweringInputs) {
    this.#inputs = inputs;
    this.#binder = new ModuleBinder(inputs.catalog);
  }

  /** The models of an object: one for a view, one a table or result of a procedure. */
  async of(module: Module): Promise<readonly LoweredModel[]> {
    const key = objectKey(module);
    const known = this.#done.get(key);
    if (known) return known;
    // Stands for itself while it is worked on; a circle of views does not bind, so nothing can ask for it.
    this.#done.set(key, []);
    for (const read of this.#inputs.reader.read(module).reads) {
      const provider = this.#providerOf(read);
      if (provider && provider !== module) await this.of(provider);
    }
    const plainly = await this.#answered(() => this.#lower(module));
    const lowered = plainly.some(isUndecided) ? await this.#guarded(module, plainly) : plainly;
    this.#done.set(key, lowered);
    return lowered;
  }

  /** Queries that have a row where the procedure would raise an error; those that cannot be stated are left out. */
  async checks(module: Module): Promise<readonly LoweredCheck[]> {
    const { analysis } = this.#inputs.reader.read(module);
    const variables = this.#variables(module);
    const checks = analysis?.checks ?? [];
    const lowered = await this.#answered(() =>
      checks.map(({ query }) => lowerModel(this.#settings(true), query, query.columns, variables)),
    );
    return lowered.flatMap((model, i) => {
      const { message = '', ofLists } = checks[i] ?? {};
      if (!model.query && ofLists) throw new Error(`The check of ${displayName(module)} cannot be stated: ${message}`);
      return model.query ? [{ model, message, ofLists: ofLists === true }] : [];
    });
  }

  /** A condition over the columns of a table, as CHECK constraints state it; undefined where it cannot be stated as it is. */
  async condition(table: Table, text: string): Promise<Rel.RelPredicate | undefined> {
    const { statements } = parseBatch(`SELECT 1 AS held FROM ${quotedName(table)} WHERE ${text}`);
    const context = this.#binder.batchContext();
    const [bound, ...more] = bindStatements(context, statements);
    const isBound = context.diagnostics.every(({ severity }) => severity !== 'error');
    if (!isBound || bound?.kind !== 'select' || more.length > 0) return undefined;
    const { query } = bound;
    const [lowered] = await this.#answered(() => [lowerModel(this.#settings(true), query, query.columns)]);
    const isCertain = lowered?.query?.kind === 'select' && lowered.assumptions.length === 0;
    return isCertain && lowered.diagnostics.length === 0 ? lowered.query.where : undefined;
  }

  /**
   * Where the values do not say how texts compare, they are compared by keys that decide it row by row, and raise an
   * error for values that no key decides. Models that need none of this stay as they are.
   */
  async #guarded(module: Module, plainly: readonly LoweredModel[]): Promise<readonly LoweredModel[]> {
    this.#guards = true;
    const guarded = await this.#answered(() => this.#lower(module));
    this.#guards = false;
    const better = plainly.map((model, i) => (isUndecided(model) ? (guarded[i] ?? model) : model));
    return better.some(({ query }) => !query) ? plainly : better;
  }

  /** Lowers until every question about the rows has its answer: later questions depend on earlier answers. */
  async #answered(lower: () => readonly LoweredModel[]): Promise<readonly LoweredModel[]> {
    for (let lowered = lower(); ; lowered = lower()) {
      if (!this.#facts.hasQuestions) return lowered;
      const profile = await this.#inputs.profile();
      if (!profile) return lowered;
      await this.#facts.answer(profile);
    }
  }

  #lower(module: Module): readonly LoweredModel[] {
    const { view, analysis } = this.#inputs.reader.read(module);
    if (view?.query) return [lowerModel(this.#settings(true), view.query, view.columns)];
    if (!analysis) return [];
    const variables = this.#variables(module);
    const settings = this.#settings(true);
    const tables = analysis.tables.map((table) => this.#lowerWritten(settings, table, variables));
    const reports = analysis.reports.map(({ query }) => lowerModel(settings, query, query.columns, variables));
    return [...tables, ...reports];
  }

  /** Twice where the new rows may depend on the former ones: what they hold is known only after the first time. */
  #lowerWritten(
    settings: LoweringSettings,
    table: WrittenTable,
    variables: ReadonlyMap<string, Rel.RelExpression>,
  ): LoweredModel {
    const key = objectKey(table.table.object);
    const { history } = table;
    this.#written.delete(key);
    this.#working.add(key);
    let lowered = lowerTable(settings, table, variables, this.#inputs);
    for (let round = 0; round < 2 && history !== 'replaced'; round++) {
      this.#written.set(key, { origins: lowered.origins, history });
      lowered = lowerTable(settings, table, variables, this.#inputs);
    }
    this.#working.delete(key);
    this.#written.set(key, { origins: lowered.origins, history });
    return lowered;
  }

  /** `@AsOf` becomes a variable of the project. */
  #variables(module: Module): ReadonlyMap<string, Rel.RelExpression> {
    const { reader } = this.#inputs;
    return new Map(
      (reader.read(module).analysis?.parameters ?? []).map((parameter): [string, Rel.RelExpression] => [
        parameter.name.toLowerCase(),
        {
          kind: 'parameter',
          type: parameter.type,
          nullable: true,
          name: reader.variableOf(module, parameter.name),
          otherwise: isToday(parameter) ? 'today' : 'null',
        },
      ]),
    );
  }

  #settings(clock: boolean): LoweringSettings {
    return {
      facts: this.#facts,
      guards: this.#guards,
      sixDigits: true,
      clock,
      database: this.#databaseName(),
      name: plainName,
      relation: (object) => this.#relation(object),
      inlineFunction: (object) => this.#inlineFunction(object),
      scalarFunction: (object) => this.#scalarFunction(object),
    };
  }

  /** Of several databases it is not said in which one a statement runs. */
  #databaseName(): string | undefined {
    const { otherDatabases = [], database } = this.#inputs.catalog.catalog;
    return otherDatabases.length === 0 ? database.name : undefined;
  }

  #relation(object: QualifiedName): EmittedRelation | 'refused' | undefined {
    const { catalog, names } = this.#inputs;
    const found = catalog.object(object.name, object.schema);
    if (found?.kind === 'table') {
      const columns = names.columnsOf(found.table);
      const key = objectKey(found.table);
      const landed = found.table.columns.map(({ name }) => columnOrigin(found.table, name));
      const origins = names.isWritten(object) ? this.#writtenOrigins(key, landed) : landed;
      return { columns, origins, called: inQueries(names, object) };
    }
    if (found?.kind !== 'module' || found.module.kind !== 'view') return undefined;
    const [lowered] = this.#done.get(objectKey(found.module)) ?? [];
    return lowered?.query ? { ...lowered, called: inQueries(names, object) } : 'refused';
  }

  /**
   * Values of a table that a procedure writes: those that it held before, unless it is made anew, and those of the new
   * rows. While its own model is lowered the first time only the former ones are known; the second time both are.
   */
  #writtenOrigins(key: string, landed: readonly ValueOrigin[]): readonly ValueOrigin[] {
    const written = this.#written.get(key);
    if (!written) return this.#working.has(key) ? landed : landed.map(() => UNKNOWN_ORIGIN);
    const { origins, history } = written;
    // Who has run a load is data, once it stands in a table.
    if (history === 'replaced') return origins.map(({ ofRun: _, ...origin }) => origin);
    return landed.map((before, i) => joined(before, origins[i] ?? UNKNOWN_ORIGIN));
  }

  #inlineFunction(object: QualifiedName): InlineFunction | undefined {
    const { catalog, reader } = this.#inputs;
    const found = catalog.object(object.name, object.schema);
    if (found?.kind !== 'module') return undefined;
    const { view, body, function: analysed } = reader.read(found.module);
    if (found.module.kind === 'table-function') {
      return analysed?.query && { parameters: body?.parameters ?? [], query: analysed.query };
    }
    if (found.module.kind !== 'inline-function') return undefined;
    return view?.query && { parameters: view.parameters ?? [], query: view.query };
  }

  #scalarFunction(object: QualifiedName): InlineScalar | undefined {
    const { catalog, reader } = this.#inputs;
    const found = catalog.object(object.name, object.schema);
    if (found?.kind !== 'module' || found.module.kind !== 'scalar-function') return undefined;
    const { body, function: analysed } = reader.read(found.module);
    return analysed?.value && { parameters: body?.parameters ?? [], value: analysed.value };
  }

  /** The module whose rows are read under a name. */
  #providerOf(name: string): Module | undefined {
    const { catalog, reader } = this.#inputs;
    return moduleRead(catalog.catalog, name) ?? writersOf(catalog.catalog, reader, name)[0];
  }
}

const UNDECIDED: ReadonlySet<string> = new Set(['lower-text-equality', 'lower-text-order']);

/** Refused for nothing but how texts compare. */
const isUndecided = ({ diagnostics }: LoweredModel): boolean =>
  diagnostics.length > 0 && diagnostics.every(({ code }) => UNDECIDED.has(code));

/** The inserts of a table as one query. */
function lowerTable(
  settings: LoweringSettings,
  { table, inserts }: WrittenTable,
  variables: ReadonlyMap<string, Rel.RelExpression>,
  { catalog, names }: LoweringInputs,
): LoweredModel {
  const found = catalog.object(table.object.name, table.object.schema);
  const columns = found?.kind === 'table' ? names.columnsOf(found.table).map((name) => ({ name })) : table.columns;
  const lowered = inserts.map((query) => lowerModel(settings, query, columns, variables));
  const [first, ...rest] = lowered;
  if (!first) return emptyModel(columns);
  return rest.length === 0
    ? first
    : { ...rest.reduce(together, first), query: unionOfAll(lowered.map(({ query }) => query)) };
}

/** One query of all; undefined where one of them was not lowered. */
function unionOfAll(queries: readonly (Rel.RelQuery | undefined)[]): Rel.RelQuery | undefined {
  const known = queries.filter((query) => query !== undefined);
  if (known.length < queries.length) return undefined;
  const { ctes, queries: members } = shareCtes(known);
  return { ...members.reduce(unionOf), ctes };
}

/** What two lowered queries say beside their rows. */
function together(a: LoweredModel, b: LoweredModel): LoweredModel {
  return {
    ...a,
    origins: a.origins.map((origin, i) => joined(origin, b.origins[i] ?? UNKNOWN_ORIGIN)),
    assumptions: [...a.assumptions, ...b.assumptions],
    normalised: [...new Map([...a.normalised, ...b.normalised].map((each) => [each.text, each])).values()],
    diagnostics: [...a.diagnostics, ...b.diagnostics],
  };
}

function unionOf(left: Rel.RelQuery, right: Rel.RelQuery): Rel.RelQuery {
  return { kind: 'set-operation', columns: left.columns, ctes: [], orderBy: [], operator: 'UNION ALL', left, right };
}

/** Values of one or the other origin. */
function joined(a: ValueOrigin, b: ValueOrigin): ValueOrigin {
  const bytes = bytesOfAny([a, b]);
  return { exact: either(a.exact, b.exact), parts: either(a.parts, b.parts), ...(bytes ? { bytes } : {}) };
}

function either(a: ValueOrigin['exact'], b: ValueOrigin['exact']): ValueOrigin['exact'] {
  if (!a || !b) return undefined;
  const columns = new Map(
    [...a.columns, ...b.columns].map((each) => [`${displayName(each.table)}.${each.column}`, each]),
  );
  return { columns: [...columns.values()], literals: [...new Set([...a.literals, ...b.literals])] };
}

/** A table that is emptied and not filled again: nothing to select from yet. */
function emptyModel(columns: readonly { readonly name: string }[]): LoweredModel {
  const names = columns.map(({ name }) => name);
  const origins = names.map(() => UNKNOWN_ORIGIN);
  return { query: undefined, columns: names, origins, assumptions: [], normalised: [], diagnostics: [] };
}

/** A day that nobody states is the day of the run. */
function isToday({ type, default: value }: ProcedureParameter): boolean {
  return value.kind === 'today' || (value.kind === 'none' && type.name === 'date');
}
