import { expect, it } from 'vitest';
import { configCall } from './config-call.js';

it.each([
  [{}, ''],
  [{ materialized: 'table' }, "{{ config(materialized='table') }}"],
  [
    { a: true, b: null, c: [1, 'x'], d: { k: "it's \\" } },
    "{{ config(a=true, b=none, c=[1, 'x'], d={'k': 'it\\'s \\\\'}) }}",
  ],
  [
    { materialized: 'incremental', unique_key: ['customer_id', 'valid_from'], incremental_strategy: 'delete+insert' },
    `{{
    config(
        materialized='incremental',
        unique_key=['customer_id', 'valid_from'],
        incremental_strategy='delete+insert'
    )
}}`,
  ],
])('%j', (config, expected) => {
  expect(configCall(config)).toBe(expected);
});
