import type { RelExpression } from './expression.js';

/** A path of XQuery that goes downwards: from the document, or from a node of nodes(). */
export interface RelXmlPath {
  readonly from: 'document' | 'node';
  /** The xml value, or the column of nodes(). */
  readonly source: RelExpression;
  /** None for the place itself. */
  readonly steps: readonly RelXmlStep[];
}

export interface RelXmlStep {
  readonly axis: 'child' | 'attribute' | 'text';
  /** Of elements and attributes. */
  readonly name: string;
  /** As the source abbreviates the namespace; elements alone have one. */
  readonly prefix?: string | undefined;
  readonly namespace?: string | undefined;
  /** Of elements: the value that an attribute, or one of the elements right below, has. */
  readonly having?: { readonly axis: 'child' | 'attribute'; readonly name: string; readonly value: string } | undefined;
  /** The n-th of each parent, from 1; of those that `having` leaves. */
  readonly position?: number | undefined;
}
