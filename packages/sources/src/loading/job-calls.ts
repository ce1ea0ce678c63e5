import type { Catalog, QualifiedName } from '@datamigrate/catalog';
import { CatalogIndex } from '@datamigrate/catalog';
import { type Ast, parseBatch, walk } from '@datamigrate/tsql-syntax';

/** Procedures that the jobs of SQL Server Agent call, job after job and step after step. Jobs that are off call nothing. */
export function calledByJobs(catalog: Catalog): readonly QualifiedName[] {
  const index = new CatalogIndex(catalog);
  return (catalog.jobs ?? [])
    .filter(({ enabled }) => enabled)
    .flatMap(({ steps }) => steps)
    .filter(({ subsystem }) => subsystem.toUpperCase() === 'TSQL')
    .flatMap(({ database = 'master', command }) =>
      proceduresIn(command).flatMap((name) => {
        const own = name.schema?.name ?? 'dbo';
        const schema = index.schemaIn(name.database?.name ?? database, own);
        const known = schema === undefined ? undefined : index.object(name.name.name, schema);
        return known?.kind === 'module' ? [{ schema: known.module.schema, name: known.module.name }] : [];
      }),
    );
}

function proceduresIn(command: string): readonly Ast.ObjectName[] {
  const names: Ast.ObjectName[] = [];
  for (const statement of parseBatch(command).statements) {
    walk(statement, (node) => {
      if (node.kind !== 'ExecutableProcedure') return;
      const { procedure } = node as Ast.ExecutableProcedure;
      if (procedure.kind === 'ObjectName') names.push(procedure);
    });
  }
  return names;
}
