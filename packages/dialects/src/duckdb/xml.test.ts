import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, onOneLine, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const ORDER = `CAST(N'<o id="7"><l n="1"><p>12.50</p></l><l n="2"><p/></l><q>x</q></o>' AS xml)`;
const URI = `declare default element namespace "u:1"; declare namespace p="u:2";`;

/** learn.microsoft.com/sql/t-sql/xml/value-method-xml-data-type, …/nodes-method-xml-data-type, …/exist-method-xml-data-type */
const CASES: readonly (readonly [tsql: string, rows: readonly string[]])[] = [
  [`SELECT ${ORDER}.value('(/o/l/p)[1]', 'money')`, ['12.5000']],
  [`SELECT ${ORDER}.value('(/o/@id)[1]', 'int')`, ['7']],
  [`SELECT ${ORDER}.value('(/o/l/p)[2]', 'int')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.value('/o[1]/l[2]/@n', 'varchar(5)')`, ['2']],
  [`SELECT ${ORDER}.value('(o/q/text())[1]', 'nvarchar(10)')`, ['x']],
  [`SELECT ${ORDER}.value('(/o/none)[1]', 'nvarchar(10)')`, ['NULL']],
  [`SELECT ${ORDER}.value('.', 'nvarchar(10)')`, ['12.50x']],
  // An empty element is an empty text, which is 0 as a number.
  [`SELECT ${ORDER}.value('/o[1]/l[2]/p[1]', 'int')`, ['0']],
  [`SELECT ${ORDER}.value('(/o/q)[1]', 'nvarchar(1)')`, ['x']],
  [`SELECT ${ORDER}.exist('/o/l'), ${ORDER}.exist('/o/m')`, ['true | false']],
  // Of an xml that is NULL nothing is known.
  [`SELECT CAST(Title AS xml).exist('/a') FROM dbo.Item WHERE Id = 3`, ['NULL']],
  [`SELECT t.Id FROM dbo.Item t WHERE NOT (CAST(t.Title AS xml).exist('/a') = 1) AND t.Id = 3`, []],
  [
    `SELECT t.Id, n.c.value('.', 'varchar(9)') FROM dbo.Item t OUTER APPLY (SELECT CAST(t.Title AS xml) AS x) u OUTER APPLY u.x.nodes('/a') n(c) WHERE t.Id = 3`,
    ['3 | NULL'],
  ],
  [
    `SELECT l.c.value('@n', 'int'), l.c.value('(p/text())[1]', 'decimal(9,2)'), l.c.value('(/o/q)[1]', 'varchar(3)')
     FROM (SELECT ${ORDER} AS x) AS t CROSS APPLY t.x.nodes('/o/l') AS l(c)`,
    ['1 | 12.50 | x', '2 | NULL | x'],
  ],
  [
    `SELECT p.c.value('.', 'varchar(9)'), p.c.value('string(.)[1]', 'varchar(9)')
     FROM (SELECT ${ORDER} AS x) AS t CROSS APPLY t.x.nodes('/o/l') AS l(c) CROSS APPLY l.c.nodes('p') AS p(c)`,
    [' | ', '12.50 | 12.50'],
  ],
  [
    `SELECT n.c.value('.', 'varchar(9)') FROM (SELECT ${ORDER} AS x) AS t OUTER APPLY t.x.nodes('/o/none') AS n(c)`,
    ['NULL'],
  ],
  [`SELECT CAST(N'<a xmlns="u:1" xmlns:z="u:2"><z:b>1</z:b></a>' AS xml).value(N'${URI} (/a/p:b)[1]', 'int')`, ['1']],
  [
    `WITH XMLNAMESPACES (DEFAULT 'u:1', 'u:2' AS p) SELECT CAST(N'<a xmlns="u:1" xmlns:z="u:2"><z:b>1</z:b></a>' AS xml).value('(/a/p:b)[1]', 'int')`,
    ['1'],
  ],
  // The parts of a list, split by XML as it was done before STRING_SPLIT.
  [
    `SELECT s.c.value('.', 'varchar(10)') FROM (SELECT CAST('<i>' + REPLACE(Name, 'c', '</i><i>') + '</i>' AS xml) AS x
     FROM dbo.Item WHERE Id = 1) AS t CROSS APPLY t.x.nodes('/i') AS s(c)`,
    ['An', 'hor'],
  ],
  // Values that an attribute or an element right below has: learn.microsoft.com/sql/xquery/path-expressions-specifying-predicates
  [`SELECT ${ORDER}.value('(/o/l[@n="2"]/p)[1]', 'int')`, ['0']],
  [`SELECT ${ORDER}.value('(/o/l[ @n = ''1'' ]/p/text())[1]', 'decimal(9,2)')`, ['12.50']],
  [`SELECT ${ORDER}.value('/o[1]/l[@n="2"][1]/@n', 'int')`, ['2']],
  [`SELECT ${ORDER}.value('(/o/l[@n="3"]/p)[1]', 'int')`, ['NULL']],
  [`SELECT ${ORDER}.value('(/o/l[p="12.50"]/@n)[1]', 'int'), ${ORDER}.exist('/o/l[p="12.5"]')`, ['1 | false']],
  [
    `SELECT ${ORDER}.exist('/o[@id="7"]'), ${ORDER}.exist('/o[@id="8"]'), ${ORDER}.exist('/o[@none="8"]')`,
    ['true | false | false'],
  ],
  [`SELECT ${ORDER}.exist('/o[q="x"]/l[@n="1"]'), ${ORDER}.exist('/o[q="X"]')`, ['true | false']],
  [
    `SELECT ${ORDER}.value('count(/o/l)', 'int'), ${ORDER}.value('count(/o/l/p/text())', 'int'), ${ORDER}.value('count(/o/z)', 'int')`,
    ['2 | 1 | 0'],
  ],
  [`SELECT ${ORDER}.value('count(/o/l[@n="2"])', 'int')`, ['1']],
  [`SELECT CAST(Title AS xml).value('count(/a)', 'int') FROM dbo.Item WHERE Id = 3`, ['NULL']],
  [
    `SELECT l.c.value('@n', 'int'), l.c.value('count(p)', 'int') FROM (SELECT ${ORDER} AS x) AS t CROSS APPLY t.x.nodes('/o/l[@n="2"]') AS l(c)`,
    ['2 | 1'],
  ],
  [`SELECT ${ORDER}.value('(/o/l[@n=2]/p)[1]', 'int')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.value('(/o/l[@n="2/3"]/p)[1]', 'int')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.value('count(/o/l)[1]', 'int')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.exist('count(/o/l)')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.value('${URI} (/o/l[@n="2"]/p)[1]', 'int')`, ['refused: The XQuery']],
  // FOR XML and FOR JSON in FROM give one text; without rows to write only OUTER APPLY has one answer.
  [
    `SELECT t.Id, x.n FROM dbo.Item t OUTER APPLY (SELECT ',' + i.Title FROM dbo.Item i WHERE i.Id > t.Id ORDER BY i.Id FOR XML PATH('')) x(n)`,
    ['1 | ,rope', '2 | ', '3 | NULL'],
  ],
  [
    `SELECT t.Id, x.n FROM dbo.Item t CROSS APPLY (SELECT '<' + i.Name FROM dbo.Item i WHERE i.Id = t.Id FOR XML PATH('')) x(n) WHERE t.Id < 2`,
    ['1 | &lt;Anchor'],
  ],
  [
    `SELECT x.n FROM dbo.Item t CROSS APPLY (SELECT ',' + i.Name FROM dbo.Item i WHERE i.Id > t.Id FOR XML PATH('')) x(n)`,
    ['error: Invalid Input Error: Whether FOR XML or FOR JSON gives a row where it has nothing to write is not known'],
  ],
  [`SELECT t.j FROM (SELECT Id FROM dbo.Item WHERE Id < 3 ORDER BY Id FOR JSON PATH) t(j)`, ['[{"Id":1},{"Id":2}]']],
  [
    `SELECT t.Id, x.n.value('.', 'nvarchar(max)'), x.n.value('(./text())[1]', 'varchar(9)') FROM dbo.Item t
     OUTER APPLY (SELECT '<' + i.Title FROM dbo.Item i WHERE i.Id = t.Id FOR XML PATH(''), TYPE) x(n)`,
    ['1 | <Ånchor | <Ånchor', '2 | <rope | <rope', '3 |  | NULL'],
  ],
  [
    `SELECT x.n.value('.', 'nvarchar(max)') FROM (SELECT Id AS a, Title AS b FROM dbo.Item WHERE Id = 2 FOR XML PATH(''), TYPE) x(n)`,
    ['2rope'],
  ],
  [
    `SELECT x.n.value('text()[1]', 'nvarchar(max)') FROM (SELECT Title AS b FROM dbo.Item FOR XML PATH(''), TYPE) x(n)`,
    ['refused: This conversion'],
  ],
  [`SELECT x.n FROM (SELECT Title FROM dbo.Item FOR XML PATH(''), TYPE) x(n)`, ['refused: This conversion']],
  [`SELECT (SELECT Title AS b FROM dbo.Item WHERE Id = 2 FOR XML PATH(''), TYPE).value('.', 'nvarchar(9)')`, ['rope']],
  [
    `SELECT (SELECT '' + Title FROM dbo.Item WHERE Id = 3 FOR XML PATH(''), TYPE).value('text()[1]', 'nvarchar(9)')`,
    ['NULL'],
  ],
  [`SELECT (SELECT '' + Title FROM dbo.Item WHERE Id = 3 FOR XML PATH(''), TYPE).value('.', 'nvarchar(9)')`, ['']],
  [
    `SELECT (SELECT Title AS b FROM dbo.Item WHERE Id = 2 FOR XML PATH(''), TYPE).value('text()[1]', 'nvarchar(9)')`,
    ['refused: This conversion'],
  ],
  // What FOR XML writes: learn.microsoft.com/sql/relational-databases/xml/for-xml-sql-server
  [`SELECT (SELECT 'a' + CHAR(13) + CHAR(10) + Name FROM dbo.Item WHERE Id = 1 FOR XML PATH(''))`, ['a&#x0D;\nAnchor']],
  [
    `SELECT (SELECT CAST(v AS varchar(9)) + '' FROM (VALUES (' '), ('  '), (' b '), ('&')) t(v) FOR XML PATH(''))`,
    ['&#x20; &#x20; b &amp;'],
  ],
  [
    `SELECT (SELECT Id AS '@id', Name AS '@n', Price, Sold AS s, Stamp FROM dbo.Item ORDER BY Id FOR XML PATH('i'), ROOT('all'))`,
    [
      '<all><i id="1" n="Anchor"><Price>10.50</Price><s>2024-01-31</s><Stamp>2024-01-31T12:34:56.123</Stamp></i>' +
        '<i id="2" n="anchor "><Price>3.00</Price><s>2024-03-10</s><Stamp>2024-03-10T00:00:00</Stamp></i><i id="3" n="Bolt"/></all>',
    ],
  ],
  [
    `SELECT (SELECT Price, Sold FROM dbo.Item WHERE Id > 1 ORDER BY Id FOR XML PATH)`,
    ['<row><Price>3.00</Price><Sold>2024-03-10</Sold></row><row/>'],
  ],
  [
    `SELECT (SELECT Id, Title FROM dbo.Item WHERE Id > 1 ORDER BY Id FOR XML RAW)`,
    ['<row Id="2" Title="rope"/><row Id="3"/>'],
  ],
  [
    `SELECT (SELECT Id, Title FROM dbo.Item WHERE Id > 1 ORDER BY Id FOR XML RAW('i'), ELEMENTS)`,
    ['<i><Id>2</Id><Title>rope</Title></i><i><Id>3</Id></i>'],
  ],
  [`SELECT (SELECT '<"' + CHAR(10) AS '@a' FOR XML PATH('i'))`, ['<i a="&lt;&quot;&#x0A;"/>']],
  [`SELECT (SELECT Id FROM dbo.Item WHERE Id > 9 FOR XML PATH('i'), ROOT)`, ['NULL']],
  [
    `SELECT (SELECT CAST(Price AS money) AS m, CAST(Price AS float) AS f, CAST(1 AS bit) AS b FROM dbo.Item WHERE Id = 1 FOR XML PATH(''))`,
    ['<m>10.5000</m><f>1.050000000000000e+001</f><b>1</b>'],
  ],
  ...[
    `SELECT (SELECT Id AS 'a/b' FROM dbo.Item FOR XML PATH('i'))`,
    `SELECT (SELECT Id AS [a b] FROM dbo.Item FOR XML PATH('i'))`,
    `SELECT (SELECT Id FROM dbo.Item FOR XML RAW, ELEMENTS XSINIL)`,
    `SELECT (SELECT Id FROM dbo.Item FOR XML AUTO)`,
  ].map((refused) => [refused, ['refused: This conversion']] as const),
  [`SELECT ${ORDER}.value('sum(/o/l/p)', 'int')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.value('(//p)[1]', 'int')`, ['refused: The XQuery']],
  [`SELECT ${ORDER}.value('(/o/z:p)[1]', 'int')`, ['refused: The XQuery']],
  [`SELECT CAST(Name AS xml) FROM dbo.Item`, ['refused: The conversion']],
  [`SELECT t.x FROM (SELECT CAST(Name AS xml) AS x FROM dbo.Item) AS t`, ['refused: This conversion']],
  [`SELECT l.c FROM (SELECT ${ORDER} AS x) AS t CROSS APPLY t.x.nodes('/o/l') AS l(c)`, ['refused: This conversion']],
];

describe('xml', () => {
  it.each(CASES)('%s', async (tsql, rows) => {
    const found = (await duckdb.run(tsql)).sort();
    expect(found).toHaveLength(rows.length);
    found.forEach((row, i) => {
      if (rows[i]?.startsWith('refused')) expect(row).toContain(rows[i]);
      else expect(row).toBe(rows[i]);
    });
  });

  it('reads as the source does', () => {
    const { sql } = translate(
      `SELECT CAST(Title AS xml).value(N'${URI} (/a/p:b/@c)[1]', 'nvarchar(5)') AS c FROM dbo.Item`,
    );
    expect(onOneLine(sql)).toBe(
      "select left(tsql_xml_value(tsql_xml(Item.Title), 'a/p:b/@c', 'xmlns=u:1 p=u:2'), 5) as c from dbo.Item as Item",
    );
  });
});
