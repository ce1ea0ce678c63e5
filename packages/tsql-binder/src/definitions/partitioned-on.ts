import type {
  Catalog,
  Index,
  PartitionedOn,
  PartitionFunction,
  PartitionScheme,
  UniqueKey,
} from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';

/** The partition functions and schemes of a database; names in lower case. */
export class PartitionDefinitions {
  readonly functions = new Map<string, PartitionFunction>();
  readonly schemes = new Map<string, PartitionScheme>();

  facts(): Pick<Catalog, 'partitionFunctions' | 'partitionSchemes'> {
    return {
      ...(this.functions.size > 0 ? { partitionFunctions: [...this.functions.values()] } : {}),
      ...(this.schemes.size > 0 ? { partitionSchemes: [...this.schemes.values()] } : {}),
    };
  }

  /** Where a new table stands: its own ON, else that of its clustered key. */
  ofTable({ places, elements }: Ast.StatementOf<'CreateTable'>): PartitionedOn | undefined {
    for (const place of places ?? []) {
      if (place.kind === 'OnFileGroup') return this.#scheme(place.target);
    }
    return this.ofElements(elements ?? []);
  }

  /** Puts the keys and indexes that elements of a table make where those say, or where the table stands. */
  placeElements(table: PlacedTable, elements: readonly Ast.AstNode[]): void {
    table.indexes = this.#withInline(table.indexes, elements, table.partitionedOn);
    for (const element of elements) {
      if (element.kind !== 'UniqueConstraint') continue;
      const { type, columns = [], fileGroup } = element as Ast.AstNode & Clustered;
      const named = columns.map(({ name }) => name.name.toLowerCase()).join('\0');
      const isIt = (key: UniqueKey): boolean => key.columns.join('\0').toLowerCase() === named;
      const place = (key: UniqueKey): UniqueKey => {
        const { partitionedOn: _, ...rest } = key;
        const partitionedOn = this.ofIndex(fileGroup, table.partitionedOn);
        return partitionedOn ? withFields(rest, { partitionedOn }) : rest;
      };
      if (type === 'PRIMARY KEY') {
        if (table.primaryKey && isIt(table.primaryKey)) table.primaryKey = place(table.primaryKey);
      } else table.uniqueKeys = table.uniqueKeys.map((key) => (isIt(key) ? place(key) : key));
    }
  }

  /** The scheme of a clustered key among the elements of a table. */
  ofElements(elements: readonly Ast.AstNode[]): PartitionedOn | undefined {
    for (const element of elements) {
      if (element.kind !== 'UniqueConstraint' && element.kind !== 'InlineIndex') continue;
      const key = element as Ast.AstNode & Clustered;
      const clustered = key.clustering === undefined ? key.type === 'PRIMARY KEY' : key.clustering === 'CLUSTERED';
      if (clustered && key.fileGroup) return this.#scheme(key.fileGroup);
    }
    return undefined;
  }

  /** Where a new index stands: with its table, unless it says something else. */
  ofIndex(fileGroup: FileGroup | undefined, table: PartitionedOn | undefined): PartitionedOn | undefined {
    return fileGroup ? this.#scheme(fileGroup) : table;
  }

  #withInline(indexes: readonly Index[], elements: readonly Ast.AstNode[], table: PartitionedOn | undefined): Index[] {
    const written = new Map<string, FileGroup | undefined>();
    for (const element of elements) {
      if (element.kind !== 'InlineIndex') continue;
      const { name, fileGroup } = element as Ast.AstNode & Clustered & { readonly name?: Ast.Identifier };
      if (name) written.set(name.name.toLowerCase(), fileGroup);
    }
    return indexes.map((index) => {
      const key = index.name.toLowerCase();
      const partitionedOn = written.has(key) ? this.ofIndex(written.get(key), table) : index.partitionedOn;
      return partitionedOn ? withFields(index, { partitionedOn }) : index;
    });
  }

  /** Undefined for a filegroup. */
  #scheme({ name, columns }: FileGroup): PartitionedOn | undefined {
    const scheme = name.kind === 'Identifier' ? this.schemes.get(name.name.toLowerCase()) : undefined;
    const [column] = columns ?? [];
    return scheme && column && { scheme: scheme.name, column: column.name };
  }
}

type FileGroup = NonNullable<Ast.StatementOf<'CreateIndex'>['fileGroup']>;

interface PlacedTable {
  primaryKey?: UniqueKey;
  uniqueKeys: UniqueKey[];
  indexes: Index[];
  partitionedOn?: PartitionedOn;
}

interface Clustered {
  readonly columns?: readonly { readonly name: Ast.Identifier }[];
  readonly type?: string;
  readonly clustering?: string;
  readonly fileGroup?: FileGroup;
}
