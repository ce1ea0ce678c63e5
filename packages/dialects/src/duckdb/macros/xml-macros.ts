import { argument, raise, type TsqlMacro } from './macro.js';

const node = argument('node', 'a node as tsql_xml gives it');
const path = argument(
  'path',
  'names of elements, @names of attributes and text(), between slashes; values they have and positions in brackets',
);
const namespaces = argument(
  'namespaces',
  'of the prefixes in the path: p=uri, between blanks; xmlns=uri for names without one',
);
/** In Jinja an argument is a text; in DuckDB itself it is the value. */
const CHARACTERS = {
  "tsql_xml_characters('token')": () => 'tsql_xml_characters(token)',
  "tsql_xml_characters('value')": () => 'tsql_xml_characters(value)',
};

/** Comments, declarations, texts with their CDATA sections, and tags: XML without a DTD is nothing else. */
const TOKEN = `<!--(?s:.*?)-->|<\\?(?s:.*?)\\?>|(?:[^<]|<!\\[CDATA\\[(?s:.*?)\\]\\]>)+|<[^<>"'']*(?:"[^"]*"[^<>"'']*|''[^'']*''[^<>"'']*)*>`;
const ATTRIBUTE = `\\s[^\\s=]+\\s*=\\s*(?:"[^"]*"|''[^'']*'')`;

/**
 * DuckDB has no XML. A value becomes a tree in JSON once; paths go through that tree by whole lists. Names are compared
 * by the namespaces that are in scope where they stand. What DuckDB's JSON cannot be made of raises an error.
 */
