// Our translation of the cases, in this process, as `datamigrate translate` does it.
import { parseScript } from '@datamigrate/tsql-syntax';
import { translateBatch } from '../../../apps/cli/dist/commands/translate/translate-batch.js';
import { batchOf } from './cases.mjs';

const ROWS = new Set(['Insert', 'Update', 'Delete', 'Merge', 'Select', 'Execute']);

/** @param {'exact' | 'proven'} fidelity */
export const ours = (fidelity) => async (set) => {
  const schema = set.schema === undefined ? [] : definitionsOf(set.schema);
  return set.cases.map((each) => {
    const { collation } = each;
    const settings = { schema, fidelity, ...(collation === undefined ? {} : { collation }) };
    const { sql, prelude, status, diagnostics } = translateBatch(each.id, withSettings(each), settings);
    return { sql: sql ?? undefined, prelude, status, codes: diagnostics.map(({ code }) => code), diagnostics };
  });
};

/** What a case says of its session stands in front of it as SET. */
function withSettings(each) {
  const set = Object.entries(each.settings ?? {}).map(([name, value]) => `SET ${name.toUpperCase()} ${value};`);
  return set.length === 0 ? batchOf(each) : `${set.join('\n')}\n${batchOf(each)}`;
}

const definitionsOf = (text) =>
  [...parseScript(text)]
    .flatMap(({ statements }) => statements)
    .filter(({ kind }) => !ROWS.has(kind))
    .map((statement) => ({ statement, text }));
