import type { Module } from '@datamigrate/catalog';

/** Told where a run goes. Nothing is counted where nobody observes. */
export interface BranchObserver {
  /** Before the first branch of a module: what it was bound to. */
  entered(module: Module, tree: object): void;
  /** `node` is the statement, expression, clause or join of the bound tree; `side` the way that it went. */
  reached(node: object, side: string): void;
}
