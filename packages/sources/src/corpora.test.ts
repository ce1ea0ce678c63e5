import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { catalogDocument } from './catalog/catalog-document.js';
import { openSource } from './open-source.js';
import { open } from './testing/load.js';
import { CORPORA, hasCorpora } from './testing/shared-folder.js';
import { folderOf } from './testing/temporary-files.js';

const list = (folder: string, extension: string): string[] =>
  hasCorpora
    ? readdirSync(CORPORA + folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(extension))
        .map((name) => join(folder, name))
        .sort()
    : [];

/** Elements of the model itself, by type: counted in the text, not by our reader. */
function elementsOf(path: string): (type: string) => number {
  const model = new TextDecoder().decode(unzipSync(readFileSync(path))['model.xml']);
  return (type) => [...model.matchAll(new RegExp(`\\n\\t*\\s*<Element Type="${type}" Name=`, 'g'))].length;
}

describe.skipIf(!hasCorpora)('packages', () => {
  it.each(list('dacpac', '.dacpac'))('%s loads with every object of its model', async (path) => {
    const { loaded, source } = await open(CORPORA + path);
    const inModel = elementsOf(CORPORA + path);
    const { tables, modules, aliasTypes, tableTypes } = loaded.catalog;
    const count = (...kinds: readonly string[]): number => modules.filter(({ kind }) => kinds.includes(kind)).length;
    expect({
      tables: tables.length,
      views: count('view'),
      procedures: count('procedure'),
      functions: count('scalar-function', 'inline-function', 'table-function'),
      triggers: count('trigger'),
      types: aliasTypes.length + tableTypes.length,
    }).toEqual({
      tables: inModel('SqlTable'),
      views: inModel('SqlView'),
      procedures: inModel('SqlProcedure'),
      functions:
        inModel('SqlScalarFunction') +
        inModel('SqlInlineTableValuedFunction') +
        inModel('SqlMultiStatementTableValuedFunction'),
      triggers: inModel('SqlDmlTrigger') + inModel('SqlDatabaseDdlTrigger'),
      types: inModel('SqlUserDefinedDataType') + inModel('SqlTableType'),
    });
    expect(source.diagnostics.filter(({ code }) => code === 'source-gap')).toEqual([]);
  });
});

describe.skipIf(!hasCorpora)('packages of one feature each', () => {
  it('keep sparse columns', async () => {
    const { loaded } = await open(`${CORPORA}dacpac/SparseColumn.dacpac`);
    const sparse = loaded.catalog.tables.flatMap(({ columns }) => columns.filter((column) => column.sparse));
    expect(sparse).toHaveLength(2);
  });

  it('keep temporal tables and their history', async () => {
    const { loaded } = await open(`${CORPORA}dacpac/Temporal.dacpac`);
    const pairs = loaded.catalog.tables.map(({ name, versioning }) => [name, versioning?.history?.name]);
    expect(pairs.filter(([, history]) => history !== undefined).length).toBeGreaterThan(0);
    for (const [, history] of pairs) if (history !== undefined) expect(pairs.map(([name]) => name)).toContain(history);
  });
});

/** Projects that define nothing that could be loaded. */
const NOTHING = /empty_project|only_schemas|dacfx\/(Template|TestData\/VerifyBuildWithTransitive)/;
/** Loads years of simulated data; measured, not tested. */
const LONG = /WideWorldImporters\.sqlproj$/;

describe.skipIf(!hasCorpora)('projects', () => {
  const projects = [
    ...list('sqlproj', '.sqlproj'),
    ...list('databases', '.sqlproj'),
    ...list('warehouses', '.sqlproj'),
  ];

  it.each(projects.filter((path) => !NOTHING.test(path) && !LONG.test(path)))('%s loads', async (path) => {
    const { loaded, source } = await open(CORPORA + path);
    expect(loaded.catalog.tables.length + loaded.catalog.modules.length).toBeGreaterThan(0);
    expect(source.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    // Synapse has statements of its own.
    if (path.includes('azuresqldw')) return;
    expect(loaded.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  it.each(projects.filter((path) => NOTHING.test(path)))('%s says that it holds nothing', async (path) => {
    const source = await openSource(CORPORA + path);
    if (source.ok) await expect(open(CORPORA + path)).rejects.toThrow('source-no-objects');
    else expect(source.error.code).toBe('source-project-invalid');
  });
});

describe.skipIf(!hasCorpora)('a saved catalog gives the same catalog again', () => {
  it.each([
    ...list('dacpac', '.dacpac'),
    'databases/pubs/instpubs.sql',
    'databases/wideworldimporters-dw/WideWorldImportersDW.sqlproj',
    'warehouses/azure-mdw/ddo_samples_azuresql/ddo_samples_azuresql.sqlproj',
    'procbench/Schema',
  ])('%s', async (path) => {
    const { source, loaded } = await open(CORPORA + path);
    const document: unknown = JSON.parse(JSON.stringify(catalogDocument(source, loaded)));
    const file = join(folderOf({}), `${basename(path)}.json`);
    writeFileSync(file, JSON.stringify(document));
    const again = await open(file);
    expect(JSON.parse(JSON.stringify(catalogDocument(again.source, again.loaded)))).toEqual({
      ...(document as object),
      source: { kind: 'catalog', database: source.database },
    });
  });
});
