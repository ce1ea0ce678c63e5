/** A piece of the sample that comes with datamigrate, as its page in the app shows it: keyword, rest of the line. */
export const EXAMPLE = {
  source: {
    name: 'dw.usp_LoadFactSales',
    file: '08-procedures-facts.sql',
    first: 30,
    linked: 5,
    lines: [
      ['SELECT', '  h.OrderId, h.PortId, h.ModifiedAt'],
      ['INTO', '    #changed'],
      ['FROM', '    sales.OrderHeader h'],
      ['WHERE', '   h.ModifiedAt > @From'],
      ['  AND', '   h.ModifiedAt < @To;'],
      ['', ''],
      ['DELETE', '  f'],
    ],
  },
  model: {
    name: 'fct_sales.sql',
    first: 37,
    linked: 7,
    lines: [
      ['', 'changed as ('],
      ['    select', ''],
      ['', '        h.order_id,'],
      ['', '        h.port_id,'],
      ['', '        h.modified_at'],
      ['    from', ' order_header as h'],
      ['    where', ' h.modified_at > ('],
    ],
  },
  rows: 142,
} as const;
