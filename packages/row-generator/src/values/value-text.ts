/** A value as a data file holds it; null is NULL, undefined the column's default. */
export type ValueText = string | null | undefined;
