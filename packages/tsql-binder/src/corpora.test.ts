import { CatalogIndex } from '@datamigrate/catalog';
import { hasErrors } from '@datamigrate/diagnostics';
import { parseScript } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import { CatalogBuilder } from './definitions/catalog-builder.js';
import { ModuleBinder } from './module-binder.js';
import { SAMPLES, scriptsOf, sharedFolder } from './testing/shared-folder.js';

interface Measure {
  readonly tables: number;
  readonly bound: number;
  /** Messages of the modules that did not bind, each once. */
  readonly messages: readonly string[];
  readonly refused: number;
}

function measure(folder: string): Measure {
  const builder = new CatalogBuilder({ name: folder.replace(/.*\//, '') });
  for (const text of scriptsOf(folder)) {
    for (const batch of parseScript(text)) {
      for (const statement of batch.statements)
        builder.apply(statement, { text, ansiNulls: true, quotedIdentifier: true });
    }
  }
  const catalog = builder.catalog();
  const binder = new ModuleBinder(new CatalogIndex(catalog));
  const diagnostics = catalog.modules.map((module) =>
    module.kind === 'view' || module.kind === 'inline-function'
      ? (binder.view(module)?.diagnostics ?? [])
      : binder.body(module).diagnostics,
  );
  const refused = diagnostics.filter(hasErrors);
  const messages = [...new Set(refused.flat().map((diagnostic) => diagnostic.message))];
  return {
    tables: catalog.tables.length,
    bound: diagnostics.length - refused.length,
    refused: refused.length,
    messages,
  };
}

/** Constructs that are refused on purpose, until they are supported. */
const KNOWN = /is not supported yet/;

describe.each([
  ['northwind', 13, 23],
  ['pubs', 11, 6],
  ['chinook', 11, 0],
  ['adventureworks', 71, 39],
  ['adventureworks-dw', 31, 9],
  ['wideworldimporters', 54, 160],
  ['wideworldimporters-dw', 30, 21],
] as const)('%s', (name, tables, bound) => {
  const folder = sharedFolder(`corpora/databases/${name}`);

  it.skipIf(folder === undefined)(`has ${tables} tables and at least ${bound} modules that bind`, () => {
    const measured = measure(folder ?? '');
    console.info(`${name}: ${measured.bound} bound, ${measured.refused} refused`);
    expect(measured.tables).toBe(tables);
    expect(measured.bound).toBeGreaterThanOrEqual(bound);
    // The script of the warehouse leaves one of its procedures out.
    const missing = name === 'wideworldimporters-dw' ? /Could not find stored procedure/ : KNOWN;
    expect(measured.messages.filter((message) => !KNOWN.test(message) && !missing.test(message))).toEqual([]);
  });
});

describe('the sample estate', () => {
  it('binds without an error', () => {
    const measured = measure(`${SAMPLES}/harbor-trading`);
    expect(measured).toEqual({ tables: 33, bound: 39, refused: 0, messages: [] });
  });
});
