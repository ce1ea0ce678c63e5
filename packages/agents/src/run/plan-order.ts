import type { Plan, PlannedObject } from '@datamigrate/contracts';

export interface PlanOrder {
  readonly objects: readonly PlannedObject[];
  /** Circles that had to be cut, each from the object that goes first and back to it. */
  readonly cycles: readonly (readonly string[])[];
}

/** Objects after those that they depend on, otherwise in the order of the plan. A circle is cut where it is entered. */
export function planOrder(plan: Plan): PlanOrder {
  const byId = new Map(plan.objects.map((object) => [object.id, object]));
  const objects: PlannedObject[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const root of plan.objects) {
    // By hand instead of by recursion: a chain of views may be longer than the call stack.
    const path: { object: PlannedObject; next: number }[] = [];
    const onPath = new Set<string>();
    const enter = (object: PlannedObject) => {
      path.push({ object, next: 0 });
      onPath.add(object.id);
    };
    if (!done.has(root.id)) enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const id = top.object.dependsOn[top.next++];
      if (id === undefined) {
        path.pop();
        onPath.delete(top.object.id);
        done.add(top.object.id);
        objects.push(top.object);
        continue;
      }
      const dependency = byId.get(id);
      if (!dependency || done.has(id) || id === top.object.id) continue;
      if (onPath.has(id)) cycles.push([...path.map(({ object }) => object.id).slice(indexOf(path, id)), id]);
      else enter(dependency);
    }
  }
  return { objects, cycles };
}

function indexOf(path: readonly { readonly object: PlannedObject }[], id: string): number {
  return path.findIndex(({ object }) => object.id === id);
}
