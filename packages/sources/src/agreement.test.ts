import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogDifferences, type Difference } from './testing/catalog-differences.js';
import { open } from './testing/load.js';
import { CORPORA, hasCorpora } from './testing/shared-folder.js';
import { folderOf } from './testing/temporary-files.js';

/** Why the two routes may differ, each with what it looks like. Anything else is a fault of one of the routes. */
const EXPLANATIONS: readonly (readonly [string, (difference: Difference) => boolean])[] = [
  [
    'the server wrote the expression anew: brackets, blanks, parentheses, case',
    ({ path, left, right }) => path.endsWith('definition') && !path.startsWith('modules') && sameTokens(left, right),
  ],
  [
    'the server wrote BETWEEN and IN out as comparisons',
    ({ path, left, right }) => path === 'tables.checks[].definition' && sameWords(left, right),
  ],
  [
    'the text of a module differs in line ends, blanks and comments only',
    ({ path, left, right }) => path === 'modules.definition' && sameTokens(left, right),
  ],
  [
    'NO ACTION is written out in the script and left out in the package',
    ({ path, left, right }) => /\.on(Delete|Update)$/.test(path) && left === 'NO ACTION' && right === undefined,
  ],
  [
    'the script adds the constraint WITH CHECK, the exported database had it untrusted',
    ({ path, left, right }) => path === 'tables.foreignKeys[].trusted' && left === true && right === false,
  ],
  ['the releases describe different things', ({ path }) => path.endsWith('description')],
];

/** Parts that the two published releases do not share, by object. */
interface Known {
  readonly [objectAndPath: string]: string;
}

const sameTokens = (left: unknown, right: unknown): boolean =>
  typeof left === 'string' && typeof right === 'string' && tokens(left) === tokens(right);

function tokens(text: string): string {
  return text
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .toLowerCase()
    .replace(/[\s[\]()";]+/g, '')
    .replace(/n'/g, "'");
}

const KEYWORDS = /^(between|in|or|and|not|is|null)$/;

function sameWords(left: unknown, right: unknown): boolean {
  const words = (text: unknown): string =>
    [
      ...new Set(
        String(text)
          .toLowerCase()
          .match(/[a-z_]\w*|'[^']*'|\d+(?:\.\d+)?/g),
      ),
    ]
      .filter((word) => !KEYWORDS.test(word))
      .sort()
      .join(' ');
  return words(left) === words(right);
}

function explain(differences: readonly Difference[], known: Known) {
  const explained: Record<string, number> = {};
  const open: string[] = [];
  for (const difference of differences) {
    const { path, object, left, right } = difference;
    const reason = EXPLANATIONS.find(([, holds]) => holds(difference))?.[0] ?? known[`${object} ${path}`];
    if (reason === undefined) open.push(`${object} ${path}: ${JSON.stringify(left)} / ${JSON.stringify(right)}`);
    else explained[reason] = (explained[reason] ?? 0) + 1;
  }
  return { explained, open };
}

const RELEASE = 'the script is of a later release than the package';

describe.skipIf(!hasCorpora)('the script and the package of the same database agree', () => {
  it.each<readonly [string, string, string, Known]>([
    [
      'Chinook',
      'databases/chinook/Chinook_SqlServer_AutoIncrementPKs.sql',
      'dacpac/Chinook.dacpac',
      { 'dbo.playlisttrack tables.indexes[]': RELEASE },
    ],
    ['Northwind', 'databases/northwind/instnwnd.sql', 'dacpac/NorthwindViews.dacpac', {}],
    ['AdventureWorks', 'databases/adventureworks/instawdb.sql', 'dacpac/AdventureWorks2014.dacpac', {}],
  ])('%s', async (_, script, dacpac, known) => {
    // The script alone: what its data files hold is no matter here.
    const alone = folderOf({ 'script.sql': readFileSync(CORPORA + script) });
    const [left, right] = [await open(alone), await open(CORPORA + dacpac)];
    const { explained, open: unexplained } = explain(
      catalogDifferences(left.loaded.catalog, right.loaded.catalog),
      known,
    );
    process.stdout.write(
      `${dacpac}\n${Object.entries(explained)
        .map(([reason, count]) => `  ${count} × ${reason}\n`)
        .join('')}`,
    );
    expect(unexplained).toEqual([]);
  });
});
