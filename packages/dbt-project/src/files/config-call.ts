import type { ConfigValue } from '../spec/project-spec.js';

const LINE = 80;

/** A `{{ config(...) }}` call, on one line where it fits; empty without arguments. */
export function configCall(config: Readonly<Record<string, ConfigValue>>): string {
  const parts = Object.entries(config).map(([key, value]) => `${key}=${literal(value)}`);
  if (parts.length === 0) return '';
  const short = `{{ config(${parts.join(', ')}) }}`;
  if (short.length <= LINE) return short;
  return `{{\n    config(\n${parts.map((part) => `        ${part}`).join(',\n')}\n    )\n}}`;
}

/** A value as Jinja writes it. */
function literal(value: ConfigValue): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${literal(key)}: ${literal(item)}`)
    .join(', ')}}`;
}

function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}
