#!/usr/bin/env node
// `node tools/readme-figures.mjs`: runs the demo and the public databases and writes what they show into README.md.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { estates } from './score/estates/estates.mjs';
import { migrate } from './score/estates/migrate.mjs';
import { estatesTable } from './score/estates/table.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const README = `${ROOT}README.md`;
/** Lines of a section of the summary that is shown in part. */
const SECTION_LINES = 4;
const SHOWN_DATABASES = ['northwind', 'pubs', 'chinook'];

const { stdout, stderr, code } = await demo();
if (code !== 0) {
  console.error(stderr);
  process.exit(code ?? 1);
}
const report = JSON.parse(readFileSync(`${ROOT}demo-output/.datamigrate/report.json`, 'utf8'));
let text = readFileSync(README, 'utf8');
text = replaced(text, 'transcript', `\`\`\`\n$ npm run demo\n${shortened(stderr, stdout)}\n\`\`\``);
text = replaced(text, 'figures', figures(report));
const found = estates().filter(({ name }) => SHOWN_DATABASES.includes(name));
if (found.length > 0) {
  const results = [];
  for (const estate of found) results.push(await migrate(estate));
  text = replaced(text, 'databases', estatesTable(results).trim());
}
writeFileSync(README, text);

function demo() {
  const child = spawn(process.execPath, ['scripts/demo.mjs'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (part) => {
      output[stream] += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (ended) => resolve({ ...output, code: ended }));
  });
}

/** A part of the text between two comments. */
function replaced(whole, part, content) {
  const [begin, end] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`README.md lacks ${begin}`);
  return `${whole.slice(0, from + begin.length)}\n\n${content}\n\n${whole.slice(to)}`;
}

/** What the demo prints, without most of its lines; an ellipsis stands for those left out. */
function shortened(progress, summary) {
  const lines = progress.trimEnd().split('\n');
  const objects = lines.filter((line) => /^\[\d+\/\d+\]/.test(line));
  const others = lines.filter((line) => !objects.includes(line));
  const shown = [...others, ...objects.slice(0, 2), '…', ...objects.slice(-2)];
  const sections = summary.trimEnd().split(/\n(?=Inventory|Verdicts|Objects|Issues|Differences|Proof|Next|Files)/);
  const kept = sections.map((section) =>
    /^(Objects|Issues|Next|Files)/.test(section) ? first(section) : section.trimEnd(),
  );
  return [...shown, '', kept.join('\n\n')].join('\n');
}

function first(section) {
  const lines = section.trimEnd().split('\n');
  return lines.length <= SECTION_LINES + 1 ? lines.join('\n') : [...lines.slice(0, SECTION_LINES), '  …'].join('\n');
}

/** How far the objects of each kind came. */
function figures({ objects, totals, dbt }) {
  const isEmpty = ({ evidence }) => evidence.every(({ rowsSource }) => rowsSource === 0);
  const isEqual = ({ verdict }) => verdict.startsWith('equal');
  const differs = ({ evidence }) => evidence.some(({ missing, extra, different }) => missing + extra + different > 0);
  const ends = [
    ['equal, rows compared', (object) => isEqual(object) && !isEmpty(object)],
    ['equal, no rows to compare', isEqual],
    ['rows differ', differs],
    ['refused', ({ verdict }) => verdict === 'refused'],
    ['out of scope', ({ verdict }) => verdict === 'out-of-scope'],
    ['built, not compared', () => true],
  ];
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const counts = ends.map(() => 0);
    for (const object of objects.filter((each) => each.kind === kind))
      counts[ends.findIndex(([, holds]) => holds(object))]++;
    return [`${kind}s`, ...counts];
  });
  const lines = [['', ...ends.map(([end]) => end)], ['---', ...ends.map(() => '---:')], ...rows];
  const { converted, absorbed, refused, statements, rowsCompared } = totals;
  return [
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `Statements: ${statements} = ${converted} converted + ${absorbed} absorbed + ${refused} refused. Rows compared: ${rowsCompared.toLocaleString('en-US')}. dbt: ${dbt.nodes} nodes, ${dbt.errors} errors, ${dbt.warnings} warnings; tests: ${dbt.tests.pass} passed, ${dbt.tests.fail} failed.`,
  ].join('\n');
}
