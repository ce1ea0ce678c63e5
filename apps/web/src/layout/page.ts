import { type MaybeRefOrGetter, type Ref, shallowRef, toValue, watchEffect } from 'vue';
import type { RouteLocationRaw } from 'vue-router';

export interface Crumb {
  readonly name: string;
  readonly to?: RouteLocationRaw;
}

const trail = shallowRef<readonly Crumb[]>([]);

/** What a page is called, in the title of the window and in the breadcrumbs. */
export function usePage(title: MaybeRefOrGetter<string>, above: MaybeRefOrGetter<readonly Crumb[]> = []): void {
  watchEffect(() => {
    const name = toValue(title);
    document.title = name === '' ? 'DataMigrate AI' : `${name} · DataMigrate AI`;
    trail.value = [...toValue(above), { name }];
  });
}

export function useTrail(): Readonly<Ref<readonly Crumb[]>> {
  return trail;
}
