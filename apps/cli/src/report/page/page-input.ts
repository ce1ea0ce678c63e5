import type { Originals, Report, TraceLine } from '@datamigrate/contracts';

/** A generated file, by the name of its model. */
export interface ModelText {
  readonly file: string;
  readonly text: string;
}

/** All that the page is made of. */
export interface PageInput {
  readonly report: Report;
  readonly trace: readonly TraceLine[];
  readonly originals: Originals;
  readonly models: ReadonlyMap<string, ModelText>;
}
