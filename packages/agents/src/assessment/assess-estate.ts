import {
  type Catalog,
  displayName,
  type Module,
  objectKey,
  type QualifiedName,
  type TableSize,
} from '@datamigrate/catalog';
import type { ObjectClass, ObjectKind, ReportIssue } from '@datamigrate/contracts';
import { issueOf, objectKind } from '../cores/estate.js';
import type { ModuleFacts, ModuleReader } from './module-facts.js';

/** What an object is and what it touches. */
export interface AssessedObject {
  readonly id: string;
  readonly kind: ObjectKind;
  readonly class: ObjectClass;
  readonly statements: number;
  readonly reads: readonly string[];
  /** Permanent tables that a procedure writes, as far as it could be read. */
  readonly writes: readonly string[];
  readonly issues: readonly ReportIssue[];
  /** Of a table: what the server holds of it, where that is known. */
  readonly size?: Omit<TableSize, keyof QualifiedName>;
}

export interface Assessment {
  readonly database: string;
  readonly objects: readonly AssessedObject[];
  /** Of all tables whose size is known, with their indexes. */
  readonly reservedKilobytes?: number;
}

/** The inventory: every table and module of the catalog, each once. */
export function assessEstate(catalog: Catalog, reader: ModuleReader): Assessment {
  const names = new Map<string, string>();
  for (const object of [...catalog.tables, ...catalog.modules]) {
    names.set(objectKey(object), displayName(object));
  }
  const sizes = new Map(catalog.sizes?.map((size) => [objectKey(size), size]));
  const tables = catalog.tables.map(
    (table): AssessedObject => ({
      id: displayName(table),
      kind: 'table',
      class: 'source',
      statements: 0,
      reads: [],
      writes: [],
      issues: [],
      ...sizeOf(sizes, table),
    }),
  );
  const modules = catalog.modules.map((module): AssessedObject => {
    const facts = reader.read(module);
    return {
      id: displayName(module),
      kind: objectKind(module),
      class: classOf(module, facts),
      statements: facts.statements.length,
      reads: [...facts.reads].map((name) => names.get(name) ?? name).sort(),
      writes: (facts.analysis?.tables ?? []).map(({ table }) => displayName(table.object)),
      issues: facts.diagnostics.map((diagnostic) => issueOf(diagnostic, module)),
    };
  });
  const known = [...sizes.values()].flatMap(({ reservedKilobytes = [] }) => reservedKilobytes);
  return {
    database: catalog.database.name,
    objects: [...tables, ...modules],
    ...(known.length > 0 ? { reservedKilobytes: known.reduce((sum, size) => sum + size, 0) } : {}),
  };
}

function sizeOf(sizes: ReadonlyMap<string, TableSize>, table: QualifiedName): Pick<AssessedObject, 'size'> {
  const found = sizes.get(objectKey(table));
  if (!found) return {};
  const { schema: _, name: __, ...size } = found;
  return { size };
}

/** What a module is for, by what it does. */
export function classOf(module: Module, { analysis, operational }: ModuleFacts): ObjectClass {
  if (module.kind === 'trigger' || operational) return 'operational';
  if (!analysis) return 'model';
  if (analysis.tables.length === 0) return analysis.reports.length > 0 ? 'report' : 'model';
  return analysis.tables.some(({ history }) => history === 'appended') ? 'incremental' : 'model';
}

/** How large the database is on its server; empty where that is not known. */
export function sizeText({ reservedKilobytes }: Assessment): string {
  if (!reservedKilobytes) return '';
  const megabytes = reservedKilobytes / 1024;
  return megabytes < 1024 ? ` (${megabytes.toFixed(1)} MB there)` : ` (${(megabytes / 1024).toFixed(1)} GB there)`;
}
