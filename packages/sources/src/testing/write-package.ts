import { strToU8, zipSync } from 'fflate';

const NAMESPACE = 'http://schemas.microsoft.com/sqlserver/dac/Serialization/2012/02';

/** model.xml around some elements. */
export function model(elements: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<DataSchemaModel FileFormatVersion="1.2" SchemaVersion="2.9" DspName="Microsoft.Data.Tools.Schema.Sql.Sql150DatabaseSchemaProvider" xmlns="${NAMESPACE}">
<Header><CustomData Category="AnsiNulls"><Metadata Name="AnsiNulls" Value="True" /></CustomData></Header>
<Model>
<Element Type="SqlDatabaseOptions"><Property Name="Collation" Value="Latin1_General_CI_AS" /></Element>
${elements}
</Model></DataSchemaModel>`;
}

interface ColumnOptions {
  readonly nullable?: boolean;
  readonly length?: number | 'max';
  readonly precision?: number;
  readonly scale?: number;
}

export function column(table: string, name: string, type: string, options: ColumnOptions = {}): string {
  const { nullable = true, length, precision, scale } = options;
  const facets = [
    length === 'max'
      ? '<Property Name="IsMax" Value="True" />'
      : length && `<Property Name="Length" Value="${length}" />`,
    scale && `<Property Name="Scale" Value="${scale}" />`,
    precision && `<Property Name="Precision" Value="${precision}" />`,
  ].filter(Boolean);
  return `<Entry><Element Type="SqlSimpleColumn" Name="${table}.[${name}]">
${nullable ? '' : '<Property Name="IsNullable" Value="False" />'}
<Relationship Name="TypeSpecifier"><Entry><Element Type="SqlTypeSpecifier">${facets.join('')}
<Relationship Name="Type"><Entry><References ExternalSource="BuiltIns" Name="[${type}]" /></Entry></Relationship>
</Element></Entry></Relationship></Element></Entry>`;
}

export function table(name: string, ...columns: readonly string[]): string {
  return `<Element Type="SqlTable" Name="${name}"><Relationship Name="Columns">${columns.join('')}</Relationship></Element>`;
}

/** A .dacpac or .bacpac with these files. */
export function packageOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).map(
    ([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content] as const,
  );
  return zipSync(Object.fromEntries(entries));
}
