import { childrenNamed, type XmlElement } from '../xml/read-xml.js';

/** An element of model.xml: `[dbo].[Album]` of type SqlTable, with what it is made of. */
export interface ModelElement {
  readonly type: string;
  readonly name: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
  readonly relationships: ReadonlyMap<string, readonly ModelEntry[]>;
  /** Of the annotation that keeps the text of a module around its body. */
  readonly header: string | undefined;
  readonly footer: string | undefined;
  readonly annotations: ReadonlySet<string>;
}

/** What a relationship leads to: an element of its own, or one that stands elsewhere. */
export interface ModelEntry {
  readonly element?: ModelElement;
  readonly reference?: string;
}

/** What only says who depends on whom is worked out from the texts. */
const LEFT_OUT = /Dependencies$|^DynamicObjects$/;

export function modelElement(xml: XmlElement): ModelElement {
  const relationships = new Map<string, readonly ModelEntry[]>();
  for (const relationship of childrenNamed(xml, 'Relationship')) {
    const name = relationship.attributes['Name'] ?? '';
    if (!LEFT_OUT.test(name)) relationships.set(name, childrenNamed(relationship, 'Entry').flatMap(entriesOf));
  }
  const annotations = childrenNamed(xml, 'Annotation');
  const text = annotations.find(({ attributes }) => attributes['Type'] === 'SysCommentsObjectAnnotation');
  const texts = text ? propertiesOf(text) : undefined;
  return {
    type: xml.attributes['Type'] ?? '',
    name: xml.attributes['Name'],
    properties: propertiesOf(xml),
    relationships,
    header: texts?.get('HeaderContents'),
    footer: texts?.get('FooterContents'),
    annotations: new Set(annotations.map(({ attributes }) => attributes['Type'] ?? '')),
  };
}

function entriesOf(entry: XmlElement): ModelEntry[] {
  return entry.children.flatMap((child): ModelEntry[] => {
    if (child.name === 'Element') return [{ element: modelElement(child) }];
    const reference = child.attributes['Name'];
    return child.name === 'References' && reference !== undefined ? [{ reference }] : [];
  });
}

/** Values stand in an attribute, or as text where they are scripts. */
export function propertiesOf(xml: XmlElement): ReadonlyMap<string, string> {
  return new Map(
    childrenNamed(xml, 'Property').map((property) => {
      const value = property.attributes['Value'] ?? childrenNamed(property, 'Value')[0]?.text ?? '';
      return [property.attributes['Name'] ?? '', value] as const;
    }),
  );
}

export const isTrue = (element: ModelElement, property: string): boolean =>
  element.properties.get(property)?.toLowerCase() === 'true';

/** The elements that a relationship holds. */
export const elementsOf = (element: ModelElement, relationship: string): readonly ModelElement[] =>
  (element.relationships.get(relationship) ?? []).flatMap((entry) => entry.element ?? []);

/** The names that a relationship refers to. */
export const referencesOf = (element: ModelElement, relationship: string): readonly string[] =>
  (element.relationships.get(relationship) ?? []).flatMap(({ reference }) => reference ?? []);

/** `[dbo].[a]]b]` as its parts with their brackets. */
export function nameParts(name: string): readonly string[] {
  return name.match(/\[(?:[^\]]|\]\])*\]/g) ?? [name];
}

export const lastPart = (name: string): string => nameParts(name).at(-1) ?? name;

export const withoutBrackets = (part: string): string =>
  part.startsWith('[') ? part.slice(1, -1).replaceAll(']]', ']') : part;

/** A name for people. */
export const plainName = (name: string): string => nameParts(name).map(withoutBrackets).join('.');
