import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Ast, countStatements, decodeSource, parseScript } from '@datamigrate/tsql-syntax';

/** The batches of a script, or of all scripts of a folder. */
function batchesOf(path: string): readonly (readonly Ast.Statement[])[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.sql'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  return files.flatMap((file) => {
    const decoded = decodeSource(readFileSync(file));
    if (!decoded.ok) throw new Error(`${file} is not a text file`);
    return [...parseScript(decoded.value.text)].map(({ statements }) => statements);
  });
}

/** How many statements stand in views, procedures, functions and triggers, CREATE included. */
export function statementsInModules(path: string): number {
  const modules = batchesOf(path).filter(([first]) =>
    ['CreateView', 'CreateProcedure', 'CreateFunction', 'CreateTrigger'].includes(first?.kind ?? ''),
  );
  return modules.flatMap((statements) => [...countStatements(statements).values()]).reduce((a, b) => a + b, 0);
}

/** How many rows the INSERT statements outside of modules write, by `schema.table` in lower case. */
export function rowsWritten(path: string): Map<string, number> {
  const rows = new Map<string, number>();
  for (const statement of batchesOf(path).flatMap((batch) => batch.filter(({ kind }) => kind === 'Insert'))) {
    const { target, source } = statement as Ast.Insert;
    if (target.kind !== 'TargetTable') throw new Error(`INSERT into a ${target.kind}`);
    const { schema, name } = target.name;
    const table = `${schema?.name ?? 'dbo'}.${name.name}`.toLowerCase();
    rows.set(table, (rows.get(table) ?? 0) + rowsOf(source));
  }
  return rows;
}

function rowsOf(source: Ast.InsertSource): number {
  if (source.kind === 'ValuesSource') return source.rows.length;
  if (source.kind !== 'QuerySource') throw new Error(`rows of a ${source.kind} cannot be counted`);
  let { query } = source;
  for (let rows = 1; ; rows++) {
    if (query.kind === 'QuerySpecification' && !query.from) return rows;
    if (query.kind !== 'SetOperation') throw new Error('rows of a query cannot be counted');
    query = query.left;
  }
}
