import { type Catalog, displayName, type Module, objectKey } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { analysisDiagnostics } from '@datamigrate/procedure-analysis';
import { moduleRead } from '../assessment/estate-index.js';
import type { ModuleFacts, ModuleReader } from '../assessment/module-facts.js';
import { writesOf } from '../assessment/table-writes.js';
import { agentDiagnostics } from '../diagnostics.js';
import { type InCallers, inCallers } from './in-callers.js';

/** What is decided about all modules together, before any is lowered. */
export interface Decisions {
  /** Why a module cannot be converted; undefined for one that can. */
  readonly refusals: ReadonlyMap<Module, Diagnostic | undefined>;
  /** Procedures whose work is part of another one's models, because that one calls them. */
  readonly owners: ReadonlyMap<Module, Module>;
  /** Procedures that work on tables of those who call them. */
  readonly inCallers: ReadonlyMap<Module, InCallers>;
}

export function decide(catalog: Catalog, reader: ModuleReader): Decisions {
  const inner = ownersOf(catalog, reader);
  const callers = catalog.modules.filter((module) => !inner.has(module) && ownsModels(reader.read(module)));
  const lent = inCallers(catalog, reader, callers);
  const owners = new Map(inner);
  for (const [callee, { callers: lenders }] of lent) {
    const [first] = lenders;
    if (first) owners.set(callee, first);
  }
  const writers = writersByTable(catalog, reader, owners);
  return { owners, inCallers: lent, refusals: refusalsOf(catalog, reader, writers, lent) };
}

const isRefused = ({ analysis, operational }: ModuleFacts): boolean =>
  !analysis || operational || analysis.fates.some(({ state }) => state === 'refused');

const ownsModels = (facts: ModuleFacts): boolean =>
  !isRefused(facts) && !facts.partOf && (facts.analysis?.calls.length ?? 0) === 0;

/** A procedure that calls another and writes all its tables does the other one's work as well. */
function ownersOf(catalog: Catalog, reader: ModuleReader): ReadonlyMap<Module, Module> {
  const owners = new Map<Module, Module>();
  for (const owner of catalog.modules) {
    const facts = reader.read(owner);
    if (facts.partOf) owners.set(owner, facts.partOf);
    if (!ownsModels(facts)) continue;
    const written = new Set(facts.analysis?.tables.map(({ table }) => objectKey(table.object)));
    for (const id of facts.inlined) {
      const callee = moduleRead(catalog, id);
      const tables = callee && reader.read(callee).analysis?.tables;
      if (!callee || callee === owner || !tables || tables.length === 0) continue;
      if (tables.every(({ table }) => written.has(objectKey(table.object)))) owners.set(callee, owner);
    }
  }
  return new Map([...owners].map(([callee, owner]) => [callee, outermost(owner, owners)]));
}

/** Of a chain of callers the one whose models there are. */
function outermost(owner: Module, owners: ReadonlyMap<Module, Module>): Module {
  const seen = new Set([owner]);
  for (let next = owners.get(owner); next && !seen.has(next); next = owners.get(owner)) {
    seen.add(next);
    owner = next;
  }
  return owner;
}

/** Procedures that can be converted and own what they write, by their tables as `schema.name` in lower case. */
export function writersByTable(
  catalog: Catalog,
  reader: ModuleReader,
  owners: Decisions['owners'] = ownersOf(catalog, reader),
): ReadonlyMap<string, readonly Module[]> {
  const writers = new Map<string, Module[]>();
  for (const module of catalog.modules) {
    const facts = reader.read(module);
    if (isRefused(facts) || owners.has(module)) continue;
    for (const { table } of facts.analysis?.tables ?? []) {
      const key = objectKey(table.object);
      writers.set(key, [...(writers.get(key) ?? []), module]);
    }
  }
  return writers;
}

/** Refusals of all modules; one that only calls others is refused with them. */
function refusalsOf(
  catalog: Catalog,
  reader: ModuleReader,
  writers: ReadonlyMap<string, readonly Module[]>,
  lent: Decisions['inCallers'],
): ReadonlyMap<Module, Diagnostic | undefined> {
  const refusals = new Map<Module, Diagnostic | undefined>();
  const refused = new Set<string>();
  for (let before = -1; before !== refused.size; ) {
    before = refused.size;
    for (const module of catalog.modules) {
      const refusal = lent.has(module) ? undefined : refusalOf(module, reader.read(module), writers, refused);
      refusals.set(module, refusal);
      // What only computes values does so in the models of those who call it. One that needs tables has no models.
      if (lent.has(module) || (refusal && refusal.code !== 'plan-no-rows')) refused.add(objectKey(module));
    }
  }
  return refusals;
}

/** Whether a procedure gives nothing but messages and values of its parameters: it writes, returns and tests no row. */
function leavesNoRows({ module, analysis, body, inlined, partOf }: ModuleFacts): boolean {
  if (module.kind !== 'procedure' || !analysis || partOf || inlined.length > 0) return false;
  const { tables, reports, checks, calls } = analysis;
  const given = [tables, reports, checks, calls, writesOf(body?.statements)];
  return given.every(({ length }) => length === 0);
}

/** The first reason why a module cannot be converted, as far as it can be told before anything is lowered. */
function refusalOf(
  module: Module,
  facts: ModuleFacts,
  writers: ReadonlyMap<string, readonly Module[]>,
  refusedCalls?: ReadonlySet<string>,
): Diagnostic | undefined {
  const object = displayName(module);
  if (module.kind === 'trigger') return agentDiagnostics.create('plan-trigger', {});
  if (facts.operational) return agentDiagnostics.create('plan-operational', { object });
  if (!facts.bound) return agentDiagnostics.create('plan-unbound', { object });
  if (facts.function && !facts.function.value && !facts.function.query) {
    return facts.function.refusal ?? agentDiagnostics.create('plan-function-body', {});
  }
  const { analysis } = facts;
  if (!analysis) return undefined;
  const open = analysis.parameters.find(({ type }) => type.name === 'table');
  if (open) return analysisDiagnostics.create('analyse-parameter', { name: open.name });
  const callee = analysis.calls.find((id) => refusedCalls?.has(id.toLowerCase()));
  if (callee !== undefined) return agentDiagnostics.create('plan-call-refused', { object, procedure: callee });
  const refused = analysis.fates.find(({ state }) => state === 'refused');
  if (refused?.diagnostic) return refused.diagnostic;
  if (leavesNoRows(facts)) return agentDiagnostics.create('plan-no-rows', { object });
  for (const { table } of analysis.tables) {
    const names = writers.get(objectKey(table.object)) ?? [];
    if (names.length < 2) continue;
    const params = { table: displayName(table.object), procedures: names.map(displayName).join(' and ') };
    return agentDiagnostics.create('plan-several-writers', params);
  }
  return undefined;
}
