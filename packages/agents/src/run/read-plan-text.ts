import { type Plan, planSchema } from '@datamigrate/contracts';
import { closestName, err, ok, type Result } from '@datamigrate/foundation';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { locatedProblem, type PlanProblem, unlocatedProblem } from './plan-problem.js';

export type { PlanProblem } from './plan-problem.js';

/** A plan that people may have edited. Without `planned` only its form is checked. */
export function readPlanText(text: string, planned?: Plan): Result<Plan, PlanProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.1', prettyErrors: false });
  if (document.errors.length > 0) {
    return err(
      document.errors.map(({ pos, message }) => ({
        line: lines.linePos(pos[0]).line,
        text: `it is not YAML: ${lowerFirst(message)}`,
      })),
    );
  }
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    // The nearest part of the path that is there: a missing field stands where its object starts.
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    return err([unlocatedProblem(error instanceof Error ? lowerFirst(error.message) : 'it cannot be read')]);
  }
  const plan = planSchema.safeParse(value);
  const idOf = (path: readonly PropertyKey[]): string | undefined => {
    const id = path[0] === 'objects' && path.length > 1 ? document.getIn([...path.slice(0, 2), 'id']) : undefined;
    return typeof id === 'string' ? id : undefined;
  };
  const problem = (path: readonly PropertyKey[], fault: string) =>
    locatedProblem(path, fault, lineOf(path), idOf(path));
  if (!plan.success) return err(plan.error.issues.map(({ path, message }) => problem(path, lowerFirst(message))));
  const faults = planned === undefined ? [] : faultsAgainst(planned, plan.data);
  if (faults.length > 0) return err(faults.map(({ path, text }) => problem(path, text)));
  return ok(plan.data);
}

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** What no edit may change: nothing vanishes from a migration, and nothing appears that the source does not hold. */
function faultsAgainst(planned: Plan, plan: Plan): Fault[] {
  const faults: Fault[] = [];
  if (plan.target !== planned.target) faults.push({ path: ['target'], text: `it must stay ${planned.target}` });
  const before = new Map(planned.objects.map((object) => [object.id, object]));
  const dependencies = new Set([...before.keys(), ...planned.objects.flatMap(({ dependsOn }) => dependsOn)]);
  const seen = new Set<string>();
  for (const [index, { id, kind, dependsOn }] of plan.objects.entries()) {
    const original = before.get(id);
    if (!original) {
      faults.push({ path: ['objects', index, 'id'], text: `there is no object ${id}${meant(id, before.keys())}` });
    } else if (seen.has(id)) {
      faults.push({ path: ['objects', index, 'id'], text: `${id} stands in the plan twice` });
    } else if (kind !== original.kind) {
      faults.push({ path: ['objects', index, 'kind'], text: `it must stay ${original.kind}` });
    }
    seen.add(id);
    for (const [position, dependency] of dependsOn.entries()) {
      if (dependencies.has(dependency)) continue;
      const text = `there is no object ${dependency}${meant(dependency, dependencies)}`;
      faults.push({ path: ['objects', index, 'dependsOn', position], text });
    }
  }
  faults.push(...nameFaults(planned, plan));
  for (const id of before.keys()) {
    if (!seen.has(id)) faults.push({ path: [], text: `${id} is missing; set its action to skip instead` });
  }
  return faults;
}

/** What a model may be called on every target without quotes, and as a file everywhere. */
const MODEL_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** dbt knows models by their names alone, so that a name may stand once in a project. The planner's own are kept. */
function nameFaults(planned: Plan, plan: Plan): Fault[] {
  const faults: Fault[] = [];
  const given = new Set(planned.objects.flatMap(({ models }) => models.map(({ name }) => name)));
  const owners = new Map<string, string>();
  for (const [index, { id, models }] of plan.objects.entries()) {
    for (const [position, { name }] of models.entries()) {
      const path = ['objects', index, 'models', position, 'name'];
      const owner = owners.get(name);
      if (!given.has(name) && !MODEL_NAME.test(name)) {
        faults.push({ path, text: `${name} is no name for a model: use lower case letters, digits and _` });
      } else if (owner !== undefined) {
        faults.push({ path, text: `${name} is the name of a model of ${owner} already` });
      }
      owners.set(name, id);
    }
  }
  return faults;
}

function meant(name: string, candidates: Iterable<string>): string {
  const closest = closestName(name, candidates);
  return closest === undefined ? '' : ` (did you mean ${closest}?)`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
