/** Every object of a bound tree once, however often it stands in it. */
export function* objectsIn(tree: object): Generator<object> {
  const open: object[] = [tree];
  const seen = new Set<object>();
  for (let value = open.pop(); value; value = open.pop()) {
    if (seen.has(value) || value instanceof Uint8Array) continue;
    seen.add(value);
    yield value;
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
}
