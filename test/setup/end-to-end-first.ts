import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Vitest begins with the largest files where it does not know yet how long each takes. Whole migrations take longest,
 * however short their files are: the last of them would run alone, beside an idle processor.
 */
export class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isEndToEnd = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/end-to-end/');
    return [...sorted.filter(isEndToEnd), ...sorted.filter((file) => !isEndToEnd(file))];
  }
}
