import type { Checkpoint } from '@datamigrate/contracts';
import { closestName } from '@datamigrate/foundation';
import { InvalidArgumentError } from 'commander';

/** In the order of a run. A list of its own, because the schemas are slow to load for a misspelt option. */
const CHECKPOINTS = Object.keys({ assess: true, plan: true, object: true } satisfies Record<
  Checkpoint,
  true
>) as Checkpoint[];

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a number from 1.');
  return value;
}

/** 0 stands for any that is free. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
  }
  return value;
}

export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be an amount such as 2.50.');
  }
  return value;
}

/** `assess,plan`; the option may also be given several times. */
export function checkpoints(text: string, previous: readonly Checkpoint[] = []): readonly Checkpoint[] {
  const names = text.split(',').map((name) => oneOf(CHECKPOINTS, name.trim()));
  return CHECKPOINTS.filter((name) => names.includes(name) || previous.includes(name));
}

/** A value of a fixed set; a misspelt one is answered with the nearest. */
export function oneOf<const T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  const near = closestName(text, values);
  const suggestion = near === undefined ? '' : ` (did you mean ${near}?)`;
  throw new InvalidArgumentError(`Allowed are ${values.join(', ')}${suggestion}.`);
}
