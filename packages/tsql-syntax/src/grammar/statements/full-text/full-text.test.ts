import { describe, it } from 'vitest';
import { expectKinds, ofKind } from '../../../testing/round-trip.js';

describe('full text', () => {
  it.each([
    ...ofKind(
      'CreateFullTextCatalog',
      'CREATE FULLTEXT CATALOG c',
      "CREATE FULLTEXT CATALOG c ON FILEGROUP fg IN PATH 'p' WITH ACCENT_SENSITIVITY = OFF AS DEFAULT AUTHORIZATION dbo",
    ),
    ...ofKind(
      'AlterFullTextCatalog',
      'ALTER FULLTEXT CATALOG c REBUILD WITH ACCENT_SENSITIVITY = ON',
      'ALTER FULLTEXT CATALOG c REORGANIZE',
      'ALTER FULLTEXT CATALOG c AS DEFAULT',
    ),
    ...ofKind('DropFullTextCatalog', 'DROP FULLTEXT CATALOG c'),
    ...ofKind(
      'CreateFullTextIndex',
      "CREATE FULLTEXT INDEX ON dbo.t (a TYPE COLUMN b LANGUAGE 1033 STATISTICAL_SEMANTICS, c LANGUAGE 'English') KEY INDEX pk ON c WITH CHANGE_TRACKING = AUTO",
      'CREATE FULLTEXT INDEX ON t KEY INDEX pk ON (c, FILEGROUP fg) WITH (CHANGE_TRACKING OFF, NO POPULATION, STOPLIST = SYSTEM)',
      'CREATE FULLTEXT INDEX ON t (a LANGUAGE 0x0409) KEY INDEX pk WITH STOPLIST = s, SEARCH PROPERTY LIST = OFF',
    ),
    ...ofKind(
      'AlterFullTextIndex',
      'ALTER FULLTEXT INDEX ON t ENABLE',
      'ALTER FULLTEXT INDEX ON t SET CHANGE_TRACKING = MANUAL',
      'ALTER FULLTEXT INDEX ON t ADD (a LANGUAGE 0, b) WITH NO POPULATION',
      'ALTER FULLTEXT INDEX ON t ALTER COLUMN a ADD STATISTICAL_SEMANTICS',
      'ALTER FULLTEXT INDEX ON t DROP (a, b)',
      'ALTER FULLTEXT INDEX ON t START UPDATE POPULATION',
      'ALTER FULLTEXT INDEX ON t PAUSE POPULATION',
      'ALTER FULLTEXT INDEX ON t SET STOPLIST OFF WITH NO POPULATION',
      'ALTER FULLTEXT INDEX ON t SET SEARCH PROPERTY LIST = p',
    ),
    ...ofKind('DropFullTextIndex', 'DROP FULLTEXT INDEX ON dbo.t'),
    ...ofKind(
      'CreateFullTextStopList',
      'CREATE FULLTEXT STOPLIST s FROM SYSTEM STOPLIST AUTHORIZATION dbo',
      'CREATE FULLTEXT STOPLIST s FROM db.other',
    ),
    ...ofKind(
      'AlterFullTextStopList',
      "ALTER FULLTEXT STOPLIST s ADD 'en' LANGUAGE 'Spanish'",
      "ALTER FULLTEXT STOPLIST s DROP 'en' LANGUAGE 3082",
      'ALTER FULLTEXT STOPLIST s DROP ALL LANGUAGE 1033',
      'ALTER FULLTEXT STOPLIST s DROP ALL',
    ),
    ...ofKind('DropFullTextStopList', 'DROP FULLTEXT STOPLIST s'),
    ...ofKind('CreateSearchPropertyList', 'CREATE SEARCH PROPERTY LIST p FROM db.q AUTHORIZATION dbo'),
    ...ofKind(
      'AlterSearchPropertyList',
      "ALTER SEARCH PROPERTY LIST p ADD 'Title' WITH (PROPERTY_SET_GUID = 'g', PROPERTY_INT_ID = 2, PROPERTY_DESCRIPTION = 'd')",
      "ALTER SEARCH PROPERTY LIST p DROP 'Title'",
    ),
    ...ofKind('DropSearchPropertyList', 'DROP SEARCH PROPERTY LIST p'),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});

describe('XML', () => {
  it.each([
    ...ofKind('CreateXmlSchemaCollection', "CREATE XML SCHEMA COLLECTION dbo.c AS N'<schema/>'"),
    ...ofKind('AlterXmlSchemaCollection', 'ALTER XML SCHEMA COLLECTION c ADD @x'),
    ...ofKind('DropXmlSchemaCollection', 'DROP XML SCHEMA COLLECTION dbo.c'),
    ...ofKind(
      'CreateXmlIndex',
      'CREATE PRIMARY XML INDEX i ON dbo.t (x) WITH (PAD_INDEX = ON, FILLFACTOR = 80)',
      'CREATE XML INDEX i ON t (x) USING XML INDEX p FOR PATH',
    ),
    ...ofKind(
      'CreateSelectiveXmlIndex',
      "CREATE SELECTIVE XML INDEX i ON t (x) WITH XMLNAMESPACES ('u' AS n) FOR (p1 = '/a/b' AS XQUERY 'xs:string' MAXLENGTH(50) SINGLETON, p2 = '/c' AS SQL nvarchar(50))",
    ),
    ...ofKind('CreateSecondarySelectiveXmlIndex', 'CREATE XML INDEX i ON t (x) USING XML INDEX s FOR (p1)'),
    ...ofKind('AlterIndexPaths', "ALTER INDEX i ON dbo.t FOR (ADD p = '/a', REMOVE q)"),
    ...ofKind(
      'CreateSpatialIndex',
      'CREATE SPATIAL INDEX i ON dbo.t (g) USING GEOMETRY_GRID WITH (BOUNDING_BOX = (0, 0, 500, 200), GRIDS = (LOW, LOW, MEDIUM, HIGH), CELLS_PER_OBJECT = 64) ON [PRIMARY]',
    ),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});

describe('partitions', () => {
  it.each([
    ...ofKind(
      'CreatePartitionFunction',
      "CREATE PARTITION FUNCTION f (datetime2(0)) AS RANGE RIGHT FOR VALUES ('20200101', '20210101')",
      'CREATE PARTITION FUNCTION f (char(1) COLLATE Latin1_General_BIN) AS RANGE FOR VALUES ()',
    ),
    ...ofKind(
      'AlterPartitionFunction',
      'ALTER PARTITION FUNCTION f () SPLIT RANGE (500)',
      'ALTER PARTITION FUNCTION f () MERGE RANGE (@b)',
    ),
    ...ofKind(
      'CreatePartitionScheme',
      'CREATE PARTITION SCHEME s AS PARTITION f ALL TO ([PRIMARY])',
      "CREATE PARTITION SCHEME s AS PARTITION f TO (a, 'b')",
    ),
    ...ofKind('AlterPartitionScheme', 'ALTER PARTITION SCHEME s NEXT USED fg', 'ALTER PARTITION SCHEME s NEXT USED'),
    ...ofKind('DropPartitionFunction', 'DROP PARTITION FUNCTION f'),
    ...ofKind('DropPartitionScheme', 'DROP PARTITION SCHEME s'),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});
