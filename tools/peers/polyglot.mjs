// @polyglot-sql/sdk: a WASM module in this process, as its users run it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PLACES } from './install.mjs';
import { speedOf } from './speed-of.mjs';

export async function openPolyglot() {
  const { folder, version } = PLACES.polyglot;
  const entry = join(folder, 'node_modules', '@polyglot-sql', 'sdk', 'dist', 'index.node.js');
  if (!existsSync(entry)) return undefined;
  const sdk = await import(pathToFileURL(entry).href);
  const parse = (sql) => sdk.parse(sql, 'tsql').success;
  const transpile = (sql) => {
    const result = sdk.transpile(sql, 'tsql', 'duckdb');
    return result.success ? result.sql.join(';\n') : undefined;
  };
  const tasks = { parse, transpile: (sql) => transpile(sql) !== undefined };
  return {
    name: `polyglot ${version}`,
    /** Which batches it takes. */
    accepts: async (task, batches) => batches.map((sql) => attempt(() => tasks[task](sql)) ?? false),
    /** Megabytes a second on batches that it takes, once warm. */
    speed: async (task, batches, seconds) => speedOf(tasks[task], batches, seconds),
    /** What each batch becomes; undefined where it refuses. */
    transpile: async (batches) => batches.map((sql) => attempt(() => transpile(sql))),
  };
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
