import type { Plan } from '@datamigrate/contracts';
import { Document, isMap, type Pair, Scalar, visit } from 'yaml';

const HEADER = ` What becomes of each object of the database. Edit it, then go on with "datamigrate resume".

 May be edited, for each object:
   action     convert | source | refuse | skip
   class      source | model | incremental | snapshot | report | operational | dead
   reason     free text, shown in the report
   models     name, layer, folder (below models/), materialized, table
   dependsOn  objects that must be converted first
 and the name of the dbt project. Leave id, kind and target as they are, and every object in the list: an object
 that is not wanted gets the action skip.`;

/** plan.yml. Texts that YAML 1.1 readers would take for something else are quoted. */
export function planText(plan: Plan): string {
  const document = new Document(plan, { version: '1.1' });
  document.commentBefore = HEADER;
  visit(document, {
    Pair(_, pair) {
      if (keyOf(pair) === 'objects') separateItems(pair);
      // Names of objects on one line: they are short, and there may be many.
      if (keyOf(pair) === 'dependsOn' && isMap(pair.value) === false && pair.value instanceof Object) {
        (pair.value as { flow?: boolean }).flow = true;
      }
    },
    Scalar(_, node) {
      if (typeof node.value === 'string' && isUnusual(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function keyOf(pair: Pair): unknown {
  return pair.key instanceof Scalar ? pair.key.value : pair.key;
}

function separateItems(pair: Pair): void {
  const items = (pair.value as { items?: { spaceBefore?: boolean }[] }).items ?? [];
  for (const item of items.slice(1)) item.spaceBefore = true;
}

/** Characters that survive only as an escape: controls, other line ends, halves of surrogate pairs. */
function isUnusual(text: string): boolean {
  return (
    /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text.replace(PAIRS, '')) || /\n/.test(text)
  );
}

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;
