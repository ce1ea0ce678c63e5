/** SET options that decide how text becomes dates and dates become text. */
export interface SessionFormat {
  readonly dateFormat: 'mdy' | 'dmy' | 'ymd' | 'ydm' | 'myd' | 'dym';
  /** 1 (Monday) to 7 (Sunday). */
  readonly dateFirst: number;
  readonly language: string;
}

export const DEFAULT_FORMAT: SessionFormat = { dateFormat: 'mdy', dateFirst: 7, language: 'us_english' };
