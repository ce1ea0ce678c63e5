import { quotedText } from '@datamigrate/catalog';
import { elementsOf, isTrue, lastPart, type ModelElement, plainName, referencesOf } from './model-element.js';
import { typeText } from './type-text.js';

/**
 * The names are those of DacFx's model (learn.microsoft.com/dotnet/api/microsoft.sqlserver.dac.model.partitionfunction,
 * …partitionscheme, …linkedserver); packages that others write differ in some, which are read as well.
 */
export function partitionFunctionScript(element: ModelElement): string | undefined {
  const [specifier] = elementsOf(element, 'ParameterType');
  const [builtIn] = referencesOf(element, 'ParameterType');
  const type = specifier ? typeText(specifier) : builtIn;
  if (type === undefined) return undefined;
  const right = element.properties.get('Range') === '2' || isTrue(element, 'BoundaryIsRight');
  const values = elementsOf(element, 'BoundaryValues').map(
    ({ properties }) => properties.get('ExpressionScript') ?? properties.get('Expression') ?? 'NULL',
  );
  const range = `AS RANGE ${right ? 'RIGHT' : 'LEFT'} FOR VALUES (${values.join(', ')})`;
  return `CREATE PARTITION FUNCTION ${element.name ?? ''} (${type}) ${range};\n`;
}

export function partitionSchemeScript(element: ModelElement): string | undefined {
  const [of] = referencesOf(element, 'PartitionFunction');
  if (of === undefined) return undefined;
  const specified = elementsOf(element, 'FilegroupSpecifiers').flatMap((each) => referencesOf(each, 'Filegroup'));
  const named = specified.length > 0 ? specified : fileGroups(element);
  const groups = named.length > 0 ? named : ['[PRIMARY]'];
  const all = groups.length === 1 ? 'ALL ' : '';
  return `CREATE PARTITION SCHEME ${element.name ?? ''} AS PARTITION ${of} ${all}TO (${groups.map(lastPart).join(', ')});\n`;
}

/** ` ON scheme (column)` or ` ON filegroup` of a table, key or index; empty where it says nothing. */
export function placeText(element: ModelElement): string {
  const [scheme] = referencesOf(element, 'PartitionScheme');
  const [column] = referencesOf(element, 'PartitionColumn');
  if (scheme !== undefined && column !== undefined) return ` ON ${scheme} (${lastPart(column)})`;
  const [group] = fileGroups(element);
  return group === undefined ? '' : ` ON ${lastPart(group)}`;
}

const fileGroups = (element: ModelElement): readonly string[] =>
  ['Filegroup', 'Filegroups', 'FileGroups'].flatMap((name) => referencesOf(element, name));

const SERVER_PROPERTIES: readonly (readonly [parameter: string, properties: readonly string[]])[] = [
  ['@srvproduct', ['ProductName', 'Product']],
  ['@provider', ['ProviderName', 'Provider']],
  ['@datasrc', ['DataSource']],
  ['@catalog', ['Catalog']],
];

export function linkedServerScript(element: ModelElement): string {
  const words = SERVER_PROPERTIES.flatMap(([parameter, names]) => {
    const value = names.map((name) => element.properties.get(name)).find((each) => each !== undefined && each !== '');
    return value === undefined ? [] : [`${parameter} = ${quotedText(value)}`];
  });
  const server = `@server = ${quotedText(plainName(element.name ?? ''))}`;
  return `EXEC master.dbo.sp_addlinkedserver ${[server, ...words].join(', ')};\n`;
}
