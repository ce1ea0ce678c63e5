import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CatalogIndex,
  displayName,
  type Module,
  objectKey,
  type QualifiedName,
  type Table,
} from '@datamigrate/catalog';
import { type ModelReference, renderModel } from '@datamigrate/dialects';
import { LANDED, landTables, quoted } from '@datamigrate/landing';
import type { WrittenTable } from '@datamigrate/procedure-analysis';
import {
  columnOrigin,
  type InlineFunction,
  type InlineScalar,
  type LoweredModel,
  type LoweringSettings,
  lowerModel,
  NO_FACTS,
  type Rel,
} from '@datamigrate/relational';
import { type Bound, ModuleBinder } from '@datamigrate/tsql-binder';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { compareRelations, isEqual } from '@datamigrate/validation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ModuleReader } from '../assessment/module-facts.js';
import type { ReferenceRows } from '../cores/reference-rows.js';
import { decide } from '../planner/decisions.js';
import { ReferenceSession, type TracedCall } from '../scenario/reference-session.js';

export interface Step {
  readonly exec?: string;
  readonly mutate?: string;
}

/** A step that the reference engine has run: the rows before it in a file, those after it here. */
export interface PreparedStep {
  readonly step: number;
  readonly path: string;
  readonly calls: readonly TracedCall[];
  readonly after: ReadonlyMap<string, readonly (readonly (string | null)[])[]>;
  /** Why there is nothing to compare with. */
  readonly problem: string | undefined;
}

/** A table of a procedure after one call of it, as its stated query has it. */
export interface StatedTable {
  readonly step: number;
  readonly table: string;
  /** `equal`, `refused: …`, or how the rows differ. */
  readonly outcome: string;
}

/** Changes what the analysis says about a table, to see whether the comparison notices. */
export type Tamper = (table: WrittenTable) => WrittenTable;

/**
 * Procedures on both sides without dbt: each call of a step runs on the reference engine; what the procedure's analysis
 * says runs as plain SQL on the rows from before the call, and the tables are compared.
 */
export class StatedSteps {
  readonly #loaded: ReturnType<typeof loadTemplate>;
  readonly #catalog: CatalogIndex;
  readonly #binder: ModuleBinder;
  readonly reader: ModuleReader;
  #files = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'datamigrate-stated-'));

