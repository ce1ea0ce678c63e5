import { refDebounced } from '@vueuse/core';
import { computed, type Ref, ref, type WritableComputedRef, watch } from 'vue';
import { type LocationQueryRaw, useRoute, useRouter } from 'vue-router';

let pending: LocationQueryRaw | null = null;

/** Writes into the query of the address; several writes of one moment become one. */
function useWriter(): (name: string, value: string | string[] | undefined) => void {
  const route = useRoute();
  const router = useRouter();
  return (name, value) => {
    const first = pending === null;
    pending = { ...(pending ?? route.query), [name]: value };
    if (!first) return;
    queueMicrotask(() => {
      const query = Object.fromEntries(Object.entries(pending ?? {}).filter(([, one]) => one !== undefined));
      pending = null;
      void router.replace({ query, hash: route.hash });
    });
  };
}

/** One value of the address; the fallback is not written. */
export function useQueryValue(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute();
  const write = useWriter();
  return computed({
    get: () => {
      const value = route.query[name];
      return (Array.isArray(value) ? value[0] : value) ?? fallback;
    },
    set: (value) => write(name, value === fallback || value === '' ? undefined : value),
  });
}

/** Values of the address that belong to a set; others are left out. */
export function useQueryList<T extends string>(name: string, known: readonly T[]): WritableComputedRef<T[]> {
  const route = useRoute();
  const write = useWriter();
  return computed({
    get: () => {
      const value = route.query[name] ?? [];
      const given: readonly unknown[] = Array.isArray(value) ? value : [value];
      return known.filter((one) => given.includes(one));
    },
    set: (values) => write(name, values.length === 0 ? undefined : values),
  });
}

/** Text that is typed: shown at once, written into the address a moment later. */
export function useQueryText(
  name: string,
  milliseconds = 200,
): { typed: Ref<string>; asked: WritableComputedRef<string> } {
  const asked = useQueryValue(name);
  const typed = ref(asked.value);
  const settled = refDebounced(typed, milliseconds);
  watch(settled, (value) => {
    if (value !== asked.value) asked.value = value;
  });
  watch(asked, (value) => {
    if (value !== settled.value) typed.value = value;
  });
  return { typed, asked };
}
