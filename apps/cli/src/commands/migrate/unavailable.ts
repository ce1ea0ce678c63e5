import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Command } from 'commander';
import { cliDiagnostics } from '../../diagnostics.js';

/** Options that are promised and not there yet. They are refused: an option that is silently ignored misleads. */
interface UnavailableOption {
  readonly option: string;
  /** The values that are there already; none means that the option as a whole is not. */
  readonly available: readonly string[];
  readonly instead: string;
}

const UNAVAILABLE: readonly UnavailableOption[] = [
  { option: '--target', available: ['duckdb'], instead: 'Use --target duckdb.' },
  { option: '--llm', available: ['off'], instead: 'Use --llm off: everything is done by rules.' },
  { option: '--budget-usd', available: [], instead: 'Leave it out: no language model is called.' },
  { option: '--vars', available: [], instead: 'Leave it out, and give the variables to dbt in the generated project.' },
  { option: '--dry-run', available: [], instead: 'Use --checkpoint plan: it stops before anything is converted.' },
];

/** The first option that was given and is not there yet, by its long name as commander keeps its value. */
export function refuseUnavailable(given: Readonly<Record<string, unknown>>): Diagnostic | undefined {
  for (const { option, available, instead } of UNAVAILABLE) {
    const value = given[keyOf(option)];
    if (value === undefined || (typeof value === 'string' && available.includes(value))) continue;
    const what = available.length === 0 || typeof value !== 'string' ? option : `${option} ${value}`;
    return cliDiagnostics.create('cli-not-available-yet', { what, instead });
  }
  return undefined;
}

/** Help tells only what works. */
export function hideUnavailable(command: Command): void {
  for (const { option, available } of UNAVAILABLE) {
    const found = command.options.find(({ long }) => long === option);
    if (found && available.length === 0) found.hideHelp();
  }
}

/** --budget-usd is kept as budgetUsd. */
function keyOf(option: string): string {
  return option.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
