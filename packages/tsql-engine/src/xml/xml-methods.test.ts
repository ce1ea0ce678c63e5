import { describe, expect, it } from 'vitest';
import { errorOf, rows, run, value } from '../testing/run-sql.js';

const XML = `DECLARE @x xml = N'<o id="7"><c n="a"> Anna </c><l q="2" p="1.5"><i>x</i></l><l q="10" p="3"><i>y</i><i>z</i></l><e/></o>';
DECLARE @n int = 10, @s varchar(5) = 'y';
`;

describe('methods of xml', () => {
  it.each([
    ["@x.value('(/o/c)[1]', 'varchar(20)')", ' Anna '],
    ["@x.value('(/o/c/text())[1]', 'varchar(20)')", ' Anna '],
    ["@x.value('(/o/c/@n)[1]', 'varchar(20)')", 'a'],
    ["@x.value('/o[1]/@id', 'int')", '7'],
    ["@x.value('(/o/l[@q=\"10\"]/i)[2]', 'varchar(5)')", 'z'],
    ["@x.value('(/o/l[@q > 5]/i)[1]', 'varchar(5)')", 'y'],
    ["@x.value('(/o/l[i=\"x\"]/@p)[1]', 'decimal(5,2)')", '1.50'],
    ["@x.value('(//i)[last()]', 'varchar(5)')", 'z'],
    ["@x.value('(//i/../@q)[2]', 'int')", '10'],
    ["@x.value('(/o/l/i[2])[1]', 'varchar(5)')", 'z'],
    ["@x.value('count(//i)', 'int')", '3'],
    ["@x.value('sum(/o/l/@q)', 'int')", '12'],
    ["@x.value('sum(/o/l/@p)', 'decimal(9,2)')", '4.50'],
    ["@x.value('max(/o/l/@q)', 'int')", '10'],
    ["@x.value('(/o/l/@q)[1] * 3 + 1', 'int')", '7'],
    ["@x.value('string((/o/l)[2])', 'varchar(9)')", 'yz'],
    ["@x.value('concat((/o/@id)[1], \"-\", (/o/c/@n)[1])', 'varchar(9)')", '7-a'],
    ["@x.value('local-name(/o[1]/*[2])', 'varchar(9)')", 'l'],
    ['@x.value(\'if (/o/e) then "yes" else "no"\', \'varchar(9)\')', 'yes'],
    ["@x.value('(/o/l[@q = sql:variable(\"@n\")]/i)[1]', 'varchar(5)')", 'y'],
    ["@x.value('(/o/nothing)[1]', 'varchar(5)')", null],
    ["@x.value('(/o/e)[1]', 'int')", '0'],
    ["@x.value('.', 'varchar(50)')", ' Anna xyz'],
    ["@x.value('(/o/l[position() = 2]/@q)[1]', 'int')", '10'],
    ["@x.value('(/o/l[not(i = \"x\")]/@q)[1]', 'int')", '10'],
    ["@x.value('(/o/l[contains(i[1], \"y\") and @p < 4]/@q)[1]', 'int')", '10'],
    ["@x.exist('/o/l[@q=2]')", '1'],
    ["@x.exist('/o/l[@q=3]')", '0'],
    ['@x.exist(\'//i[. = sql:variable("@s")]\')', '1'],
    ["CAST(NULL AS xml).exist('/o')", null],
    ["CAST(@x.query('/o/l/i') AS varchar(99))", '<i>x</i><i>y</i><i>z</i>'],
    ["CAST(@x.query('/o/c/text()') AS varchar(99))", ' Anna '],
    ["CAST(@x.query('data(/o/l/@q)') AS varchar(99))", '2 10'],
    ["CAST(@x.query('/o/l[1]') AS varchar(99))", '<l q="2" p="1.5"><i>x</i></l>'],
    ["CAST(@x.query('for $l in /o/l where $l/@q > 2 order by $l/@q return $l/i') AS varchar(99))", '<i>y</i><i>z</i>'],
  ])('%s is %s', (expression, expected) => expect(rows(`${XML}SELECT ${expression}`)).toEqual([[expected]]));

  it('knows namespaces, declared in the path or by WITH', () => {
    const xml = `CAST('<a xmlns="u:d" xmlns:p="u:p"><p:b k="1">x</p:b><c>y</c></a>' AS xml)`;
    const path = 'declare default element namespace "u:d"; declare namespace q="u:p"; (/a/q:b)[1]';
    expect(value(`${xml}.value('${path}', 'varchar(5)')`)).toBe('x');
    const named = `WITH XMLNAMESPACES (DEFAULT 'u:d', 'u:p' AS q) SELECT ${xml}.value('(/a/c)[1]', 'varchar(5)') + ${xml}.value('(/a/q:b/@k)[1]', 'varchar(5)')`;
    expect(rows(named)).toEqual([['y1']]);
    expect(value(`${xml}.value('(/a/c)[1]', 'varchar(5)')`)).toBeNull();
    expect(value(`${xml}.value('(/*:a/*:c)[1]', 'varchar(5)')`)).toBe('y');
    expect(value(`CAST(${xml}.query('//*:c') AS varchar(99))`)).toBe('<c xmlns="u:d" xmlns:p="u:p">y</c>');
  });

  it('gives a row for each node, and nodes of nodes', () => {
    const sql = `${XML}SELECT l.c.value('@q', 'int'), i.c.value('.', 'varchar(5)'), i.c.value('(../@p)[1]', 'varchar(5)'), l.c.exist('i[2]'),
      l.c.value('(/o/@id)[1]', 'int') FROM @x.nodes('/o/l') AS l (c) CROSS APPLY l.c.nodes('i') AS i (c)`;
    expect(rows(sql)).toEqual([
      ['2', 'x', '1.5', '0', '7'],
      ['10', 'y', '3', '1', '7'],
      ['10', 'z', '3', '1', '7'],
    ]);
  });

  it('reads columns of other tables', () => {
    const sql = `CREATE TABLE dbo.T (Id int, Doc xml); INSERT dbo.T VALUES (1, '<r><v k="1">a</v><v k="2">b</v></r>'), (2, '<r><v k="2">c</v></r>'), (3, NULL);
      SELECT t.Id, t.Doc.value('(/r/v[@k = sql:column("t.Id")])[1]', 'varchar(5)'), t.Doc.value('count(/r/v)', 'int') FROM dbo.T AS t
      WHERE t.Doc.exist('/r/v[@k = sql:column("Id")]') = 1 ORDER BY Id`;
    expect(rows(sql)).toEqual([
      ['1', 'a', '2'],
      ['2', 'c', '1'],
    ]);
  });

  it.each([
    ["@x.value('/o/l/@q', 'int')", 2389],
    ["@x.value('(/o/l', 'int')", 2370],
    ["@x.value('(/p:o)[1]', 'int')", 2229],
    ["@x.value('(/o/c)[1]', 'int')", 245],
    ["CAST('<a><b></a>' AS xml).exist('/a')", 9436],
    ["CAST('<a>' AS xml).exist('/a')", 9400],
  ])('%s fails with %i', (expression, number) => expect(errorOf(`${XML}SELECT ${expression}`)).toBe(number));

  it('refuses constructors', () => expect(() => run(`${XML}SELECT @x.query('<a>{1}</a>')`)).toThrow('refused'));
});
