import { Refusal } from '../errors/sql-error.js';
import { convertValue } from '../values/convert.js';
import { xmlExist, xmlQuery, xmlValue } from '../xml/xml-methods.js';
import type { FunctionBody } from './call.js';

const TEXT = { name: 'nvarchar', length: 'max' } as const;

export const XML_FUNCTIONS = {
  'SPATIAL MEMBER': () => {
    throw new Refusal('A method or property of a spatial type');
  },
  'XML EXIST': ({ env, node }) => xmlExist(env, node.arguments),
  'XML QUERY': ({ env, node }) => xmlQuery(env, node.arguments),
  'XML VALUE': (call) => {
    const text = xmlValue(call.env, call.node.arguments);
    return convertValue(text, TEXT, call.type, { format: call.env.host.format });
  },
} as const satisfies Record<string, FunctionBody>;
