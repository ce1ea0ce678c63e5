/** As `Tolerance` of the validation package: absolute in units of the number or in seconds, relative as a part. */
export interface ToleranceOption {
  readonly column: string;
  readonly absolute?: number;
  readonly relative?: number;
}

/** `amount=0.01`, `amount=0.1%`, `changed=2s`; a text says what is wrong. */
export function readTolerances(texts: readonly string[]): readonly ToleranceOption[] | string {
  const tolerances: ToleranceOption[] = [];
  for (const text of texts) {
    const match = /^(.+)=(\d+(?:\.\d+)?(?:e-?\d+)?)(%|s)?$/i.exec(text);
    const [, column, number, unit] = match ?? [];
    if (column === undefined || number === undefined)
      return `'${text}' is not like amount=0.01, amount=0.1% or changed=2s`;
    const limit = Number(number);
    tolerances.push(unit === '%' ? { column, relative: limit / 100 } : { column, absolute: limit });
  }
  return tolerances;
}
