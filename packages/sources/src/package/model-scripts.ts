import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Script } from '@datamigrate/tsql-engine';
import { sourceDiagnostics } from '../diagnostics.js';
import { descriptionScript } from './description-script.js';
import { ELEMENT_FATES } from './element-kinds.js';
import { isTrue, lastPart, type ModelElement, nameParts, plainName, referencesOf } from './model-element.js';
import { moduleScript, moduleSettings } from './module-script.js';
import type { Model } from './read-model.js';
import { linkedServerScript, partitionFunctionScript, partitionSchemeScript } from './storage-script.js';
import { indexScript, tableScript, tableTypeScript, versioningScript } from './table-script.js';
import { typeText } from './type-text.js';

export interface ModelScripts {
  readonly scripts: readonly Script[];
  readonly diagnostics: readonly Diagnostic[];
}

const VERSIONING_RANK = 7;

/** A package's model as T-SQL: the loader of scripts is the only way into the catalog. */
export function modelScripts(model: Model): ModelScripts {
  const writer = new ModelWriter(model);
  return { scripts: writer.scripts(), diagnostics: writer.diagnostics };
}

class ModelWriter {
  readonly diagnostics: Diagnostic[] = [];
  readonly #model: Model;
  readonly #constraints = new Map<string, ModelElement[]>();
  readonly #defaults = new Map<string, ModelElement>();

  constructor(model: Model) {
    this.#model = model;
    for (const element of model.elements) this.#sort(element);
  }

  scripts(): readonly Script[] {
    const made: { readonly rank: number; readonly script: Script }[] = [];
    const ignored = new Map<string, { readonly reason: string; count: number }>();
    for (const element of this.#model.elements) {
      const fate = ELEMENT_FATES.get(element.type);
      if (fate?.fate === 'part') continue;
      if (fate?.fate === 'ignore') {
        const known = ignored.get(element.type) ?? { reason: fate.reason, count: 0 };
        known.count++;
        ignored.set(element.type, known);
        continue;
      }
      const text = fate ? this.#definition(element) : undefined;
      if (text === '') continue;
      if (!fate || text === undefined)
        this.#gap(element, fate ? 'the package keeps no text of it' : 'elements of this type are not known');
      else {
        const settings = moduleSettings(element, this.#model);
        made.push({ rank: fate.rank, script: { name: fileOf(element), text, settings } });
      }
      // Behind all tables, the history among them.
      const versioning = element.type === 'SqlTable' ? versioningScript(element) : '';
      if (versioning !== '') made.push({ rank: VERSIONING_RANK, script: { name: fileOf(element), text: versioning } });
    }
    for (const [type, { reason, count }] of ignored) {
      const name = count === 1 ? `1 element of type ${type}` : `${count} elements of type ${type}`;
      this.diagnostics.push(sourceDiagnostics.create('source-ignored', { name, reason }));
    }
    return made.sort((a, b) => a.rank - b.rank).map(({ script }) => script);
  }

  #sort(element: ModelElement): void {
    if (element.type === 'SqlDefaultConstraint') {
      const [column] = referencesOf(element, 'ForColumn');
      if (column !== undefined) this.#defaults.set(column, element);
      return;
    }
    const [table] = element.type.endsWith('Constraint') ? referencesOf(element, 'DefiningTable') : [];
    if (table === undefined) return;
    const known = this.#constraints.get(table);
    if (known) known.push(element);
    else this.#constraints.set(table, [element]);
  }

  /** Undefined where there is nothing to define it by, empty where it says nothing that is kept. */
  #definition(element: ModelElement): string | undefined {
    const name = element.name ?? '';
    switch (element.type) {
      case 'SqlSchema':
        return `CREATE SCHEMA ${name};\n`;
      case 'SqlTable':
        return tableScript(element, { defaults: this.#defaults, constraints: this.#constraints.get(name) ?? [] });
      case 'SqlTableType':
        return tableTypeScript(element);
      case 'SqlUserDefinedDataType': {
        const nullable = element.properties.get('IsNullable')?.toLowerCase() !== 'false';
        return `CREATE TYPE ${name} FROM ${typeText(element)} ${nullable ? 'NULL' : 'NOT NULL'};\n`;
      }
      case 'SqlSequence':
        return sequenceScript(element);
      case 'SqlSynonym': {
        const target = element.properties.get('ForObjectScript') ?? referencesOf(element, 'ForObject')[0];
        return target === undefined ? undefined : `CREATE SYNONYM ${name} FOR ${target};\n`;
      }
      case 'SqlIndex':
        return indexScript(element);
      case 'SqlPartitionFunction':
        return partitionFunctionScript(element);
      case 'SqlPartitionScheme':
        return partitionSchemeScript(element);
      case 'SqlLinkedServer':
        return linkedServerScript(element);
      case 'SqlExtendedProperty':
        return descriptionScript(element);
      case 'SqlDmlTrigger':
        return withSwitch(element, moduleScript(element));
      default:
        return moduleScript(element);
    }
  }

  #gap(element: ModelElement, reason: string): void {
    const name = element.name === undefined ? '(without a name)' : plainName(element.name);
    const kind = element.type.replace(/^Sql/, '');
    this.diagnostics.push({ ...sourceDiagnostics.create('source-gap', { kind, name, reason }), object: name });
  }
}

/** A trigger that is switched off stays so. */
function withSwitch(trigger: ModelElement, text: string | undefined): string | undefined {
  if (text === undefined || !isTrue(trigger, 'IsDisabled')) return text;
  const [table = ''] = referencesOf(trigger, 'Parent');
  return `${text}\nGO\nDISABLE TRIGGER ${lastPart(trigger.name ?? '')} ON ${table};\n`;
}

function sequenceScript(element: ModelElement): string {
  const value = (name: string): string | undefined => element.properties.get(name);
  const words = [
    `CREATE SEQUENCE ${element.name ?? ''} AS ${typeText(element)}`,
    value('StartValue') === undefined ? '' : `START WITH ${value('StartValue')}`,
    value('IncrementValue') === undefined ? '' : `INCREMENT BY ${value('IncrementValue')}`,
    value('MinValue') === undefined ? '' : `MINVALUE ${value('MinValue')}`,
    value('MaxValue') === undefined ? '' : `MAXVALUE ${value('MaxValue')}`,
    isTrue(element, 'IsCycling') || isTrue(element, 'Cycle') ? 'CYCLE' : '',
  ];
  return `${words.filter((word) => word !== '').join(' ')};\n`;
}

/** What the text of an element is called: packages have no files, people look for objects. */
function fileOf({ type, name }: ModelElement): string {
  return `${type.replace(/^Sql/, '')} ${
    name === undefined
      ? ''
      : nameParts(name)
          .map((part) => part.slice(1, -1))
          .join('.')
  }`.trim();
}
