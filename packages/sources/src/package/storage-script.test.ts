import { expect, it } from 'vitest';
import { open } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { column, model, packageOf } from '../testing/write-package.js';

const references = (name: string, ...to: readonly string[]): string =>
  `<Relationship Name="${name}">${to.map((each) => `<Entry><References Name="${each}" /></Entry>`).join('')}</Relationship>`;
const held = (name: string, ...elements: readonly string[]): string =>
  `<Relationship Name="${name}">${elements.map((each) => `<Entry>${each}</Entry>`).join('')}</Relationship>`;

const value = (script: string, property: string): string =>
  `<Element Type="SqlPartitionValue"><Property Name="${property}"><Value><![CDATA[${script}]]></Value></Property></Element>`;
const TYPE = held(
  'ParameterType',
  `<Element Type="SqlTypeSpecifier">${'<Relationship Name="Type"><Entry><References ExternalSource="BuiltIns" Name="[date]" /></Entry></Relationship>'}</Element>`,
);

const T = '[dbo].[Sale]';
const PLACE = references('PartitionScheme', '[ByDay]') + references('PartitionColumn', `${T}.[Day]`);
const INDEX = (name: string, place: string): string => `<Element Type="SqlIndex" Name="${T}.[${name}]">
${held('ColumnSpecifications', `<Element Type="SqlIndexedColumnSpecification">${references('Column', `${T}.[Id]`)}</Element>`)}
${references('IndexedObject', T)}${place}</Element>`;

/** As DacFx names things, and as another writer of packages does. */
const FORMS = [
  [
    'of DacFx',
    `<Element Type="SqlPartitionFunction" Name="[Days]"><Property Name="Range" Value="2" />${TYPE}
${held('BoundaryValues', value("'20230101'", 'ExpressionScript'), value("'20240101'", 'ExpressionScript'))}</Element>`,
    `<Element Type="SqlPartitionScheme" Name="[ByDay]">${references('PartitionFunction', '[Days]')}
${held('FilegroupSpecifiers', ...['[Old]', '[PRIMARY]', '[PRIMARY]'].map((group) => `<Element Type="SqlFilegroupSpecifier">${references('Filegroup', group)}</Element>`))}</Element>`,
  ],
  [
    'of others',
    `<Element Type="SqlPartitionFunction" Name="[Days]"><Property Name="BoundaryIsRight" Value="True" />
${references('ParameterType', '[date]')}${held('BoundaryValues', value("'20230101'", 'Expression'), value("'20240101'", 'Expression'))}</Element>`,
    `<Element Type="SqlPartitionScheme" Name="[ByDay]">${references('FileGroups', '[Old]', '[PRIMARY]', '[PRIMARY]')}${references('PartitionFunction', '[Days]')}</Element>`,
  ],
] as const;

it.each(FORMS)('partitions of a package, in the form %s', async (_, partitionFunction, scheme) => {
  const columns = [column(T, 'Day', 'date', { nullable: false }), column(T, 'Id', 'int')].join('');
  const table = `<Element Type="SqlTable" Name="${T}"><Relationship Name="Columns">${columns}</Relationship>${PLACE}</Element>`;
  const server = `<Element Type="SqlLinkedServer" Name="[ORA]"><Property Name="ProductName" Value="Oracle" />
<Property Name="ProviderString" Value="Password=s3cret" /><Property Name="DataSource" Value="ora.example" /></Element>`;
  // Tables stand before what they stand on: the order of a model means nothing.
  const elements = [
    table,
    INDEX('Aligned', ''),
    INDEX('Plain', references('Filegroup', '[PRIMARY]')),
    scheme,
    partitionFunction,
    server,
  ];
  const folder = folderOf({ 'shop.dacpac': packageOf({ 'model.xml': model(elements.join('\n')) }) });
  const { loaded, codes } = await open(`${folder}/shop.dacpac`);
  expect(codes).toEqual([]);
  const { partitionFunctions, partitionSchemes, linkedServers, tables } = loaded.catalog;
  expect(partitionFunctions).toEqual([
    { name: 'Days', type: { name: 'date' }, side: 'RIGHT', boundaries: ['2023-01-01', '2024-01-01'] },
  ]);
  expect(partitionSchemes).toEqual([{ name: 'ByDay', function: 'Days', fileGroups: ['Old', 'PRIMARY', 'PRIMARY'] }]);
  expect(linkedServers).toEqual([{ name: 'ORA', product: 'Oracle', dataSource: 'ora.example' }]);
  const on = { scheme: 'ByDay', column: 'Day' };
  expect(tables).toMatchObject([{ name: 'Sale', partitionedOn: on }]);
  expect(tables[0]?.indexes.map(({ name, partitionedOn }) => [name, partitionedOn])).toEqual([
    ['Aligned', on],
    ['Plain', undefined],
  ]);
});
