import { unify } from '@datamigrate/catalog';
import { asIs, type FunctionFact, sameAs } from './function-fact.js';

const unified: FunctionFact['returns'] = (args) =>
  args.map((argument) => argument.type).reduce(unify, { name: 'null' });

/**
 * Functions whose arguments influence each other's types. Their binding is in bind-conditional.ts; the rows here make
 * them functions like others for everyone who comes later.
 */
export const CONDITIONAL_FUNCTIONS = {
  CHOOSE: { parameters: [asIs, asIs], variadic: 255, returns: unified, nullable: 'always' },
  COALESCE: { parameters: [asIs, asIs], variadic: 1024, returns: unified },
  GREATEST: { parameters: [asIs], variadic: 254, returns: unified },
  ISNULL: { parameters: [asIs, asIs], returns: sameAs(0) },
  LEAST: { parameters: [asIs], variadic: 254, returns: unified },
  NULLIF: { parameters: [asIs, asIs], returns: sameAs(0), nullable: 'always' },
} as const satisfies Record<string, FunctionFact>;
