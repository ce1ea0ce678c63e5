import type { Rel } from '@datamigrate/relational';
import type { Doc } from '../layout/doc.js';
import { atom, BINDING, binary, call, castTo, type Sql, text } from '../sql/sql.js';
import { duck } from './duck-type.js';
import { identifier } from './identifier.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

/** DuckDB has no XML: macros read it into a tree of JSON and follow paths there. */
export function renderXmlValue(renderer: Renderer, { path, counted }: Rel.RelXmlValue): Rendered {
  const node = nodeOf(renderer, path);
  if (counted) {
    const count = call('len', renderer.macro('tsql_xml_nodes', [node, ...placeOf(path)]));
    return rendered(castTo('varchar', count), duck('varchar'));
  }
  const value =
    path.steps.length === 0
      ? renderer.macro('tsql_xml_text', [node])
      : renderer.macro('tsql_xml_value', [node, ...placeOf(path)]);
  return rendered(value, duck('varchar'));
}

export function renderXmlExists(renderer: Renderer, { path }: Rel.RelXmlExists): Rendered {
  const node = nodeOf(renderer, path);
  if (path.steps.length === 0)
    return rendered(binary('is not', BINDING.comparison, node, atom('null')), duck('boolean'));
  const found = call('len', renderer.macro('tsql_xml_nodes', [node, ...placeOf(path)]));
  return rendered(binary('>', BINDING.comparison, found, atom('0')), duck('boolean'));
}

/** nodes() in FROM. */
export function xmlNodesDoc(renderer: Renderer, { path, columns, alias }: Rel.RelXmlNodes): Doc {
  const nodes = renderer.macro('tsql_xml_nodes', [nodeOf(renderer, path), ...placeOf(path)]);
  const name = identifier(columns[0]?.name ?? 'node');
  return ['lateral (select ', call('unnest', nodes).doc, ` as ${name}) as ${identifier(alias)}`];
}

function nodeOf(renderer: Renderer, { from, source }: Rel.RelXmlPath): Sql {
  if (from === 'document') return renderer.macro('tsql_xml', [renderer.value(source)]);
  return renderer.value(source);
}

/** The path and what its prefixes stand for: `'p:Order/p:Line[1]/@id'`, `'o/l[@k="v"]'` and `'p=http://…'`. */
function placeOf({ steps }: Rel.RelXmlPath): readonly [path: Sql, namespaces: Sql] {
  const written = steps.map(({ axis, name, prefix, having, position }) => {
    const step = axis === 'text' ? 'text()' : axis === 'attribute' ? `@${name}` : prefix ? `${prefix}:${name}` : name;
    const condition = having ? `[${having.axis === 'attribute' ? '@' : ''}${having.name}="${having.value}"]` : '';
    return position === undefined ? `${step}${condition}` : `${step}${condition}[${position}]`;
  });
  const uris = new Map(steps.flatMap(({ prefix, namespace }) => (namespace ? [[prefix ?? 'xmlns', namespace]] : [])));
  const namespaces = [...uris].map(([prefix, uri]) => `${prefix}=${uri}`);
  return [text(written.length === 0 ? '.' : written.join('/')), text(namespaces.join(' '))];
}
