import { parseArgs } from 'node:util';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { serveDiagnostics } from '../diagnostics.js';
import type { Flags } from './settings.js';

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  role: { type: 'string' },
  demo: { type: 'boolean' },
} as const;

const KNOWN = Object.keys(FLAGS).map((name) => `--${name}`);

/** What stands behind the program's name. */
export function readFlags(args: readonly string[]): Result<Flags, readonly Diagnostic[]> {
  const faults: Diagnostic[] = [];
  const fault = (setting: string, reason: string) =>
    void faults.push(serveDiagnostics.create('serve-setting-invalid', { setting, reason }));
  // Not strict: it would throw, and tell one fault only.
  const { tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  const given: Record<string, string | boolean> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') fault(token.value, `allowed are ${KNOWN.join(', ')}`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(FLAGS, name) ? FLAGS[name as keyof typeof FLAGS] : undefined;
    if (option === undefined) fault(rawName, `there is no such flag; allowed are ${KNOWN.join(', ')}`);
    else if (option.type === 'boolean' && value !== undefined) fault(rawName, 'it takes no value');
    else if (option.type === 'string' && (value === undefined || value === '')) fault(rawName, 'it needs a value');
    else given[name] = value ?? true;
  }
  return faults.length > 0 ? err(faults) : ok(given as Flags);
}
