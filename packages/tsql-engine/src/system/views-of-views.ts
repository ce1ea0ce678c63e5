import { type SystemView, systemView } from '@datamigrate/catalog';
import { type Facts, FIXED_SCHEMAS } from './facts.js';
import { sizeOf } from './type-numbers.js';

/** Catalog views have negative numbers. */
function numbered(names: readonly string[]): readonly { readonly id: bigint; readonly view: SystemView }[] {
  return names.flatMap((full, i) => {
    const [schema = '', name = ''] = full.split('.');
    const view = systemView(name, schema);
    return view ? [{ id: -BigInt(i + 1), view }] : [];
  });
}

export function systemObjects(names: readonly string[]): readonly Facts[] {
  return numbered(names).map(({ id, view }) => ({
    name: view.name,
    object_id: id,
    principal_id: null,
    schema_id: FIXED_SCHEMAS.get(view.schema.toLowerCase()) ?? null,
    parent_object_id: 0n,
    type: 'V ',
    type_desc: 'VIEW',
    create_date: 0n,
    modify_date: 0n,
    is_ms_shipped: 1n,
    is_published: 0n,
    is_schema_published: 0n,
  }));
}

export function systemColumns(names: readonly string[]): readonly Facts[] {
  return numbered(names).flatMap(({ id, view }) =>
    view.columns.map(({ name, type, nullable }, i) => {
      const size = sizeOf(type);
      return {
        object_id: id,
        name,
        column_id: BigInt(i + 1),
        system_type_id: size.systemType,
        user_type_id: size.userType,
        max_length: size.bytes,
        precision: size.precision,
        scale: size.scale,
        is_nullable: nullable ? 1n : 0n,
        is_identity: 0n,
        is_computed: 0n,
      };
    }),
  );
}
