import { type Catalog, displayName, type Module, objectKey } from '@datamigrate/catalog';
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
}

export interface Assessment {
  readonly database: string;
  readonly objects: readonly AssessedObject[];
}

/** The inventory: every table and module of the catalog, each once. */
export function assessEstate(catalog: Catalog, reader: ModuleReader): Assessment {
  const names = new Map<string, string>();
  for (const object of [...catalog.tables, ...catalog.modules]) {
    names.set(objectKey(object), displayName(object));
  }
  const tables = catalog.tables.map(
    (table): AssessedObject => ({
      id: displayName(table),
      kind: 'table',
      class: 'source',
      statements: 0,
      reads: [],
      writes: [],
      issues: [],
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
  return { database: catalog.database.name, objects: [...tables, ...modules] };
}

/** What a module is for, by what it does. */
export function classOf(module: Module, { analysis, operational }: ModuleFacts): ObjectClass {
  if (module.kind === 'trigger' || operational) return 'operational';
  if (!analysis) return 'model';
  if (analysis.tables.length === 0) return analysis.reports.length > 0 ? 'report' : 'model';
  return analysis.tables.some(({ history }) => history === 'appended') ? 'incremental' : 'model';
}