export const XML_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_xml',
    description:
      'An xml value as a tree in JSON: #name, #attributes and #children of elements, and #text. Blanks between elements are dropped, as SQL Server does when it reads XML.',
    arguments: [argument('text', 'XML as text')],
    body: [
      'list_transform([replace(replace({{ text }}, chr(13) || chr(10), chr(10)), chr(13), chr(10))], lambda xml:',
      `list_transform([regexp_extract_all(xml, '${TOKEN}')], lambda tokens: case`,
      `    when array_to_string(tokens, '') <> xml then ${raise('This XML is not read: it is no well-formed document or has a DTD')}`,
      `    when regexp_matches(xml, 'xml:space') then ${raise('Which blanks this XML keeps is not known: it has the attribute xml:space')}`,
      `    else cast('{"#children":[null' || array_to_string(list_transform(tokens, lambda token: case`,
      "        when token[1:4] = '<!--' or token[1:2] = '<?' then ''",
      "        when token[1:2] = '</' then ']}'",
      "        when token[1] <> '<' or token[1:9] = '<![CDATA[' then case",
      "            when regexp_full_match(token, '\\s*') then ''",
      `            else ',{"#text":' || cast(to_json({{ tsql_xml_characters('token') }}) as varchar) || '}'`,
      '        end',
      `        else ',{"#name":"' || regexp_extract(token, '^<([^\\s/>]+)', 1) || '","#attributes":{'`,
      `            || array_to_string(list_transform(regexp_extract_all(token, '${ATTRIBUTE}'), lambda attribute:`,
      `                '"' || regexp_extract(attribute, '^\\s([^\\s=]+)', 1) || '":' || list_transform(`,
      `                    [translate(regexp_extract(attribute, '=\\s*["''](?s:(.*)).$', 1), chr(9) || chr(10), '  ')],`,
      `                    lambda value: cast(to_json({{ tsql_xml_characters('value') }}) as varchar))[1]), ',')`,
      `            || '},"#children":[null' || if(token[-2:] = '/>', ']}', '')`,
      "    end), '') || ']}' as json)",
      'end)[1])[1]',
    ].join('\n'),
    uses: ['tsql_xml_characters'],
    computed: CHARACTERS,
  },
  {
    name: 'tsql_xml_characters',
    description: 'Text of XML as it is meant: entities and CDATA sections resolved.',
    arguments: [argument('text', 'text between tags, or the value of an attribute')],
    body: [
      "array_to_string(list_transform(regexp_extract_all({{ text }}, '<!\\[CDATA\\[(?s:.*?)\\]\\]>|&[^;]*;|[^<&]+'), lambda piece: case",
      "    when piece[1] = '<' then piece[10:-4]",
      "    when piece[1] <> '&' then piece",
      "    when piece[1:3] = '&#x' then chr(cast('0x' || piece[4:-2] as integer))",
      "    when piece[1:2] = '&#' then chr(cast(piece[3:-2] as integer))",
      "    else case piece when '&lt;' then '<' when '&gt;' then '>' when '&amp;' then '&' when '&quot;' then '\"' when '&apos;' then ''''",
      `        else ${raise('This XML has an entity that is not known')} end`,
      "end), '')",
    ].join('\n'),
  },
  {
    name: 'tsql_xml_escape',
    description:
      'A text as FOR XML writes it: entities for markup and carriage returns, and for the last of blanks alone.',
    arguments: [argument('text', 'a text')],
    body: [
      'regexp_replace(',
      "    replace(replace(replace(replace({{ text }}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), chr(13), '&#x0D;'),",
      "    '^([ \\t\\n]*) $', '\\1&#x20;'",
      ')',
    ].join('\n'),
  },
  {
    name: 'tsql_xml_nodes',
    description: 'The nodes at a path below a node, in the order of the document; each knows the namespaces around it.',
    arguments: [node, path, namespaces],
    body: [
      "json_extract(list_reduce(string_split({{ path }}, '/'), lambda nodes, step:",
      "cast(to_json(flatten(list_transform(json_extract(nodes, '$[*]'), lambda parent: list_transform([case",
      "    when step = '.' then [parent]",
      `    when split_part(step, '[', 1) = 'text()' then list_filter(json_extract(parent, '$."#children"[*]'), lambda child:`,
      `        json_exists(child, '$."#text"'))`,
      `    when step[1] = '@' then list_filter([json_object('#text', json_extract_string(parent, '/#attributes/' || split_part(step[2:], '[', 1)))], lambda child:`,
      `        json_extract_string(child, '$."#text"') is not null)`,
      `    else list_transform(list_filter(json_extract(parent, '$."#children"[*]'), lambda child:`,
      `        regexp_extract(json_extract_string(child, '$."#name"'), '[^:]+$') = regexp_extract(step, '([^:\\[]+)(\\[|$)', 1)`,
      "        and list_transform([regexp_replace('/xmlns:' || regexp_extract(json_extract_string(child, '$.\"#name\"'), '^(.*):', 1), ':$', '')], lambda prefix:",
      "            coalesce(json_extract_string(child, '/#attributes' || prefix), json_extract_string(parent, '/#attributes' || prefix), json_extract_string(parent, '/#scope' || prefix), ''))[1]",
      "            = regexp_extract({{ namespaces }}, '(?:^| )' || regexp_escape(case when contains(split_part(step, '[', 1), ':') then split_part(step, ':', 1) else 'xmlns' end) || '=(\\S+)', 1)",
      "        and case when not contains(step, '=\"') then true",
      "            when contains(step, '[@') then coalesce(json_extract_string(child, '/#attributes/' || regexp_extract(step, '\\[@([^=]+)=', 1)) = regexp_extract(step, '=\"([^\"]*)', 1), false)",
      `            else len(list_filter(json_extract(child, '$."#children"[*]'), lambda inside:`,
      "                json_extract_string(inside, '$.\"#name\"') = regexp_extract(step, '\\[([^=]+)=', 1)",
      "                and json_extract_string(inside, '/#attributes/xmlns') is null",
      "                and {{ tsql_xml_text('inside') }} = regexp_extract(step, '=\"([^\"]*)', 1))) > 0",
      '        end),',
      `        lambda child: json_merge_patch(child, json_object('#scope', json_merge_patch(`,
      `            coalesce(json_extract(parent, '$."#scope"'), '{}'), coalesce(json_extract(parent, '$."#attributes"'), '{}')))))`,
      "end], lambda found: case when regexp_matches(step, '\\[[0-9]+\\]$')",
      "    then found[cast(regexp_extract(step, '[0-9]+\\]$')[:-2] as integer):cast(regexp_extract(step, '[0-9]+\\]$')[:-2] as integer)] else found end)[1]",
      ")) ) as varchar), '[' || cast({{ node }} as varchar) || ']'), '$[*]')",
    ].join('\n'),
    uses: ['tsql_xml_text'],
    computed: { "tsql_xml_text('inside')": () => 'tsql_xml_text(inside)' },
  },
  {
    name: 'tsql_xml_text',
    description: 'The text of a node: all texts below it, one after the other.',
    arguments: [node],
    body: [
      `array_to_string(list_transform(regexp_extract_all(cast({{ node }} as varchar), '"#text":("(?:[^"\\\\]|\\\\.)*")', 1), lambda piece:`,
      "    json_extract_string(piece, '$')), '')",
    ].join('\n'),
  },
  {
    name: 'tsql_xml_value',
    description: 'The text of the first node at a path; NULL where there is none.',
    arguments: [node, path, namespaces],
    body: '{{ tsql_xml_text(tsql_xml_nodes(node, path, namespaces) ~ "[1]") }}',
    uses: ['tsql_xml_nodes', 'tsql_xml_text'],
    computed: {
      'tsql_xml_text(tsql_xml_nodes(node, path, namespaces) ~ "[1]")': () =>
        'tsql_xml_text(tsql_xml_nodes(node, path, namespaces)[1])',
    },
  },
];
