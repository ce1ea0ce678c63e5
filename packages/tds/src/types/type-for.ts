import { DEFAULT_COLLATION, type SqlType } from '@datamigrate/catalog';
import { binaryType } from './binary-type.js';
import { decimalType, moneyType } from './exact-type.js';
import { floatType } from './float-type.js';
import { GUID } from './guid-type.js';
import { BIT, integerType } from './integer-type.js';
import { momentType } from './moment-type.js';
import { oldLobType } from './old-lob-type.js';
import { textType } from './text-type.js';
import { variantType } from './variant-type.js';
import type { WireType } from './wire-type.js';
import { XML } from './xml-type.js';

/** How a column of a type travels. json and vector travel as text, which is what SQL Server gives to older clients. */
export function typeFor(type: SqlType, collation = DEFAULT_COLLATION): WireType {
  switch (type.name) {
    case 'bit':
      return BIT;
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return integerType(type.name);
    case 'decimal':
      return decimalType(type);
    case 'money':
    case 'smallmoney':
      return moneyType(type.name === 'smallmoney');
    case 'float':
    case 'real':
      return floatType(type.name);
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return textType(type, collation);
    case 'binary':
    case 'varbinary':
      return binaryType(type);
    case 'rowversion':
      return binaryType({ name: 'binary', length: 8 });
    case 'date':
    case 'datetime':
    case 'smalldatetime':
      return momentType(type.name);
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return momentType(type.name, type.scale);
    case 'uniqueidentifier':
      return GUID;
    case 'xml':
      return XML;
    case 'text':
    case 'ntext':
    case 'image':
      return oldLobType(type.name, collation);
    case 'sql_variant':
      return variantType(collation);
    case 'hierarchyid':
    case 'geometry':
    case 'geography':
      return binaryType({ name: 'varbinary', length: 'max' });
    case 'json':
    case 'vector':
    case 'cursor':
    case 'table':
    case 'null':
      return textType({ name: 'nvarchar', length: 'max' }, collation);
  }
}
