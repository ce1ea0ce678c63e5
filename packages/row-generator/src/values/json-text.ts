interface JsonObject {
  [name: string]: JsonObject | string;
}

/** Documents in which paths such as `$.a.b` find something, and one in which they find nothing. */
export function jsonTexts(paths: ReadonlySet<string>): readonly string[] {
  const document: JsonObject = {};
  let n = 0;
  for (const path of paths) {
    const names = [...path.matchAll(/\.(?:"([^"]*)"|(\w+))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    let place = document;
    for (const [i, name] of names.entries()) {
      if (i === names.length - 1) place[name] ??= String(++n);
      else {
        const inner = place[name];
        const next = typeof inner === 'object' ? inner : {};
        place[name] = next;
        place = next;
      }
    }
  }
  const text = JSON.stringify(document);
  return text === '{}' ? ['{"a":1}', '{}', '[]'] : [text, '{}'];
}
