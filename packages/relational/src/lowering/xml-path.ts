import type { RelXmlStep } from '../tree/xml.js';

export interface XmlPath {
  /** From the top of the document, wherever the node stands. */
  readonly absolute: boolean;
  readonly steps: readonly RelXmlStep[];
  /** How many nodes there are is asked for. */
  readonly counted: boolean;
}

const DECLARATION =
  /^\s*declare\s+(?:namespace\s+([\w.-]+)\s*=|default\s+element\s+namespace)\s*(?:"([^"]*)"|'([^']*)')\s*;/;
const STEP =
  /^(?:(@)?(?:([\p{L}_][\p{L}\d_.-]*):)?([\p{L}_][\p{L}\d_.-]*)|(text\(\)))(\[[^\]]*=[^\]]*\])?(?:\[(\d+)\])?$/u;
/** `[@k="v"]` or `[k="v"]`: values without what ends a step here, and without entities. */
const HAVING = /^\[\s*(@)?([\p{L}_][\p{L}\d_.-]*)\s*=\s*(?:"([^"'&]*)"|'([^"'&]*)')\s*\]$/u;

/**
 * The paths of value(), nodes() and exist() that only go downwards: child elements, attributes, text(), positions, values
 * that an attribute or a child has; and count() of such a path. Undefined for everything else that XQuery has. As value()
 * takes one node, `(…)[1]` around a path says nothing more.
 *
 * https://learn.microsoft.com/sql/xquery/path-expressions-xquery
 */
export function xmlPath(written: string): XmlPath | undefined {
  const namespaces = new Map<string, string>();
  let rest = written;
  for (let match = DECLARATION.exec(rest); match; match = DECLARATION.exec(rest)) {
    namespaces.set(match[1] ?? '', match[2] ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  const [, counts] = /^count\s*\((.*)\)$/s.exec(rest.trim()) ?? [];
  const counted = counts !== undefined;
  // What is counted is all of a path: a pair of parentheses with a position behind it would be the first of it.
  const path = counted ? counts.trim() : bare(rest.trim());
  if (path === undefined || (counted && /[()]/.test(path.replaceAll('text()', '')))) return undefined;
  if (path === '.') return counted ? undefined : { absolute: false, steps: [], counted };
  const absolute = path.startsWith('/');
  const names = (absolute ? path.slice(1) : path.replace(/^\.\//, '')).split('/').map((name) => name.trim());
  const steps = names.map((name) => stepOf(name, namespaces));
  const known = steps.filter((step) => step !== undefined);
  // Nothing stands below attributes and texts.
  const leaves = known.slice(0, -1).some(({ axis }) => axis !== 'child');
  return known.length === steps.length && !leaves ? { absolute, steps: known, counted } : undefined;
}

/** The path without what takes the first node of it, or its text. */
function bare(path: string): string | undefined {
  const self = /^(?:string|data)\(\s*\.\s*\)(?:\[1\])?$/.exec(path) || path === '.';
  if (self) return '.';
  // The first of a whole path is the first of each parent where there is one parent only.
  const [, first, below = ''] = /^\(([^()]*(?:text\(\))?)\)\s*\[1\](\/.*)?$/.exec(path) ?? [];
  if (first === undefined) return path;
  if (below === '') return first.trim();
  return /[/[]/.test(first) ? undefined : `${first.trim()}[1]${below}`;
}

function stepOf(written: string, namespaces: ReadonlyMap<string, string>): RelXmlStep | undefined {
  const [match, at, prefix, name = '', text, condition, nth] = STEP.exec(written) ?? [];
  if (match === undefined) return undefined;
  const having = condition === undefined ? undefined : havingOf(condition);
  const isPlain = at === undefined && text === undefined && prefix === undefined && !namespaces.has('');
  if (condition !== undefined && (!having || !isPlain)) return undefined;
  const position = nth === undefined ? undefined : Number(nth);
  if (text !== undefined) return { axis: 'text', name: '', position };
  // An element has an attribute once.
  if (at !== undefined) return prefix === undefined && (position ?? 1) === 1 ? { axis: 'attribute', name } : undefined;
  const namespace = namespaces.get(prefix ?? '');
  if (prefix !== undefined && namespace === undefined) return undefined;
  return { axis: 'child', name, prefix, namespace: namespace === '' ? undefined : namespace, having, position };
}

function havingOf(condition: string): RelXmlStep['having'] {
  const [match, at, name = '', double, single] = HAVING.exec(condition) ?? [];
  if (match === undefined) return undefined;
  return { axis: at === undefined ? 'child' : 'attribute', name, value: double ?? single ?? '' };
}
