// `npm run score -- syntax [--fails FILE] [--corpus NAME]`: the T-SQL front end against the corpora.
import { writeFileSync } from 'node:fs';
import { BATCH_CORPORA, FILE_CORPORA, fileScripts, haveCorpora, labelledTexts } from './syntax/corpora.mjs';
import { EXPLAINED } from './syntax/explained.mjs';
import { kindDifferences, measurer } from './syntax/measure.mjs';
import { printTable } from './syntax/table.mjs';
import { plainName } from './syntax/table-names.mjs';

export async function score(args) {
  if (!haveCorpora()) {
    console.error('score: the corpora (../shared/corpora) are not here; nothing to measure.');
    return 0;
  }
  const syntax = await import('@datamigrate/tsql-syntax');
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const only = option('--corpus')?.split(',');
  const fails = [];
  const rows = [];
  for (const corpus of [...FILE_CORPORA, ...BATCH_CORPORA]) {
    if (only && !only.includes(corpus)) continue;
    const row = new Row(corpus, fails);
    if (FILE_CORPORA.includes(corpus)) scoreFiles(syntax, corpus, row);
    else scoreTexts(syntax, corpus, row);
    rows.push(row);
  }
  printTable(rows);
  printFailures(fails);
  const file = option('--fails');
  if (file) {
    writeFileSync(file, fails.map((fail) => `${JSON.stringify(fail)}\n`).join(''));
    console.log(`\n${fails.length} failures in ${file}`);
  }
  return 0;
}

/** Every failure with its reason; those nobody has explained come first. */
function printFailures(fails) {
  const reason = (fail) => EXPLAINED.get(`${fail.check} ${fail.id}`);
  const open = fails.filter((fail) => reason(fail) === undefined);
  for (const fail of open.slice(0, SHOWN)) console.log(`\n${fail.check} ${fail.id}: ${fail.why.slice(0, 300)}`);
  if (open.length > SHOWN) console.log(`\n… and ${open.length - SHOWN} more`);
  console.log(`\n${fails.length} differences, ${fails.length - open.length} of them explained:`);
  for (const fail of fails) if (reason(fail) !== undefined) console.log(`  ${fail.check} ${fail.id}: ${reason(fail)}`);
}

const SHOWN = 40;

function scoreFiles(syntax, corpus, row) {
  const { measure, totals } = measurer(syntax);
  for (const script of fileScripts(corpus)) {
    const decoded = syntax.decodeSource(script.bytes);
    if (!decoded.ok) {
      row.fail('parse', script.id, decoded.error.message, '');
      continue;
    }
    const { text } = decoded.value;
    row.guard(script.id, text, () => {
      const facts = new Map(script.facts.map((fact) => [fact.start + fact.length, fact]));
      for (const batch of measure(text)) {
        const end = batch.start + text.slice(batch.start, batch.end).trimEnd().length;
        const fact = facts.get(end);
        facts.delete(end);
        const sql = text.slice(batch.start, batch.end);
        if (fact) row.add(`${script.id}#${fact.batch}`, sql, batch, fact, fact.verdict);
        else row.fail('boundary', script.id, `no batch of the facts ends at ${end}`, sql);
      }
      for (const fact of facts.values()) row.fail('boundary', `${script.id}#${fact.batch}`, 'no such batch', '');
    });
  }
  row.finish(totals);
}

function scoreTexts(syntax, corpus, row) {
  const { measure, totals } = measurer(syntax);
  for (const { id, sql, fact, verdict } of labelledTexts(corpus)) {
    row.guard(id, sql, () => row.add(id, sql, together([...measure(sql)]), fact, verdict));
  }
  row.finish(totals);
}

