// `npm run bench -- procedures`: how long it takes to analyse long procedures, and how the time grows with their length.
import { performance } from 'node:perf_hooks';

/** What one long procedure may take. */
const MOST_SECONDS = 2;

export async function bench() {
  const { CatalogIndex } = await import('@datamigrate/catalog');
  const { analyseProcedure, ALONE } = await import('@datamigrate/procedure-analysis');
  const { ModuleBinder } = await import('@datamigrate/tsql-binder');
  const { loadScripts } = await import('@datamigrate/tsql-engine');
  const measure = (script) => {
    const { catalog } = loadScripts([{ name: 'bench.sql', text: script }]);
    const binder = new ModuleBinder(new CatalogIndex(catalog));
    const [module] = catalog.modules;
    const { body } = binder.body(module);
    const started = performance.now();
    const { fates, tables } = analyseProcedure(body, ALONE);
    const seconds = (performance.now() - started) / 1000;
    const refused = fates.filter(({ state }) => state === 'refused');
    if (refused.length > 0) throw new Error(refused[0].diagnostic.message);
    return { seconds, statements: fates.length, tables: tables.length, lines: script.split('\n').length };
  };
  const rows = [];
  for (const [shape, make] of Object.entries(SHAPES)) {
    measure(make(0.1));
    for (const part of [0.25, 0.5, 1]) {
      const { seconds, statements, lines } = measure(make(part));
      rows.push({ shape, part, seconds, statements, lines });
    }
  }
  console.log('shape            lines  statements  seconds  ms a statement');
  for (const { shape, lines, statements, seconds } of rows) {
    const each = (1000 * seconds) / statements;
    console.log(
      `${shape.padEnd(15)} ${String(lines).padStart(6)} ${String(statements).padStart(11)} ${seconds.toFixed(3).padStart(8)} ${each.toFixed(3).padStart(15)}`,
    );
  }
  const slow = rows.filter(({ seconds }) => seconds > MOST_SECONDS);
  for (const { shape, seconds } of slow)
    console.log(`${shape}: ${seconds.toFixed(1)} s are more than ${MOST_SECONDS} s`);
  return slow.length > 0 ? 1 : 0;
}

const SHAPES = {
  'temporary tables': longProcedure,
  branches: branches,
};

const HEAD = `CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount decimal(12,2) NOT NULL, Day date NOT NULL);
CREATE TABLE dbo.Total (Id int NOT NULL, Amount decimal(12,2) NOT NULL, Note varchar(20) NULL);
GO
`;

/** 200 temporary tables, each filled and updated twice, in about 3,000 lines. */
function longProcedure(part) {
  const lines = [
    'CREATE PROCEDURE dbo.LoadTotal @AsOf date AS',
    'BEGIN',
    'SET NOCOUNT ON;',
    'TRUNCATE TABLE dbo.Total;',
  ];
  for (let i = 1; i <= Math.round(200 * part); i++) {
    lines.push(
      `CREATE TABLE #t${i}`,
      '(',
      '    Id int NOT NULL PRIMARY KEY,',
      '    Amount decimal(12,2) NOT NULL,',
      '    Note varchar(20) NULL',
      ');',
      `INSERT INTO #t${i} (Id, Amount)`,
      i === 1 ? 'SELECT Id, Amount FROM dbo.Sale WHERE Day <= @AsOf;' : `SELECT Id, Amount FROM #t${i - 1};`,
      `UPDATE #t${i} SET Amount = Amount + ${i} WHERE Id % ${i + 1} = 0;`,
      'UPDATE t SET Note = s.Shop',
      `FROM #t${i} t`,
      'JOIN dbo.Sale s ON s.Id = t.Id',
      `WHERE s.Amount > ${i};`,
      '',
    );
  }
  lines.push(`INSERT INTO dbo.Total SELECT Id, Amount, Note FROM #t${Math.round(200 * part)};`, 'END');
  return `${HEAD}${lines.join('\n')}\nGO\n`;
}

/** Variables that branch after branch may change: each value holds the one before it twice. */
function branches(part) {
  const lines = ['CREATE PROCEDURE dbo.LoadTotal @AsOf date, @Mode int AS', 'BEGIN', 'DECLARE @x int = 0, @y int = 1;'];
  for (let i = 1; i <= Math.round(300 * part); i++) {
    lines.push(`IF @Mode > ${i} SET @x = @x + @y; ELSE SET @x = @x - ${i};`, `IF @x > ${i} SET @y = @x + @y;`);
  }
  lines.push('INSERT INTO dbo.Total SELECT Id, Amount * @x + @y, NULL FROM dbo.Sale;', 'END');
  return `${HEAD}${lines.join('\n')}\nGO\n`;
}
