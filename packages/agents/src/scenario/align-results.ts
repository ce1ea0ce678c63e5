/** What the original may have returned for a result set of the analysis. */
export type Returned<T> = T | 'nothing' | 'unclear';

interface Named {
  readonly columns: readonly { readonly name?: string | undefined }[];
}

/**
 * Finds for each result set that models stand for the one that a call returned. A call may return others besides, as
 * variables that tell of the run, and none for a query whose condition did not hold: names of columns tell them apart,
 * as long as not several are named alike.
 */
export function alignResults<T extends Named>(
  stated: readonly Named[],
  returned: readonly T[],
): readonly Returned<T>[] {
  if (stated.length === returned.length && stated.every((each, i) => isNamedAs(each, returned[i])))
    return [...returned];
  let next = 0;
  return stated.map((each) => {
    const alike = (others: readonly Named[]): number => others.filter((other) => isNamedAs(each, other)).length;
    if (alike(stated) > 1 || alike(returned) > 1) return 'unclear';
    const at = returned.findIndex((other, i) => i >= next && isNamedAs(each, other));
    const found = returned[at];
    if (!found) return alike(returned) > 0 ? 'unclear' : 'nothing';
    next = at + 1;
    return found;
  });
}

const isNamedAs = (a: Named, b: Named | undefined): boolean =>
  a.columns.length === b?.columns.length &&
  a.columns.every(({ name }, i) => (name ?? '') === (b.columns[i]?.name ?? ''));
