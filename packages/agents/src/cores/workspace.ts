import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CatalogIndex, displayName, objectKey, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import { DEFAULT_DATABASE_PATH } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { DataProfile } from '@datamigrate/landing';
import {
  type LoadedSource,
  loadSource,
  type Masking,
  openSource,
  readMasking,
  type Source,
} from '@datamigrate/sources';
import { z } from 'zod';
import { writersOf } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { ExecutorInputs } from '../executor/execute-object.js';
import { LoweredModels } from '../executor/lowered-models.js';
import type { RunContext } from '../graph/agent-cores.js';
import { decide } from '../planner/decisions.js';
import { ProjectNames } from '../planner/project-names.js';
import { readModules } from '../planner/read-modules.js';
import { scenarioCalls } from '../planner/scenario-calls.js';
import { allRows } from '../project/evidence/small-database.js';
import { runDiagnostics } from '../run/diagnostics.js';
import { wholeSecond } from './run-clock.js';
import { buildStaging } from './staging.js';
import { completeTables, rowChoice, type TableRows } from './table-rows.js';
import { timed } from './timed.js';

/** The source as this process has read it: what files cannot hold, and can be made again at any time. */
export interface Workspace {
  readonly source: Source;
  readonly loaded: LoadedSource;
  readonly rows: TableRows;
  readonly catalog: CatalogIndex;
  readonly reader: ModuleReader;
}

export const databasePath = (run: Pick<RunContext, 'out'>): string => join(run.out, DEFAULT_DATABASE_PATH);

/** The rows of a given scenario, for questions about values; there is none without one. */
export const profilePath = (run: Pick<RunContext, 'state'>): string => run.state.path('scenario-rows.duckdb');

/** Reads the source of a run once a process. */
export class Workspaces {
  #key = '';
  #workspace: Promise<Result<Workspace, Diagnostic>> | undefined;
  #inputsFor: Plan | undefined;
  #inputs: ExecutorInputs | undefined;
  #profile: Promise<DataProfile | undefined> | undefined;

  open(run: RunContext): Promise<Result<Workspace, Diagnostic>> {
    const key = `${run.out}\0${run.source}\0${run.startedAt.getTime()}`;
    if (key !== this.#key || !this.#workspace) {
      this.#key = key;
      this.#inputsFor = undefined;
      this.#workspace = readWorkspace(run);
    }
    return this.#workspace;
  }

  /** What the executor needs under this plan. */
  async inputs(run: RunContext, plan: Plan): Promise<ExecutorInputs> {
    const { catalog, reader, rows, loaded } = await this.require(run);
    // The steering settles a plan once a process, so that the same plan is the same object.
    if (this.#inputs && plan === this.#inputsFor) return this.#inputs;
    const names = new ProjectNames(catalog.catalog, plan);
    const staging = buildStaging(catalog.catalog, names, (table) =>
      writersOf(catalog.catalog, reader, table.toLowerCase()).map(displayName),
    );
    const profile = (): Promise<DataProfile | undefined> => {
      this.#profile ??= openProfile(existsSync(profilePath(run)) ? profilePath(run) : databasePath(run), rows.unproven);
      return this.#profile;
    };
    const lowered = new LoweredModels({ catalog, reader, names, profile });
    this.#inputsFor = plan;
    const decisions = decide(catalog.catalog, reader);
    const rowsOf = (table: Table) =>
      rows.unproven.has(objectKey(table)) ? undefined : allRows(loaded.database, table);
    this.#inputs = { catalog, reader, names, lowered, staging, plan, decisions, rowsOf };
    return this.#inputs;
  }

  /** Before anything writes to the landed rows. They are opened again when a model asks for them. */
  async closeRows(): Promise<void> {
    const profile = await this.#profile;
    this.#profile = undefined;
    profile?.close();
  }

  /** For agents that work after the source has been read without complaint. */
  async require(run: RunContext): Promise<Workspace> {
    const workspace = await this.open(run);
    if (!workspace.ok) throw new Error(workspace.error.message);
    return workspace.value;
  }
}

async function openProfile(path: string, unproven: ReadonlySet<string>): Promise<DataProfile | undefined> {
  // Rows that were made up, or left out, prove nothing about the data.
  const opened = await DataProfile.open(path, { unproven: (table) => unproven.has(objectKey(table)) });
  return opened.ok ? opened.value : undefined;
}

async function readWorkspace(run: RunContext): Promise<Result<Workspace, Diagnostic>> {
  const { source: path, startedAt, options, signal } = run;
  const now = wholeSecond(startedAt);
  const rows = rowChoice(run.out, options);
  const masking = await maskingOf(run);
  if (masking && !masking.ok) return masking;
  const source = await timed('read', () => openSource(path));
  if (!source.ok) return source;
  const environment = { now, signal, rows, sample: options.rows, masking: masking?.value };
  const loaded = await timed('load', () => loadSource(source.value, path, environment));
  // The run was told to stop: what it has not done is done when it goes on.
  if (signal.aborted) throw new Error('the source was not loaded to its end');
  if (!loaded.ok) return loaded;
  const changed = await changedData(run, loaded.value.dataFingerprint);
  if (changed) return err(changed);
  const catalog = new CatalogIndex(loaded.value.catalog);
  const tables = completeTables(loaded.value, options);
  return ok({
    rows: tables,
    source: source.value,
    loaded: loaded.value,
    catalog,
    reader: readModules(loaded.value.database.binder, {
      wanted: options.scenario?.targets,
      called: [...scenarioCalls(options.scenario), ...loaded.value.called],
      rows: { database: loaded.value.database, isKnown: (table) => !tables.unproven.has(table) },
    }),
  });
}

/** Rules stand in a file; the key to them is in the environment of every process of a run, and nowhere else. */
function maskingOf({ out, options: { mask, maskPath } }: RunContext): Promise<Result<Masking, Diagnostic>> | undefined {
  return mask === undefined ? undefined : readMasking(resolve(out, maskPath ?? mask), process.env);
}

const dataFilesSchema = z.object({ fingerprint: z.string() });
const DATA_FILES = 'data-files.json';

/** A run goes on with the data files that it began with, or not at all. */
async function changedData({ state, options }: RunContext, fingerprint: string | undefined) {
  if (fingerprint === undefined) return undefined;
  const known = await state.readJson(DATA_FILES, dataFilesSchema);
  if (known.ok && known.value && known.value.fingerprint !== fingerprint)
    return runDiagnostics.create('run-source-changed', { source: options.data ?? options.mask ?? options.source });
  await state.writeJson(DATA_FILES, dataFilesSchema, { fingerprint });
  return undefined;
}
