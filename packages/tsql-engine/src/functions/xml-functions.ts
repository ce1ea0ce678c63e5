import { Refusal } from '../errors/sql-error.js';
import { convertValue } from '../values/convert.js';
import { asText, type Call, type FunctionBody } from './call.js';

const notRun =
  (what: string): FunctionBody =>
  () => {
    throw new Refusal(what);
  };

export const XML_FUNCTIONS = {
  'SPATIAL MEMBER': notRun('A method or property of a spatial type'),
  'XML EXIST': notRun('The method exist of xml'),
  'XML QUERY': notRun('The method query of xml'),
  'XML VALUE': (call) => xmlValue(call),
} as const satisfies Record<string, FunctionBody>;

/** `.value('.', type)`: the text of the whole value, entities decoded. Other paths are refused. */
function xmlValue(call: Call) {
  const xml = call.value(0);
  if (xml === null) return null;
  const path = call.count > 1 ? asText(call.value(1)).trim() : '.';
  const source = asText(xml);
  const nodes = source.includes('<');
  if (path !== '.' && !(path === '(./text())[1]' && !nodes) && !(path === 'text()[1]' && !nodes)) {
    throw new Refusal(`The XML path ${path}`);
  }
  if (source === '' && path !== '.') return null;
  const text = decoded(source.replace(/<[^>]*>/g, ''));
  return convertValue(text, { name: 'nvarchar', length: 'max' }, call.type, { format: call.env.host.format });
}

const ENTITIES: Readonly<Record<string, string | undefined>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, digits?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (digits !== undefined) return String.fromCodePoint(Number(digits));
    return ENTITIES[name ?? ''] ?? whole;
  });
}
