// Runs conformance cases on the reference engine and compares values, types and error numbers.
import { sameRows } from '../conformance/same-rows.mjs';

const NOW = Date.UTC(2024, 5, 15, 12);

export function runValues(engine, { name, schema, cases }, tally) {
  const scripts = schema === undefined ? [] : [{ name: `${name}/schema.sql`, text: schema }];
  const template = engine.loadTemplate(scripts, { now: () => NOW });
  for (const { id, sql: text, view, expect, ordered, collation, settings = {} } of cases) {
    const set = Object.entries(settings).map(([setting, value]) => `SET ${setting.toUpperCase()} ${value};`);
    const sql = [...set, text].join('\n');
    const database = collation ? new engine.Database({ collation, now: () => NOW }) : template.create();
    const result = engine.executeSql(database, view === undefined ? sql : `${view}\nGO\n${sql}`);
    judge(id, expectationOf(expect), result, tally, ordered);
  }
}

/** Step by step: first the changes, then the call, then a look at each target. */
export function runProcedure(engine, { name, scripts, steps, targets, ignoreColumns, expected }, tally) {
  const database = engine.loadTemplate(scripts, { now: () => NOW }).create();
  for (const [i, step] of steps.entries()) {
    const wanted = expected.steps[i];
    if (wanted === undefined) continue;
    if (step.mutate) engine.executeSql(database, step.mutate);
    const called = engine.executeSql(database, step.exec);
    const where = `${name}, step ${i + 1}`;
    if (called.refusal) {
      tally.refused(where, called.refusal.construct);
      continue;
    }
    if (called.error?.number !== wanted.error?.number) {
      tally.wrong(where, `${errorText(wanted.error)} expected, ${errorText(called.error)} came`);
      continue;
    }
    const wrong = targets.filter((target) => {
      const table = wanted.targets[target];
      return table !== undefined && !sameTable(engine, database, target, table, ignoreColumns?.[target] ?? []);
    });
    if (wrong.length === 0) tally.right();
    else tally.wrong(where, `rows of ${wrong.join(', ')}`);
  }
}

function sameTable(engine, database, target, { columns, rows }, ignored) {
  const names = new Set(ignored.map((name) => name.toLowerCase()));
  const kept = columns.flatMap((column, i) => (names.has(column.name.toLowerCase()) ? [] : [i]));
  const list = kept.map((i) => `[${columns[i].name.replaceAll(']', ']]')}]`).join(', ');
  const found = engine.executeSql(database, `SELECT ${list} FROM ${target}`).resultSets[0];
  const types = kept.map((i) => columns[i].type);
  const wanted = rows.map((row) => kept.map((i) => row[i]));
  return found !== undefined && sameRows(wanted, types, found.rows);
}

/** Answers of a real server: values and errors of each step, and separately the types of its columns. */
export function runCaptured(engine, { id, steps }, values, types) {
  const connection = new engine.Connection(new engine.Database({ now: () => NOW }));
  for (const [i, { sql, expect }] of steps.entries()) {
    const result = connection.execute(sql);
    if (expect === undefined) continue;
    const where = `${id}, step ${i + 1}`;
    const wanted = { resultSets: expect.resultSets ?? [], errors: (expect.errors ?? []).map(({ number }) => number) };
    const got = { ...result, errors: (result.errors ?? []).map(({ number }) => number) };
    judgeStep(where, wanted, got, values);
    if (result.refusal || result.resultSets.length !== wanted.resultSets.length) continue;
    const differing = wanted.resultSets.flatMap(({ columns }, s) =>
      columns.flatMap(({ name, type }, c) => {
        const own = result.resultSets[s]?.columns[c]?.type;
        return sameType(own, type) ? [] : [`${name} ${own}, not ${type}`];
      }),
    );
    if (differing.length === 0) types.right();
    else types.wrong(where, differing.join('; '));
  }
}

function judgeStep(where, wanted, got, tally) {
  if (got.refusal) return tally.refused(where, got.refusal.construct);
  if (wanted.errors.join() !== got.errors.join()) {
    return tally.wrong(where, `errors ${wanted.errors.join() || 'none'} expected, ${got.errors.join() || 'none'} came`);
  }
  if (wanted.resultSets.length !== got.resultSets.length) {
    return tally.wrong(where, `${wanted.resultSets.length} result sets expected, ${got.resultSets.length} came`);
  }
  const differs = wanted.resultSets.findIndex(({ columns, rows, inexact = [] }, s) => {
    const unsure = new Set(inexact.map(([row, column]) => `${row},${column}`));
    const sure = (given) => given.map((row, r) => row.map((value, c) => (unsure.has(`${r},${c}`) ? null : value)));
    const kinds = columns.map(({ type }) => type);
    return !sameRows(sure(rows), kinds, unsure.size > 0 ? sure(got.resultSets[s].rows) : got.resultSets[s].rows);
  });
  if (differs >= 0) return tally.wrong(where, `rows of result set ${differs + 1}`);
  return tally.right();
}

function expectationOf({ error, columns = [], rows = [] }) {
  return { error: error?.number, failed: error !== undefined, types: columns.map(({ type }) => type), rows };
}

function judge(id, { error, failed, types, rows }, result, tally, ordered) {
  if (result.refusal) return tally.refused(id, result.refusal.construct);
  if (failed || result.error) {
    const right = failed && result.error && (error === undefined || error === result.error.number);
    if (right) return tally.right();
    return tally.wrong(id, `error ${failed ? error : 'none'} expected, ${errorText(result.error)} came`);
  }
  const last = result.resultSets.at(-1);
  if (!last || !sameRows(rows, types, last.rows, ordered)) {
    return tally.wrong(id, `${brief(rows)} expected, ${brief(last?.rows)} came`);
  }
  return tally.right();
}

function sameType(own, wanted) {
  const plain = (type) => type?.toLowerCase().replaceAll(' ', '').replace('numeric', 'decimal');
  return plain(own) === plain(wanted);
}

function errorText(error) {
  return error ? `error ${error.number}` : 'no error';
}

function brief(rows) {
  const text = JSON.stringify(rows) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
