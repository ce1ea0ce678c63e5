import type { PlannedObject } from '@datamigrate/contracts';

/**
 * Objects with what they depend on first, otherwise in their own order. Of a circle, which only refused objects can
 * make, the first member comes first.
 */
export function dependencyOrder(objects: readonly PlannedObject[]): PlannedObject[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const ordered: PlannedObject[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const root of objects) {
    const stack = [{ object: root, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (!top) break;
      const { object } = top;
      if (state.get(object.id) === 'done') {
        stack.pop();
        continue;
      }
      state.set(object.id, 'open');
      const dependency = byId.get(object.dependsOn[top.next++] ?? '');
      if (dependency && state.get(dependency.id) === undefined) stack.push({ object: dependency, next: 0 });
      else if (top.next > object.dependsOn.length) {
        state.set(object.id, 'done');
        ordered.push(object);
        stack.pop();
      }
    }
  }
  return ordered;
}
