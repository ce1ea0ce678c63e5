import type { NodeBase } from './node.js';

/** Digits as written; typed as int, or as numeric when they do not fit. */
export interface IntegerLiteral extends NodeBase<'IntegerLiteral'> {
  readonly text: string;
}

/** `1.50`: digits and a point, typed as numeric. */
export interface DecimalLiteral extends NodeBase<'DecimalLiteral'> {
  readonly text: string;
}

/** `1e3`, typed as float. */
export interface FloatLiteral extends NodeBase<'FloatLiteral'> {
  readonly text: string;
}

/** `$12.50`, typed as money. */
export interface MoneyLiteral extends NodeBase<'MoneyLiteral'> {
  readonly text: string;
}

/** `0x1F`; hexadecimal digits without the prefix, in upper case. */
export interface BinaryLiteral extends NodeBase<'BinaryLiteral'> {
  readonly digits: string;
}

export interface StringLiteral extends NodeBase<'StringLiteral'> {
  readonly value: string;
  /** `N'…'` */
  readonly national: boolean;
}

export interface NullLiteral extends NodeBase<'NullLiteral'> {}

/** DEFAULT in the place of a value: VALUES (DEFAULT), SET x = DEFAULT, EXEC p DEFAULT. */
export interface DefaultLiteral extends NodeBase<'DefaultLiteral'> {}

/** `{d '2024-01-02'}`, `{t '…'}`, `{ts '…'}`, `{guid '…'}` */
export interface OdbcLiteral extends NodeBase<'OdbcLiteral'> {
  readonly type: 'd' | 't' | 'ts' | 'guid';
  readonly value: StringLiteral;
}

export type Literal =
  | IntegerLiteral
  | DecimalLiteral
  | FloatLiteral
  | MoneyLiteral
  | BinaryLiteral
  | StringLiteral
  | NullLiteral
  | DefaultLiteral
  | OdbcLiteral;