  constructor(scripts: readonly string[], targets: readonly string[] = []) {
    this.#loaded = loadTemplate(scripts.map((text, i) => ({ name: `${i}.sql`, text })));
    this.#catalog = new CatalogIndex(this.#loaded.catalog);
    this.#binder = new ModuleBinder(this.#catalog);
    this.reader = new ModuleReader(this.#binder, { wanted: targets });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Why procedures are refused before lowering. */
  refusals(): readonly string[] {
    const { refusals } = decide(this.#catalog.catalog, this.reader);
    return [...refusals].flatMap(([{ kind, name }, refusal]) =>
      refusal && kind === 'procedure' ? [`${name}: ${refusal.code}: ${refusal.message}`] : [],
    );
  }

  /** What the analysis of a procedure says about the tables that it writes. */
  written(procedure: string): readonly WrittenTable[] {
    const module = this.#catalog.catalog.modules.find((each) => displayName(each) === procedure);
    return (module && this.reader.read(module).analysis?.tables) ?? [];
  }

  async run(steps: readonly Step[]): Promise<readonly StatedTable[]> {
    const prepared = await this.prepare(steps);
    return this.state(prepared);
  }

  /** Runs the steps on the reference engine: the rows before each call are landed, those after it are kept. */
  async prepare(steps: readonly Step[]): Promise<readonly PreparedStep[]> {
    const session = new ReferenceSession(this.#loaded.create());
    const prepared: PreparedStep[] = [];
    for (const [i, { exec, mutate }] of steps.entries()) {
      if (mutate !== undefined) session.run(mutate);
      const path = join(this.#folder, `step-${this.#files++}.duckdb`);
      const { tables } = this.#catalog.catalog;
      await landTables(
        path,
        tables.flatMap((table) => {
          const present = session.rows(table);
          return 'skipped' in present ? [] : [{ table, rows: present.rows }];
        }),
      );
      const { calls, failure } = session.run(exec ?? '');
      const problem = failure ? `${failure.kind}: ${failure.reason}` : undefined;
      const after = new Map(tables.map((table) => [displayName(table), rowsAfter(session.rows(table))]));
      prepared.push({ step: i + 1, path, calls, after, problem });
    }
    return prepared;
  }

  /** What the analysis of the called procedures says, on the rows before each call, beside the rows after it. */
  async state(prepared: readonly PreparedStep[], tamper: Tamper = (table) => table): Promise<readonly StatedTable[]> {
    const found: StatedTable[] = [];
    for (const each of prepared) {
      if (each.problem !== undefined) found.push({ step: each.step, table: '', outcome: each.problem });
      else for (const outcome of await this.#stated(each, tamper)) found.push({ step: each.step, ...outcome });
    }
    return found;
  }

  async #stated({ path, calls, after }: PreparedStep, tamper: Tamper): Promise<readonly Omit<StatedTable, 'step'>[]> {
    const outer = calls.filter(({ depth }) => depth === 0);
    const [call] = outer;
    const module = this.#catalog.catalog.modules.find((each) => call && displayName(each) === call.id);
    if (!call || !module || outer.length > 1) return [{ table: '', outcome: 'not one call' }];
    const { analysis, body } = this.reader.read(module);
    if (!analysis) return [{ table: '', outcome: 'not analysed' }];
    const refused = analysis.fates.find(({ state }) => state === 'refused')?.diagnostic;
    if (refused) return [{ table: '', outcome: `refused: ${refused.code}: ${refused.message}` }];
    if (analysis.calls.length > 0) return [{ table: '', outcome: 'calls others only' }];
    const variables = this.#variables(body?.parameters ?? [], call);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run('drop schema if exists stated cascade; create schema stated');
    const made: { readonly table: Table; readonly relation: string }[] = [];
    const outcomes: Omit<StatedTable, 'step'>[] = [];
    for (const written of analysis.tables.map(tamper)) {
      const name = displayName(written.table.object);
      const found = this.#catalog.object(written.table.object.name, written.table.object.schema);
      if (found?.kind !== 'table') continue;
      const { relation } = statedTable(written.table.object);
      const problem = await this.#make(connection, written, found.table, relation, variables);
      if (problem === undefined) made.push({ table: found.table, relation });
      else outcomes.push({ table: name, outcome: problem });
    }
    connection.closeSync();
    instance.closeSync();
    for (const { table, relation } of made) {
      const outcome = await compareRelations({
        databasePath: path,
        relation,
        model: table.name,
        table: displayName(table),
        columnMap: Object.fromEntries(table.columns.map(({ name }) => [name, name])),
        expectedColumns: table.columns.map(({ name, type }) => ({ name, type })),
        expectedRows: after.get(displayName(table)) ?? [],
        sampleLimit: 3,
      });
      outcomes.push({ table: displayName(table), outcome: isEqual(outcome) ? 'equal' : `differs: ${shown(outcome)}` });
    }
    return outcomes;
  }

  /** Makes the relation that the analysis states; why it cannot. */
  async #make(
    connection: DuckDBConnection,
    { inserts, history, table, current }: WrittenTable,
    stored: Table,
    relation: string,
    variables: ReadonlyMap<string, Rel.RelExpression>,
  ): Promise<string | undefined> {
    const objects = new StatedObjects(this.#catalog, this.#binder, this.reader);
    const parts: string[] = history === 'appended' ? [`select * from ${landed(stored)}`] : [];
    for (const query of inserts) {
      const lowered = lowerModel(objects.settings(), query, table.columns, variables);
      const rendered =
        lowered.query &&
        renderModel(lowered.query, {
          form: 'plain',
          reference: (object) =>
            current.includes(displayName(object)) ? statedTable(object) : objects.reference(object),
        });
      const [reason] = [...lowered.diagnostics, ...objects.problems(), ...(rendered?.diagnostics ?? [])];
      if (!rendered?.sql) return `refused: ${reason?.code}: ${reason?.message}`;
      for (const statement of rendered.prelude) await connection.run(statement);
      parts.push(`select * from (${rendered.sql})`);
    }
    try {
      await connection.run(`create table ${relation} as ${parts.join(' union all ')}`);
      return undefined;
    } catch (error) {
      return `error: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`;
    }
  }

  /** Parameters by the values that the call gave them. */
  #variables(parameters: readonly Bound.BoundParameter[], call: TracedCall): ReadonlyMap<string, Rel.RelExpression> {
    const settings = new StatedObjects(this.#catalog, this.#binder, this.reader).settings();
    return new Map(
      parameters.flatMap(({ name, type }): [string, Rel.RelExpression][] => {
        const text = call.parameters.get(name) ?? null;
        const span = { start: 0, end: 0 };
        const literal: Bound.BoundLiteral = {
          kind: 'literal',
          type: { name: 'nvarchar', length: 4000 } as Bound.BoundLiteral['type'],
          nullable: text === null,
          span,
          value: text,
          collation: { name: 'Latin1_General_BIN2', label: 'coercible-default' },
        };
        const expression: Bound.BoundExpression = {
          kind: 'cast',
          type,
          nullable: text === null,
          span,
          operand: literal,
          implicit: false,
          attempt: false,
          collation: { name: this.#catalog.catalog.database.collation, label: 'coercible-default' },
        };
        const query: Bound.BoundSelect = {
          kind: 'select',
          columns: [{ name: 'v', type, nullable: true }],
          ctes: [],
          orderBy: [],
          span,
          select: [{ expression, name: 'v' }],
          distinct: false,
          from: [],
        };
        const lowered = lowerModel(settings, query).query;
        const value = lowered?.kind === 'select' ? lowered.select[0]?.expression : undefined;
        return value ? [[name.toLowerCase(), value]] : [];
      }),
    );
  }
}

function shown(outcome: Awaited<ReturnType<typeof compareRelations>>): string {
  if (outcome.status !== 'compared') return outcome.diagnostics.map(({ message }) => message).join('; ');
  return JSON.stringify(outcome, (key, value) => (key === 'columnMap' ? undefined : value)).slice(0, 1500);
}

const rowsAfter = (rows: ReferenceRows): readonly (readonly (string | null)[])[] =>
  'skipped' in rows ? [] : [...(rows.rows as Iterable<readonly (string | null)[]>)];

const landed = (table: QualifiedName): string => `${quoted(LANDED.schemaName(table.schema))}.${quoted(table.name)}`;

/** A table as what was stated before makes it. */
const statedTable = (object: QualifiedName) => ({
  relation: `stated.${quoted(displayName(object))}`,
  name: object.name,
  direct: true,
});

/** Tables by their landed names, views and functions by their bodies. */
class StatedObjects {
  readonly #catalog: CatalogIndex;
  readonly #binder: ModuleBinder;
  readonly #reader: ModuleReader;
  readonly #views = new Map<string, LoweredModel>();

  constructor(catalog: CatalogIndex, binder: ModuleBinder, reader: ModuleReader) {
    this.#catalog = catalog;
    this.#binder = binder;
    this.#reader = reader;
  }

  settings(): LoweringSettings {
    return {
      facts: NO_FACTS,
      guards: true,
      clock: true,
      name: (original) => original,
      relation: (object) => this.#relation(object),
      inlineFunction: (object) => this.#inlineFunction(object),
      scalarFunction: (object) => this.#scalarFunction(object),
    };
  }

  problems(): readonly LoweredModel['diagnostics'][number][] {
    return [...this.#views.values()].flatMap(({ diagnostics }) => diagnostics);
  }

  reference(object: QualifiedName): ModelReference {
    const view = this.#views.get(objectKey(object));
    if (view?.query) return { relation: view.query, name: object.name };
    return { relation: landed(object), name: object.name, direct: true };
  }

  #relation(object: QualifiedName): ReturnType<LoweringSettings['relation']> {
    const found = this.#catalog.object(object.name, object.schema);
    if (found?.kind === 'table') {
      const { columns } = found.table;
      return {
        columns: columns.map(({ name }) => name),
        origins: columns.map(({ name }) => columnOrigin(object, name)),
      };
    }
    if (found?.kind !== 'module' || found.module.kind !== 'view') return undefined;
    const key = objectKey(object);
    const bound = this.#binder.view(found.module);
    if (!bound?.query) return 'refused';
    const lowered = this.#views.get(key) ?? lowerModel(this.settings(), bound.query, bound.columns);
    this.#views.set(key, lowered);
    return lowered.query ? lowered : 'refused';
  }

  #inlineFunction(object: QualifiedName): InlineFunction | undefined {
    const module = this.#module(object);
    if (!module) return undefined;
    const { view, body, function: analysed } = this.#reader.read(module);
    if (module.kind === 'table-function')
      return analysed?.query && { parameters: body?.parameters ?? [], query: analysed.query };
    return view?.query && { parameters: view.parameters ?? [], query: view.query };
  }

  #scalarFunction(object: QualifiedName): InlineScalar | undefined {
    const module = this.#module(object);
    const { body, function: analysed } = module ? this.#reader.read(module) : {};
    return analysed?.value && { parameters: body?.parameters ?? [], value: analysed.value };
  }

  #module(object: QualifiedName): Module | undefined {
    const found = this.#catalog.object(object.name, object.schema);
    return found?.kind === 'module' ? found.module : undefined;
  }
}
