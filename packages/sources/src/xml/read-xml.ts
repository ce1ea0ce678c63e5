import { err, ok, type Result } from '@datamigrate/foundation';
import { SaxesParser } from 'saxes';

/** An element without its namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, that of its children aside. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

export interface XmlStream {
  /** Children of elements of this name are handed over one by one and not kept. */
  readonly parent: string;
  readonly each: (element: XmlElement) => void;
}

const DEEPEST = 200;
const CHUNK = 1 << 16;

/** The root of an XML text, or what is wrong with it. Entities of a DTD are not followed. */
export function readXml(text: string, stream?: XmlStream): Result<XmlElement, string> {
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let problem: string | undefined;
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  parser.on('error', (error) => {
    problem ??= error.message.split('\n')[0] ?? 'it is malformed';
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEEPEST) problem ??= `elements are nested more than ${DEEPEST} deep`;
    open.push({ name: localName(name), attributes, children: [], text: '' });
  });
  const addText = (part: string): void => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) return;
    const parent = open.at(-1);
    if (!parent) root = element;
    else if (stream && parent.name === stream.parent) stream.each(element);
    else parent.children.push(element);
  });
  for (let from = 0; from < text.length && problem === undefined; from += CHUNK) {
    parser.write(text.slice(from, from + CHUNK));
  }
  if (problem === undefined) parser.close();
  if (problem !== undefined) return err(problem);
  return root ? ok(root) : err('it has no elements');
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}
