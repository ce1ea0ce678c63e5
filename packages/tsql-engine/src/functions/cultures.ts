import { tableByName } from '@datamigrate/foundation';
/** What FORMAT needs of a .NET culture. */
export interface Culture {
  readonly name: string;
  readonly decimal: string;
  readonly group: string;
  readonly minus: string;
  readonly dateSeparator: string;
  readonly negativeNumber: (text: string) => string;
  readonly currency: (text: string) => string;
  readonly negativeCurrency: (text: string) => string;
  readonly percent: (text: string) => string;
  readonly shortDate: string;
  readonly longDate: string;
  readonly shortTime: string;
  readonly longTime: string;
  /** Month and weekday names are English. */
  readonly english: boolean;
}

const EN_US: Culture = {
  name: 'en-US',
  decimal: '.',
  group: ',',
  minus: '-',
  dateSeparator: '/',
  negativeNumber: (text) => `-${text}`,
  currency: (text) => `$${text}`,
  negativeCurrency: (text) => `(${text})`,
  percent: (text) => `${text}%`,
  shortDate: 'M/d/yyyy',
  longDate: 'dddd, MMMM d, yyyy',
  shortTime: 'h:mm tt',
  longTime: 'h:mm:ss tt',
  english: true,
};

/** learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings */
const CULTURES = tableByName<Culture>({
  'en-us': EN_US,
  'en-gb': {
    ...EN_US,
    name: 'en-GB',
    currency: (text) => `£${text}`,
    negativeCurrency: (text) => `-${text}`,
    shortDate: 'dd/MM/yyyy',
    longDate: 'dd MMMM yyyy',
    shortTime: 'HH:mm',
    longTime: 'HH:mm:ss',
  },
  'de-de': {
    ...EN_US,
    name: 'de-DE',
    decimal: ',',
    group: '.',
    dateSeparator: '.',
    currency: (text) => `${text} €`,
    negativeCurrency: (text) => `-${text}`,
    percent: (text) => `${text} %`,
    shortDate: 'dd.MM.yyyy',
    longDate: 'dddd, d. MMMM yyyy',
    shortTime: 'HH:mm',
    longTime: 'HH:mm:ss',
    english: false,
  },
});

export function cultureByName(name: string): Culture | undefined {
  return CULTURES.get(name.toLowerCase());
}
