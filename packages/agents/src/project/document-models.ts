import { type Catalog, displayName, type Module, objectKey, type Table } from '@datamigrate/catalog';
import type { PlannedModel, TraceLine } from '@datamigrate/contracts';
import {
  type ColumnSpec,
  describeColumn,
  describeModel,
  type LoadStep,
  type ModelOrigin,
  type ModelSpec,
  snakeCase,
} from '@datamigrate/dbt-project';
import { moduleById, tableById, tableRead, viewQueries } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import { objectKind } from '../cores/estate.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import { outputOrigin } from './evidence/join-links.js';
import type { ModuleTexts } from './module-texts.js';

export interface DocumentingInputs {
  readonly catalog: Catalog;
  readonly reader: ModuleReader;
  readonly texts: ModuleTexts;
}

/** The models of a converted module, with what the source says about them in words. */
export function documentModels(
  { catalog, reader, texts }: DocumentingInputs,
  execution: ObjectExecution,
  planned: readonly PlannedModel[],
): readonly ModelSpec[] {
  const module = moduleById(catalog, execution.id);
  if (!module) return execution.models;
  return execution.models.map((model) => {
    const { table: id, before } = planned.find(({ name }) => name === model.name) ?? {};
    const table = id === undefined ? undefined : tableById(catalog, id);
    if (before !== undefined) return { ...model, meta: metaOf(module, undefined) };
    const origin = originOf(module, table, model, execution, reader, texts);
    return {
      ...model,
      description: describeModel(model, origin),
      meta: metaOf(module, table),
      columns: table
        ? withTableTexts(model.columns, table, execution.columns[model.name] ?? {})
        : withOrigins(model.columns, module, catalog, reader),
    };
  });
}

function originOf(
  module: Module,
  table: Table | undefined,
  model: ModelSpec,
  { trace, vars }: ObjectExecution,
  reader: ModuleReader,
  texts: ModuleTexts,
): ModelOrigin {
  const said = texts.ofModule(module);
  const open = openPoints(model.description);
  const parameters = Object.keys(vars).filter((name) => model.sql.includes(`name='${name}'`));
  const common = { ...(open.length > 0 ? { open } : {}), ...(parameters.length > 0 ? { parameters } : {}) };
  if (!table) {
    const kind = module.kind === 'view' ? 'view' : 'procedure';
    return { object: displayName(module), kind, ...(said === '' ? {} : { said }), ...common };
  }
  const written = reader.read(module).analysis?.tables.find(({ table: each }) => isSame(each.object, table));
  const steps = trace.filter(({ state, models }) => state === 'converted' && models.includes(model.name));
  return {
    object: displayName(table),
    kind: 'table',
    said: [table.description, said].filter((text) => text !== undefined && text !== '').join(' '),
    load: {
      procedure: displayName(module),
      history: written?.history ?? 'replaced',
      steps: steps.flatMap((line) => stepOf(line, module, texts)),
      ...(module.origin === undefined ? {} : { file: module.origin.file }),
    },
    ...common,
  };
}

/** Statements that touch rows; the others only steer. */
const ROW_STATEMENTS = /^(?:Insert|Update|Delete|Merge|Truncate|SelectInto|Select|Execute)/;

function stepOf({ statement, line }: TraceLine, module: Module, texts: ModuleTexts): LoadStep[] {
  if (!ROW_STATEMENTS.test(statement)) return [];
  const text = texts.ofLine(module, line).replace(/\s+/g, ' ');
  return text === '' ? [] : [{ text, line: texts.fileLine(module, line) }];
}

/** What the executor noted behind the description of the object. */
function openPoints(description: string | undefined): readonly string[] {
  const [, open = ''] = /SQL Server leaves open: ([\s\S]*)\.$/.exec(description ?? '') ?? [];
  return open === '' ? [] : open.split('; ');
}

/** A column of a table that a procedure fills is the table's column, whoever computes its values. */
function withTableTexts(
  columns: readonly ColumnSpec[],
  table: Table,
  emitted: Readonly<Record<string, string>>,
): readonly ColumnSpec[] {
  const original = new Map(Object.entries(emitted).map(([from, to]) => [to, from]));
  return columns.map((column) => {
    const name = original.get(column.name) ?? column.name;
    const declared = table.columns.find((each) => each.name === name || snakeCase(each.name) === column.name);
    const description = declared && describeColumn(declared, table);
    return description === undefined ? column : { ...column, description };
  });
}

/** A column of a view that hands on the column of a table is what the table's column is. */
function withOrigins(
  columns: readonly ColumnSpec[],
  module: Module,
  catalog: Catalog,
  reader: ModuleReader,
): readonly ColumnSpec[] {
  const { view, analysis } = reader.read(module);
  const query = view?.query ?? (analysis?.reports.length === 1 ? analysis.reports[0]?.query : undefined);
  const queryOfView = viewQueries(catalog, reader);
  return columns.map((column, ordinal) => {
    const origin = outputOrigin(query, ordinal, queryOfView);
    const table = origin && tableRead(catalog, origin.table);
    const own = table?.columns.find(({ name }) => name.toLowerCase() === origin?.column);
    const description = table && own && describeColumn(own, table);
    return description === undefined ? column : { ...column, description };
  });
}

function metaOf(module: Module, table: Table | undefined): NonNullable<ModelSpec['meta']> {
  const own = { object: displayName(module), kind: objectKind(module) };
  return { sqlserver: table ? { object: displayName(table), kind: 'table', loaded_by: own.object } : own };
}

const isSame = (a: { schema: string; name: string }, b: { schema: string; name: string }): boolean =>
  objectKey(a) === objectKey(b);
