import { sqlError } from '../errors/sql-error.js';
import { textOf } from '../tables/open-json.js';
import { convertValue } from '../values/convert.js';
import { findJson, isJson, type JsonNode, type JsonPath, parseJson, parseJsonPath, quoteJson } from '../values/json.js';
import { asText, type Call, type FunctionBody, ofText } from './call.js';

export const JSON_FUNCTIONS = {
  ISJSON: (call) => {
    const value = call.value(0);
    if (value === null) return null;
    const node = isJson(asText(value));
    if (!node) return 0n;
    const wanted = call.count > 1 ? asText(call.value(1)).toUpperCase() : undefined;
    if (wanted === undefined) return node.kind === 'object' || node.kind === 'array' ? 1n : 0n;
    const matches =
      wanted === 'VALUE' ||
      wanted === node.kind.toUpperCase() ||
      (wanted === 'SCALAR' && (node.kind === 'string' || node.kind === 'number'));
    return matches ? 1n : 0n;
  },
  JSON_MODIFY: (call) => modify(call),
  JSON_PATH_EXISTS: ofText(([json = '', path = '']) =>
    findJson(parseJson(json), parseJsonPath(path).steps) ? 1n : 0n,
  ),
  JSON_QUERY: (call) => {
    const json = call.value(0);
    if (json === null) return null;
    const path = parseJsonPath(call.count > 1 ? asText(call.value(1)) : '$');
    const found = findJson(parseJson(asText(json)), path.steps);
    if (found?.kind === 'object' || found?.kind === 'array') return found.text;
    if (path.strict) throw found ? sqlError(13624) : sqlError(13608);
    return null;
  },
  JSON_VALUE: ofText(([json = '', pathText = '']) => {
    const path = parseJsonPath(pathText);
    const found = findJson(parseJson(json), path.steps);
    if (!found) {
      if (path.strict) throw sqlError(13608);
      return null;
    }
    if (found.kind === 'object' || found.kind === 'array') {
      if (path.strict) throw sqlError(13623);
      return null;
    }
    const text = textOf(found);
    return text !== null && text.length > 4000 ? null : text;
  }),
} as const satisfies Record<string, FunctionBody>;

/** JSON_MODIFY: sets, appends or, with NULL in lax mode, deletes. */
function modify(call: Call): string | null {
  const json = call.value(0);
  const pathText = call.value(1);
  if (json === null || pathText === null) return null;
  const path = parseJsonPath(asText(pathText));
  const root = parseJson(asText(json));
  const value = call.value(2);
  const text = value === null ? undefined : newText(call);
  return changed(root, path, 0, text);
}

function newText(call: Call): string {
  const node = call.node.arguments[2];
  const value = call.value(2);
  if (typeof value === 'string') {
    const isJsonValue = node?.kind === 'call' && (node.function === 'JSON_QUERY' || node.function === 'JSON_MODIFY');
    return isJsonValue ? value : quoteJson(value);
  }
  const type = call.typeOf(2);
  if (type.name === 'bit') return value === 1n ? 'true' : 'false';
  const text = convertValue(value, type, { name: 'nvarchar', length: 'max' }, { format: call.env.host.format });
  return String(text);
}

/** Text of a node with the step at `depth` of the path changed; undefined text deletes. */
function changed(node: JsonNode, path: JsonPath, depth: number, text: string | undefined): string {
  const step = path.steps[depth];
  const last = depth === path.steps.length - 1;
  if (step === undefined) return text ?? 'null';
  if (typeof step === 'string' && node.kind === 'object') {
    const at = node.members.findIndex(({ name }) => name === step);
    const member = node.members[at];
    const start = node.text;
    if (!member) {
      if (path.strict) throw sqlError(13608);
      if (!last || text === undefined) return start;
      const fresh = `${quoteJson(step)}:${path.append ? `[${text}]` : text}`;
      return node.members.length === 0 ? `{${fresh}}` : `${start.replace(/\s*\}$/, '')},${fresh}}`;
    }
    const replaced = last
      ? path.append
        ? appended(member.value, text)
        : text === undefined && !path.strict
          ? undefined
          : (text ?? 'null')
      : changed(member.value, path, depth + 1, text);
    const members = node.members.flatMap((other, i) => {
      if (i !== at) return [`${quoteJson(other.name)}:${other.value.text}`];
      return replaced === undefined ? [] : [`${quoteJson(other.name)}:${replaced}`];
    });
    return `{${members.join(',')}}`;
  }
  if (typeof step === 'number' && node.kind === 'array' && node.items[step]) {
    const items = node.items.map((item, i) => {
      if (i !== step) return item.text;
      if (!last) return changed(item, path, depth + 1, text);
      return path.append ? appended(item, text) : (text ?? 'null');
    });
    return `[${items.join(',')}]`;
  }
  if (path.strict) throw sqlError(13608);
  return node.text;
}

function appended(node: JsonNode, text: string | undefined): string {
  // Only an array grows; lax mode leaves anything else as it is.
  if (node.kind !== 'array') return node.text;
  return `[${[...node.items.map((item) => item.text), text ?? 'null'].join(',')}]`;
}
