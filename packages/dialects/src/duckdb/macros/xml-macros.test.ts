import { afterAll, beforeAll, expect, it } from 'vitest';
import { layOut } from '../../layout/doc.js';
import { call, type Sql, text } from '../../sql/sql.js';
import { type DuckdbSession, openDuckdb } from '../../testing/duckdb-session.js';
import { PlainMacros } from '../macro-calls.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

async function read(xml: string, path: string, namespaces: string): Promise<string | undefined> {
  const macros = new PlainMacros();
  const value = macros.call('tsql_xml_value', [macros.call('tsql_xml', [text(xml)]), text(path), text(namespaces)]);
  const [row] = await duckdb.rows(`select ${layOut(value.doc)}`, macros.prelude());
  return row;
}

/** learn.microsoft.com/sql/t-sql/xml/value-method-xml-data-type and the rules of XML 1.0 and XPath 2.0 that it follows */
const CASES: readonly (readonly [what: string, xml: string, path: string, value: string, namespaces?: string])[] = [
  ['an element', '<a><b>one</b><b>two</b></a>', 'a/b', 'one'],
  ['the second of several', '<a><b>one</b><b>two</b></a>', 'a/b[2]', 'two'],
  ['the first one of each parent', '<r><a/><a><b>1</b><b>2</b></a></r>', 'r/a/b[2]', '2'],
  ['what is not there', '<a><b>one</b></a>', 'a/c', 'NULL'],
  ['an empty element', '<a><b/></a>', 'a/b', ''],
  ['all texts below, in their order', '<a>1<b>2<c>3</c></b>4</a>', 'a', '1234'],
  ['text of its own alone', '<a><b>x</b>y</a>', 'a/text()', 'y'],
  ['an attribute', `<a id="7" name='O"Neil'/>`, 'a/@name', 'O"Neil'],
  ['an attribute that is not there', '<a id="7"/>', 'a/@name', 'NULL'],
  ['an attribute beside tag-like text', '<a x="<b y=\'1\'>" y="2"/>', 'a/@y', '2'],
  ['entities', '<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x20AC;</a>', 'a', '<&>"\'A€'],
  ['an entity in an attribute', '<a b="x&#10;y"/>', 'a/@b', 'x\ny'],
  ['a line break in an attribute', '<a b="x\ny"/>', 'a/@b', 'x y'],
  ['CDATA', '<a>1<![CDATA[<b>&amp;]]>2</a>', 'a/text()', '1<b>&amp;2'],
  ['CDATA alone', '<a><![CDATA[<b>]]></a>', 'a', '<b>'],
  ['comments and instructions', '<?xml version="1.0"?><!-- <a>0</a> --><a>1<?x y?>2<!-- 3 --></a>', 'a', '12'],
  ['blanks between elements', '<a> <b> x </b>\n</a>', 'a', ' x '],
  ['a blank that is an entity', '<a>&#x20;</a>', 'a', ' '],
  ['line ends', '<a>x\r\ny\rz</a>', 'a', 'x\ny\nz'],
  ['quotes and backslashes', '<a b="\\">"#text":"no"\\</a>', 'a', '"#text":"no"\\'],
  ['a tag over several lines', '<a\n  b="1"\n>x</a >', 'a/@b', '1'],
  ['several elements on top', '<a>1</a><b>2</b>', 'b', '2'],
  ['names that are alike', '<a><bb>1</bb><b.b>2</b.b></a>', 'a/b.b', '2'],
  ['a namespace by another prefix', '<p:a xmlns:p="u:1"><p:b>1</p:b></p:a>', 'q:a/q:b', '1', 'q=u:1'],
  ['the default namespace', '<a xmlns="u:1"><b>1</b></a>', 'a/b', '1', 'xmlns=u:1'],
  ['a default namespace that is not asked for', '<a xmlns="u:1"><b>1</b></a>', 'a/b', 'NULL'],
  ['a namespace that ends', '<a xmlns="u:1"><b xmlns="">1</b></a>', 'p:a/b', '1', 'p=u:1'],
  [
    'a prefix that means something else below',
    '<p:a xmlns:p="u:1"><p:a xmlns:p="u:2">1</p:a></p:a>',
    'p:a/q:a',
    '1',
    'p=u:1 q=u:2',
  ],
  ['a namespace from far above', '<a xmlns:p="u:1"><b><c><p:d>1</p:d></c></b></a>', 'a/b/c/p:d', '1', 'p=u:1'],
  ['another namespace than asked for', '<p:a xmlns:p="u:1">1</p:a>', 'p:a', 'NULL', 'p=u:2'],
];

it.each(CASES)('%s', async (_, xml = '', path = '', value = '', namespaces = '') => {
  expect(await read(xml, path, namespaces)).toBe(value);
});

it.each([
  ['<a><b></a>', 'Conversion Error: Malformed JSON'],
  ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'Invalid Input Error'],
  ['<a>&x;</a>', 'Invalid Input Error: This XML has an entity that is not known'],
  ['<a xml:space="preserve"> </a>', 'Invalid Input Error: Which blanks this XML keeps is not known'],
])('%s is an error', async (xml, message) => {
  expect(await read(xml, 'a', '')).toContain(`error: ${message}`);
});

it('gives nodes that know the namespaces around them', async () => {
  const macros = new PlainMacros();
  const xml = text('<p:a xmlns:p="u:1"><p:b><p:c>1</p:c></p:b><p:b><p:c>2</p:c></p:b></p:a>');
  const nodes = macros.call('tsql_xml_nodes', [macros.call('tsql_xml', [xml]), text('p:a/p:b'), text('p=u:1')]);
  const node: Sql = { doc: 'node', binding: 9 };
  const value = macros.call('tsql_xml_value', [node, text('p:c'), text('p=u:1')]);
  const query = `select ${layOut(value.doc)} from (select ${layOut(call('unnest', nodes).doc)} as node)`;
  expect(await duckdb.rows(query, macros.prelude())).toEqual(['1', '2']);
});
