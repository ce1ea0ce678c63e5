import type { QualifiedName } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';

export interface NameInModule {
  readonly database?: string;
  readonly schema?: string;
  readonly name: string;
}

/** Names of tables, views, procedures and functions in a statement, each once, without the module's own. */
export function namesIn(statement: Ast.Statement | undefined, module: QualifiedName): readonly NameInModule[] {
  const names = new Map<string, NameInModule>();
  visit(statement, (name) => {
    const own = name.name.toLowerCase() === module.name.toLowerCase();
    if (own || /^[#@]/.test(name.name) || name.schema?.toLowerCase() === 'sys') return;
    names.set([name.database, name.schema, name.name].join('\u0000').toLowerCase(), name);
  });
  return [...names.values()];
}

function visit(node: unknown, found: (name: NameInModule) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const record = node as Readonly<Record<string, unknown>>;
  // Types are no objects, and a function without a schema is one of SQL Server's own.
  if (record['kind'] === 'DataType') return;
  if (record['kind'] === 'FunctionCall' && !(record['name'] as Ast.ObjectName).schema) {
    for (const [key, value] of Object.entries(record)) if (key !== 'name') visit(value, found);
    return;
  }
  if (record['kind'] === 'ObjectName') {
    const { name, schema, database } = record as unknown as Ast.ObjectName;
    found({
      name: name.name,
      ...(schema ? { schema: schema.name } : {}),
      ...(database ? { database: database.name } : {}),
    });
    return;
  }
  for (const value of Object.values(record)) visit(value, found);
}