/** The figures of a text of several batches as those of one. */
function together(batches) {
  const kinds = new Map();
  for (const batch of batches) for (const [kind, n] of batch.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + n);
  return {
    ok: batches.every((b) => b.ok),
    errors: batches.flatMap((b) => b.errors),
    kinds,
    statementCount: batches.reduce((n, b) => n + b.statementCount, 0),
    opaque: batches.reduce((n, b) => n + b.opaque, 0),
    tables: batches.every((b) => b.tables) ? batches.flatMap((b) => b.tables) : undefined,
    lost: batches.flatMap((b) => b.lost ?? []),
    roundTrip: batches.every((b) => b.roundTrip),
    stable: batches.every((b) => b.stable !== false),
  };
}

/** The figures of one corpus, added up batch by batch. */
class Row {
  constructor(corpus, fails) {
    this.corpus = corpus;
    this.fails = fails;
    this.counts = { batches: 0, valid: 0, parsed: 0, invalid: 0, rejected: 0, unsure: 0 };
    this.counts = { ...this.counts, judged: 0, countsEqual: 0, kindsEqual: 0, tablesEqual: 0, boundary: 0 };
    this.counts = {
      ...this.counts,
      roundTrip: 0,
      stable: 0,
      kept: 0,
      accepted: 0,
      opaque: 0,
      crashes: 0,
      statements: 0,
    };
  }

  guard(id, text, run) {
    try {
      run();
    } catch (error) {
      this.counts.crashes++;
      this.fail('crash', id, String(error?.stack ?? error), text);
    }
  }

  fail(check, id, why, sql) {
    if (check === 'boundary') this.counts.boundary++;
    this.fails.push({ corpus: this.corpus, check, id, why, sql: sql.slice(0, 6000) });
  }

  add(id, sql, batch, fact, verdict) {
    const { counts } = this;
    counts.batches++;
    counts.statements += batch.statementCount;
    if (batch.roundTrip) counts.roundTrip++;
    else this.fail('roundTrip', id, 'pieces do not rebuild the text', sql);
    if (batch.ok) this.accepted(id, sql, batch);
    const [first] = batch.errors;
    if (verdict === 'valid') {
      counts.valid++;
      if (batch.ok) counts.parsed++;
      else this.fail('parse', id, `${excerpt(sql, first, batch.start)} ${first.message}`, sql);
    } else if (verdict === 'invalid') {
      counts.invalid++;
      if (!batch.ok) counts.rejected++;
      else this.fail('accepted', id, fact?.errors?.[0]?.message ?? '', sql);
    } else counts.unsure++;
    if (batch.ok && fact?.ok) this.judge(id, sql, batch, fact);
  }

  accepted(id, sql, batch) {
    this.counts.accepted++;
    this.counts.opaque += batch.opaque;
    if (batch.stable) this.counts.stable++;
    else this.fail('stable', id, 'printing and reading again changes it', sql);
    if (batch.lost.length === 0) this.counts.kept++;
    else this.fail('tokens', id, batch.lost.join(' '), sql);
  }

  judge(id, sql, batch, fact) {
    const { counts } = this;
    counts.judged++;
    const differences = kindDifferences(batch.kinds, fact.kinds);
    if (batch.statementCount === (fact.statementCount ?? 0)) counts.countsEqual++;
    if (differences.length === 0) counts.kindsEqual++;
    else this.fail('kinds', id, differences.join(', '), sql);
    if (!batch.tables) return;
    const ours = new Set(batch.tables);
    const theirs = new Set((fact.tables ?? []).map(plainName));
    const extra = [...ours].filter((name) => !theirs.has(name));
    const missing = [...theirs].filter((name) => !ours.has(name));
    if (extra.length + missing.length === 0) counts.tablesEqual++;
    else this.fail('tables', id, `only ours: ${extra.join(' ')}; only theirs: ${missing.join(' ')}`, sql);
  }

  finish({ bytes, parseMs }) {
    this.megabytesPerSecond = bytes / 1e6 / (parseMs / 1000);
  }
}

function excerpt(sql, diagnostic, start = 0) {
  const at = Math.max(0, (diagnostic.span?.start ?? 0) - start);
  return `«${sql.slice(Math.max(0, at - 60), at)}⟦${sql.slice(at, at + 40)}»`.replace(/\s+/g, ' ');
}
