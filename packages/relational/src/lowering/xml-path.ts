import type { RelXmlStep } from '../tree/xml.js';

export interface XmlPath {
  /** From the top of the document, wherever the node stands. */
  readonly absolute: boolean;
  readonly steps: readonly RelXmlStep[];
}

const DECLARATION =
  /^\s*declare\s+(?:namespace\s+([\w.-]+)\s*=|default\s+element\s+namespace)\s*(?:"([^"]*)"|'([^']*)')\s*;/;
const STEP = /^(?:(@)?(?:([\p{L}_][\p{L}\d_.-]*):)?([\p{L}_][\p{L}\d_.-]*)|(text\(\)))(?:\[(\d+)\])?$/u;

/**
 * The paths of value(), nodes() and exist() that only go downwards: child elements, attributes, text(), positions.
 * Undefined for everything else that XQuery has. As value() takes one node, `(…)[1]` around a path says nothing more.
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
  const path = bare(rest.trim());
  if (path === undefined) return undefined;
  if (path === '.') return { absolute: false, steps: [] };
  const absolute = path.startsWith('/');
  const names = (absolute ? path.slice(1) : path.replace(/^\.\//, '')).split('/').map((name) => name.trim());
  const steps = names.map((name) => stepOf(name, namespaces));
  const known = steps.filter((step) => step !== undefined);
  // Nothing stands below attributes and texts.
  const leaves = known.slice(0, -1).some(({ axis }) => axis !== 'child');
  return known.length === steps.length && !leaves ? { absolute, steps: known } : undefined;
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
  const [match, at, prefix, name = '', text, nth] = STEP.exec(written) ?? [];
  if (match === undefined) return undefined;
  const position = nth === undefined ? undefined : Number(nth);
  if (text !== undefined) return { axis: 'text', name: '', position };
  // An element has an attribute once.
  if (at !== undefined) return prefix === undefined && (position ?? 1) === 1 ? { axis: 'attribute', name } : undefined;
  const namespace = namespaces.get(prefix ?? '');
  if (prefix !== undefined && namespace === undefined) return undefined;
  return { axis: 'child', name, prefix, namespace: namespace === '' ? undefined : namespace, position };
}
