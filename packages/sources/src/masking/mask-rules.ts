import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { parse } from 'yaml';
import { sourceDiagnostics } from '../diagnostics.js';
import { readText } from '../files/read-file.js';

/** Which columns hold what nobody should see. */
export interface MaskRules {
  /** Patterns of `schema.table.column`: other values of the same form. */
  readonly mask: readonly string[];
  /** The same: NULL, or an empty value where NULL is not allowed. */
  readonly empty: readonly string[];
  /** Columns with dynamic data masking are masked too. */
  readonly dynamicMasks: boolean;
}

export interface Masking {
  readonly rules: MaskRules;
  /** Whoever has it can find out which value stands behind a masked one by trying. */
  readonly key: string;
}

const KEY_VARIABLE = 'DATAMIGRATE_MASK_KEY';
const SHORTEST_KEY = 16;

/** A rules file, and the key from the environment. */
export async function readMasking(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<Masking, Diagnostic>> {
  const key = environment[KEY_VARIABLE] ?? '';
  if (key.length < SHORTEST_KEY) return err(sourceDiagnostics.create('source-mask-key', { variable: KEY_VARIABLE }));
  const text = await readText(path);
  if (!text.ok) return text;
  const rules = rulesFrom(text.value ?? '');
  if (typeof rules !== 'string') return ok({ rules, key });
  return err(sourceDiagnostics.create('source-mask-rules', { path, reason: rules }));
}

const KNOWN = ['mask', 'empty', 'dynamic-masks'];

/** The rules, or what is wrong with them. */
function rulesFrom(text: string): MaskRules | string {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return 'it is no YAML';
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return 'it is no mapping';
  const entries = document as Readonly<Record<string, unknown>>;
  const strange = Object.keys(entries).find((name) => !KNOWN.includes(name));
  if (strange !== undefined) return `${strange} is not known; there are ${KNOWN.join(', ')}`;
  const dynamicMasks = entries['dynamic-masks'] ?? false;
  if (typeof dynamicMasks !== 'boolean') return 'dynamic-masks is neither true nor false';
  const [mask, empty] = [patterns(entries['mask']), patterns(entries['empty'])];
  if (!mask || !empty) return 'mask and empty are lists of patterns such as sales.Customer.Email';
  return { mask, empty, dynamicMasks };
}

function patterns(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  const isPattern = (each: unknown): each is string =>
    typeof each === 'string' && (each.includes('*') || each.split('.').length >= 3);
  return Array.isArray(value) && value.every(isPattern) ? value : undefined;
}
