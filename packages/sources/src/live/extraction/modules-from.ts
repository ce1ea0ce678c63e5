import type { Catalog, Module, ModuleKind, QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { ModuleDependency } from '../../source.js';
import type { Answer, LiveRow } from '../connection/live-connection.js';
import { liveDiagnostics } from '../diagnostics.js';
import { RowReader } from './live-rows.js';
import { typeFrom } from './type-from.js';

export interface LiveModules extends Pick<Catalog, 'modules' | 'sequences' | 'synonyms'> {
  /** Names by the numbers that the server has for them. */
  readonly byId: ReadonlyMap<string, QualifiedName>;
  readonly dependencies: readonly ModuleDependency[];
  readonly gaps: readonly Diagnostic[];
}

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-objects-transact-sql, type */
const KINDS: Readonly<Record<string, ModuleKind | undefined>> = {
  V: 'view',
  P: 'procedure',
  FN: 'scalar-function',
  IF: 'inline-function',
  TF: 'table-function',
  TR: 'trigger',
};

const FOREIGN_KINDS: Readonly<Record<string, string | undefined>> = {
  PC: 'the CLR procedure',
  FS: 'the CLR function',
  FT: 'the CLR function',
  AF: 'the CLR aggregate',
  TA: 'the CLR trigger',
  X: 'the extended procedure',
  RF: 'the replication filter',
};

/** What `moduleQueries` gave, as a part of the catalog. */
export function modulesFrom({ sets }: Answer, wanted: (name: QualifiedName) => boolean): LiveModules {
  const gaps: Diagnostic[] = [];
  const byId = new Map<string, QualifiedName>();
  const modules = (sets.get('module_id') ?? []).flatMap((row): readonly Module[] => {
    const { id, module, gap } = moduleFrom(row);
    const name = module ?? gap?.name;
    if (!name || !wanted(name)) return [];
    if (module?.on && !wanted(module.on)) return [];
    if (gap) gaps.push({ ...gap.diagnostic, object: `${gap.name.schema}.${gap.name.name}` });
    if (!module) return [];
    byId.set(id, { schema: module.schema, name: module.name });
    return [module];
  });
  return {
    modules,
    byId,
    gaps,
    dependencies: (sets.get('dependency_of') ?? []).flatMap((row) => {
      const read = new RowReader(row);
      const module = byId.get(read.text());
      return module ? [{ module, schema: read.optional(), name: read.text() }] : [];
    }),
    sequences: (sets.get('sequence_schema') ?? []).flatMap((row) => {
      const read = new RowReader(row);
      const name = { schema: read.text(), name: read.text() };
      const type = typeFrom(read.text(), { bytes: 0, precision: read.number(), scale: 0 });
      return type && wanted(name) ? [{ ...name, type, start: read.text(), increment: read.text() }] : [];
    }),
    synonyms: (sets.get('synonym_schema') ?? []).flatMap((row) => {
      const read = new RowReader(row);
      const name = { schema: read.text(), name: read.text() };
      return wanted(name) ? [{ ...name, target: read.text() }] : [];
    }),
  };
}

interface ReadModule {
  readonly id: string;
  readonly module?: Module;
  readonly gap?: { readonly name: QualifiedName; readonly diagnostic: Diagnostic };
}

function moduleFrom(row: LiveRow): ReadModule {
  const read = new RowReader(row);
  const id = read.text();
  const name = { schema: read.text(), name: read.text() };
  const type = read.text().trim();
  const definition = read.optional();
  const ansiNulls = read.flag();
  const quotedIdentifier = read.flag();
  const parentSchema = read.optional();
  const parentName = read.optional();
  const encrypted = read.number() === 1;
  const shown = `${name.schema}.${name.name}`;
  const kind = KINDS[type];
  if (!kind) {
    const reason = 'its code is not T-SQL';
    const params = { kind: FOREIGN_KINDS[type] ?? 'the object', name: shown, reason };
    return { id, gap: { name, diagnostic: liveDiagnostics.create('live-left-out', params) } };
  }
  if (definition === undefined) {
    const reason = encrypted ? 'it was made WITH ENCRYPTION' : 'the login may not see it';
    const params = { kind: kind.replace('-', ' '), name: shown, reason };
    return { id, gap: { name, diagnostic: liveDiagnostics.create('live-definition-hidden', params) } };
  }
  const on =
    parentSchema !== undefined && parentName !== undefined ? { schema: parentSchema, name: parentName } : undefined;
  return {
    id,
    module: {
      ...name,
      kind,
      definition,
      ansiNulls,
      quotedIdentifier,
      ...(kind === 'trigger' && on ? { on } : {}),
      origin: { file: shown, line: 1 },
    },
  };
}
