import { keyword, option } from '../../options.js';
import { field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { binary, identifier, stringLiteral } from '../../values.js';
import { authorization } from '../keys/encryption.js';

const platform = keyword('WINDOWS', 'LINUX');

/** A file: its path, or its bytes. */
const content = either(stringLiteral, node('BinaryContent', field('value', binary)));

const libraryFile = node(
  'LibraryFile',
  field('options', parenthesized(list(option('LibraryFileOption', { CONTENT: content, PLATFORM: platform })))),
);

const libraryLanguage = optional(words('WITH ( LANGUAGE ='), field('language', stringLiteral), words(')'));

/** learn.microsoft.com/sql/t-sql/statements/create-external-library-transact-sql */
export const createExternalLibrary = statement(
  'CreateExternalLibrary',
  'CREATE EXTERNAL LIBRARY',
  field('name', identifier),
  authorization,
  words('FROM'),
  field('files', list(either(stringLiteral, libraryFile))),
  libraryLanguage,
);

export const alterExternalLibrary = statement(
  'AlterExternalLibrary',
  'ALTER EXTERNAL LIBRARY',
  field('name', identifier),
  authorization,
  words('SET'),
  field('files', list(libraryFile)),
  libraryLanguage,
);

export const dropExternalLibrary = statement(
  'DropExternalLibrary',
  'DROP EXTERNAL LIBRARY',
  field('name', identifier),
  authorization,
);

const languageFile = node(
  'LanguageFile',
  field(
    'options',
    parenthesized(
      list(
        option('LanguageFileOption', {
          CONTENT: content,
          FILE_NAME: stringLiteral,
          PLATFORM: platform,
          PARAMETERS: stringLiteral,
          ENVIRONMENT_VARIABLES: stringLiteral,
        }),
      ),
    ),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/create-external-language-transact-sql */
export const createExternalLanguage = statement(
  'CreateExternalLanguage',
  'CREATE EXTERNAL LANGUAGE',
  field('name', identifier),
  authorization,
  words('FROM'),
  field('files', list(languageFile)),
);

export const alterExternalLanguage = statement(
  'AlterExternalLanguage',
  'ALTER EXTERNAL LANGUAGE',
  field('name', identifier),
  authorization,
  field(
    'change',
    either(
      node('SetLanguageFile', words('SET'), field('file', languageFile)),
      node('AddLanguageFile', words('ADD'), field('file', languageFile)),
      node('RemoveLanguagePlatform', words('REMOVE PLATFORM'), field('platform', platform)),
    ),
  ),
);

export const dropExternalLanguage = statement(
  'DropExternalLanguage',
  'DROP EXTERNAL LANGUAGE',
  field('name', identifier),
  authorization,
);

export const externalLibraryStatements = [
  createExternalLibrary,
  alterExternalLibrary,
  dropExternalLibrary,
  createExternalLanguage,
  alterExternalLanguage,
  dropExternalLanguage,
] as const;
