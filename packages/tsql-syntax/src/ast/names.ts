import type { NodeBase } from './node.js';

/** How a name was written. `none` is a regular identifier. */
export type QuoteStyle = 'none' | 'brackets' | 'quotes';

export interface Identifier extends NodeBase<'Identifier'> {
  /** The name itself, without quotes and with doubled quotes undone. */
  readonly name: string;
  readonly quote: QuoteStyle;
}

/** `[[[server.]database.]schema.]name`; a part left out between dots (`db..t`) is undefined. */
export interface ObjectName extends NodeBase<'ObjectName'> {
  readonly server?: Identifier | undefined;
  readonly database?: Identifier | undefined;
  readonly schema?: Identifier | undefined;
  readonly name: Identifier;
}

/** `@x`; the name keeps its `@`. */
export interface Variable extends NodeBase<'Variable'> {
  readonly name: string;
}

export type TypeParameter = IntegerParameter | MaxParameter;

export interface IntegerParameter extends NodeBase<'IntegerParameter'> {
  readonly value: number;
}

export interface MaxParameter extends NodeBase<'MaxParameter'> {}

/** A type as written: `varchar(10)`, `dbo.PhoneNo`, `xml(CONTENT dbo.Schemas)`, `double precision`. */
export interface DataType extends NodeBase<'DataType'> {
  readonly name: ObjectName;
  readonly parameters: readonly TypeParameter[];
  readonly xmlSchema?: XmlSchemaReference | undefined;
  /** `vector(3, float16)`: the base type that follows the dimensions. */
  readonly baseType?: Identifier | undefined;
}

export interface XmlSchemaReference extends NodeBase<'XmlSchemaReference'> {
  readonly content?: 'CONTENT' | 'DOCUMENT' | undefined;
  readonly collection: ObjectName;
}

export type NameNode =
  | Identifier
  | ObjectName
  | Variable
  | IntegerParameter
  | MaxParameter
  | DataType
  | XmlSchemaReference;
