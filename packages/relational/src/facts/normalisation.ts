/** What SQL Server leaves open, so that the rows of a model are only some of those that it may return. */
export interface Normalisation {
  /**
   * - `spelling`: which one of the texts that are equal under their collation.
   * - `order`: rows in any order, any of the rows that are equal in an order, or any rows at all.
   * - `digits`: of a second; the target holds six.
   * - `run`: when, where and by whom it is run, identifiers made anew included.
   * - `approximation`: of a count that is an estimate in SQL Server.
   */
  readonly kind: 'spelling' | 'order' | 'digits' | 'run' | 'approximation';
  readonly text: string;
}
