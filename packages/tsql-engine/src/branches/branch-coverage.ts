import { displayName, type Module } from '@datamigrate/catalog';
import type { BranchObserver } from './branch-observer.js';
import { type BranchKind, type BranchPoint, branchPoints } from './branch-points.js';

/** A branch of a module, and how often it was reached. */
export interface Branch {
  /** `schema.name` */
  readonly module: string;
  readonly kind: BranchKind;
  readonly side: string;
  /** Line of the module's text, from 1. */
  readonly line: number;
  readonly reached: number;
}

interface Counter {
  readonly branch: Omit<Branch, 'reached'>;
  reached: number;
}

/** Counts the branches of the modules that a run enters, and of those that are named to it without a run. */
export class BranchCoverage implements BranchObserver {
  readonly #counters = new Map<string, Counter>();
  /** By node of a bound tree: a module may be bound several times, its places stay the same. */
  readonly #places = new WeakMap<object, Map<string, Counter>>();
  readonly #known = new WeakSet<object>();

  entered(module: Module, tree: object): void {
    if (this.#known.has(tree)) return;
    this.#known.add(tree);
    const name = displayName(module);
    const twins = new Map<string, number>();
    for (const point of branchPoints(tree)) {
      const place = `${name}|${point.kind}|${point.side}|${point.span.start}|${point.span.end}`;
      // Expressions that the binder has written out stand in one place several times.
      const twin = twins.get(place) ?? 0;
      twins.set(place, twin + 1);
      this.#enter(`${place}|${twin}`, module, name, point);
    }
  }

  #enter(key: string, module: Module, name: string, point: BranchPoint): void {
    let counter = this.#counters.get(key);
    if (!counter) {
      const line = module.definition.slice(0, point.span.start).split('\n').length;
      counter = { branch: { module: name, kind: point.kind, side: point.side, line }, reached: 0 };
      this.#counters.set(key, counter);
    }
    const sides = this.#places.get(point.node) ?? new Map<string, Counter>();
    sides.set(point.side, counter);
    this.#places.set(point.node, sides);
  }

  reached(node: object, side: string): void {
    const counter = this.#places.get(node)?.get(side);
    if (counter) counter.reached++;
  }

  get branches(): readonly Branch[] {
    return [...this.#counters.values()].map(({ branch, reached }) => ({ ...branch, reached }));
  }
}
