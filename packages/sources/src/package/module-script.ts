import { elementsOf, isTrue, type ModelElement, nameParts, referencesOf } from './model-element.js';
import { typeText } from './type-text.js';

/** The CREATE statement of a view, procedure, function or trigger; undefined where the package keeps no body of it. */
export function moduleScript(module: ModelElement): string | undefined {
  const holder = bodyHolder(module);
  const body = holder.properties.get('BodyScript') ?? holder.properties.get('QueryScript');
  if (body === undefined) return undefined;
  const header = holder.header ?? module.header ?? writtenHeader(module);
  if (header === undefined) return undefined;
  const gap = /\s$/.test(header) || /^\s/.test(body) ? '' : ' ';
  return `${header}${gap}${body}${holder.footer ?? module.footer ?? ''}`;
}

/** Functions keep their body in an element of its own. */
function bodyHolder(module: ModelElement): ModelElement {
  return elementsOf(module, 'FunctionBody')[0] ?? module;
}

/** Packages that were made without the text before the body: what can be said from the parameters. */
function writtenHeader(module: ModelElement): string | undefined {
  const name = module.name ?? '';
  const parameters = elementsOf(module, 'Parameters').map(parameterText).join(', ');
  switch (module.type) {
    case 'SqlView':
      return `CREATE VIEW ${name}${isTrue(module, 'IsSchemaBound') ? ' WITH SCHEMABINDING' : ''} AS`;
    case 'SqlProcedure':
      return `CREATE PROCEDURE ${name} ${parameters} AS`;
    case 'SqlScalarFunction':
      return `CREATE FUNCTION ${name} (${parameters}) RETURNS ${typeText(module)} AS`;
    case 'SqlInlineTableValuedFunction':
      return `CREATE FUNCTION ${name} (${parameters}) RETURNS TABLE AS RETURN`;
    case 'SqlDmlTrigger': {
      const [table = ''] = referencesOf(module, 'Parent');
      const events = ['Insert', 'Update', 'Delete'].filter((event) => isTrue(module, `Is${event}Trigger`));
      const time = module.properties.get('SqlTriggerType') === '3' ? 'INSTEAD OF' : 'AFTER';
      return `CREATE TRIGGER ${name} ON ${table} ${time} ${events.join(', ').toUpperCase()} AS`;
    }
    default:
      return undefined;
  }
}

function parameterText(parameter: ModelElement): string {
  const name = (nameParts(parameter.name ?? '').at(-1) ?? '').slice(1, -1);
  const fallback = parameter.properties.get('DefaultExpressionScript');
  const words = [
    name,
    typeText(parameter),
    fallback === undefined ? '' : `= ${fallback}`,
    isTrue(parameter, 'IsOutput') ? 'OUTPUT' : '',
    isTrue(parameter, 'IsReadOnly') ? 'READONLY' : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** Settings a module was created under; `fallback` is what the package says for all. */
export function moduleSettings(
  module: ModelElement,
  fallback: { readonly ansiNulls: boolean; readonly quotedIdentifier: boolean },
) {
  const stated = (property: string, otherwise: boolean): boolean => {
    const value = (bodyHolder(module).properties.get(property) ?? module.properties.get(property))?.toLowerCase();
    return value === undefined ? otherwise : value === 'true';
  };
  return {
    ansiNulls: stated('IsAnsiNullsOn', fallback.ansiNulls),
    quotedIdentifier: stated('IsQuotedIdentifierOn', fallback.quotedIdentifier),
  };
}
