import { CONDITIONAL_FUNCTIONS } from './conditional-functions.js';
import { DATE_FUNCTIONS } from './date-functions.js';
import type { FunctionFact } from './function-fact.js';
import { NUMERIC_FUNCTIONS } from './numeric-functions.js';
import { STRING_FUNCTIONS } from './string-functions.js';
import { SYSTEM_FUNCTIONS } from './system-functions.js';

const ALL = {
  ...STRING_FUNCTIONS,
  ...NUMERIC_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...SYSTEM_FUNCTIONS,
  ...CONDITIONAL_FUNCTIONS,
};

/** Every scalar built-in function that the product knows. A dialect must answer for each of them. */
export type FunctionName = keyof typeof ALL;

export const FUNCTIONS: { readonly [N in FunctionName]: FunctionFact } = ALL;

export const FUNCTION_NAMES = Object.keys(ALL) as FunctionName[];

export function functionByName(name: string): FunctionName | undefined {
  return BY_NAME.get(name.toUpperCase());
}

const BY_NAME: ReadonlyMap<string, FunctionName> = new Map(FUNCTION_NAMES.map((name) => [name, name]));
