import type { Result } from '@datamigrate/foundation';
import { err, ok } from '@datamigrate/foundation';
import { childrenNamed, readXml, type XmlElement } from '../xml/read-xml.js';
import { type ModelElement, modelElement } from './model-element.js';

export interface Model {
  readonly elements: readonly ModelElement[];
  readonly provider: string | undefined;
  readonly ansiNulls: boolean;
  readonly quotedIdentifier: boolean;
  readonly compatibility: string | undefined;
  /** Files of other packages that objects may come from. */
  readonly references: readonly string[];
}

/** Reads model.xml element by element; what is wrong with it otherwise. */
export function readModel(text: string): Result<Model, string> {
  const elements: ModelElement[] = [];
  const read = readXml(text, {
    parent: 'Model',
    each: (xml) => {
      if (xml.name === 'Element') elements.push(modelElement(xml));
    },
  });
  if (!read.ok) return err(`model.xml is malformed (${read.error})`);
  const root = read.value;
  if (root.name !== 'DataSchemaModel') return err(`model.xml begins with <${root.name}>, not <DataSchemaModel>`);
  const [header] = childrenNamed(root, 'Header');
  const data = header ? childrenNamed(header, 'CustomData') : [];
  const value = (category: string): string | undefined =>
    data.filter(({ attributes }) => attributes['Category'] === category).map((each) => metadata(each, category))[0];
  return ok({
    elements,
    provider: root.attributes['DspName'],
    ansiNulls: value('AnsiNulls')?.toLowerCase() !== 'false',
    quotedIdentifier: value('QuotedIdentifier')?.toLowerCase() !== 'false',
    compatibility: value('CompatibilityMode'),
    references: data.flatMap((each) =>
      each.attributes['Category'] === 'Reference' && each.attributes['Type'] === 'SqlSchema'
        ? (metadata(each, 'FileName') ?? [])
        : [],
    ),
  });
}

function metadata(data: XmlElement, name: string): string | undefined {
  return childrenNamed(data, 'Metadata').find(({ attributes }) => attributes['Name'] === name)?.attributes['Value'];
}
