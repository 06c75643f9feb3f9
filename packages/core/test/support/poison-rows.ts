/** A row that something is wrong or odd with. */
export interface PoisonRow {
  readonly name: string;
  readonly row: unknown;
  /** What is expected of it as the second of three rows, with JSON Lines and no types of its own. */
  readonly lands?: object;
  /** Why it is set aside, where it is. */
  readonly refused?: string;
}

/** A row that has itself as a value. */
export const cyclic = (): object => {
  const row: Record<string, unknown> = { id: 2 };
  row['self'] = row;
  return row;
};

const nested = (levels: number, list: boolean): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = list ? [value] : { a: value };
  return value;
};

/** Each as one row among good ones: its neighbours must land whatever it is. */
export const POISON_ROWS: readonly PoisonRow[] = [
  { name: 'a number', row: 5, refused: 'not-an-object' },
  { name: 'a text', row: 'text', refused: 'not-an-object' },
  { name: 'null', row: null, refused: 'not-an-object' },
  { name: 'undefined', row: undefined, refused: 'not-an-object' },
  { name: 'a date', row: new Date(0), refused: 'not-an-object' },
  { name: 'a cycle', row: cyclic(), refused: 'too-deep' },
  { name: '600 levels of objects', row: { id: 2, deep: nested(600, false) }, refused: 'too-deep' },
  { name: '600 levels of lists', row: { id: 2, deep: nested(600, true) }, refused: 'too-deep' },
  { name: '10,000 levels', row: { id: 2, deep: nested(10_000, false) }, refused: 'too-deep' },
  { name: 'a function', row: { id: 2, f: () => 1 }, refused: 'unsupported-value' },
  { name: 'a symbol', row: { id: 2, s: Symbol('x') }, refused: 'unsupported-value' },
  { name: 'a function inside', row: { id: 2, o: { l: [() => 1] } }, refused: 'unsupported-value' },
  { name: 'an invalid date', row: { id: 2, d: new Date('nonsense') }, refused: 'unsupported-value' },
  {
    name: 'a getter that throws',
    row: {
      id: 2,
      get x(): never {
        throw new Error('no');
      },
    },
    refused: 'unreadable',
  },
  {
    name: 'a getter inside that throws',
    row: {
      id: 2,
      o: {
        get x(): never {
          throw new Error('no');
        },
      },
    },
    refused: 'unreadable',
  },
  {
    name: 'a `toJSON` that throws',
    row: {
      id: 2,
      x: {
        toJSON(): never {
          throw new Error('no');
        },
      },
    },
    refused: 'unreadable',
  },
  {
    name: 'a proxy that refuses to name its keys',
    row: new Proxy(
      { id: 2 },
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    ),
    refused: 'unreadable',
  },
  { name: 'a lone high surrogate', row: { id: 2, t: 'a\ud83d' }, lands: { id: 2n, t: 'a\ufffd' } },
  { name: 'a lone low surrogate', row: { id: 2, t: '\ude00b' }, lands: { id: 2n, t: '\ufffdb' } },
  {
    name: 'a lone surrogate in a long text',
    row: { id: 2, t: `${'x'.repeat(100)}\ud83d` },
    lands: { id: 2n, t: `${'x'.repeat(100)}\ufffd` },
  },
  { name: 'NUL', row: { id: 2, t: 'a\0b' }, lands: { id: 2n, t: 'a\0b' } },
  { name: 'a byte order mark', row: { id: 2, t: '\ufeffa' }, lands: { id: 2n, t: '\ufeffa' } },
  { name: 'a non-character', row: { id: 2, t: '\ufffe' }, lands: { id: 2n, t: '\ufffe' } },
  { name: 'an emoji', row: { id: 2, t: '👩‍👩‍👧' }, lands: { id: 2n, t: '👩‍👩‍👧' } },
  { name: 'right-to-left marks', row: { id: 2, t: '\u202eabc' }, lands: { id: 2n, t: '\u202eabc' } },
  { name: 'an empty text', row: { id: 2, t: '' }, lands: { id: 2n, t: '' } },
  { name: 'a text of 1 MB', row: { id: 2, t: 'x'.repeat(1_000_000) }, lands: { id: 2n, t: 'x'.repeat(1_000_000) } },
  { name: '`__proto__` as a key', row: JSON.parse('{"id":2,"__proto__":7}'), lands: { id: 2n, proto: 7n } },
  {
    name: '`constructor` and its like as keys',
    row: { id: 2, constructor: 1, toString: 2, hasOwnProperty: 3, valueOf: 4 },
    lands: { id: 2n, constructor: 1n, to_string: 2n, has_own_property: 3n, value_of: 4n },
  },
  { name: 'an empty key', row: { id: 2, '': 7 }, lands: { id: 2n, _empty: 7n } },
  { name: 'a key of blanks and one of signs', row: { id: 2, ' ': 7, '#$%': 8 }, lands: { id: 2n, _empty: 7n, x: 8n } },
  { name: 'SQL in a key', row: { id: 2, 'a"; DROP TABLE items; --': 7 }, lands: { id: 2n, a_drop_table_itemsxxx: 7n } },
  { name: 'a key with NUL', row: { id: 2, 'a\0b': 7 }, lands: { id: 2n, a_b: 7n } },
  { name: 'a system name as a key', row: { id: 2, _leat_id: 'mine' } },
  { name: 'keys that meet', row: { id: 2, userId: 1, user_id: 2, 'user-id': 3, 'user id': 4 } },
  { name: 'a key of 1,000 characters', row: { id: 2, ['k'.repeat(1000)]: 1 } },
  { name: 'minus zero', row: { id: 2, n: -0 }, lands: { id: 2n, n: 0n } },
  { name: 'not a number', row: { id: 2, n: Number.NaN }, lands: { id: 2n, n: Number.NaN } },
  {
    name: 'infinities',
    row: { id: 2, n: Number.POSITIVE_INFINITY, m: Number.NEGATIVE_INFINITY },
    lands: { id: 2n, n: Number.POSITIVE_INFINITY, m: Number.NEGATIVE_INFINITY },
  },
  {
    name: 'the largest and the smallest double',
    row: { id: 2, n: 1.7976931348623157e308, m: 5e-324 },
    lands: { id: 2n, n: 1.7976931348623157e308, m: 5e-324 },
  },
  {
    name: 'the bounds of 2^53',
    row: { id: 2, n: 2 ** 53 - 1, m: -(2 ** 53 - 1) },
    lands: { id: 2n, n: 9007199254740991n, m: -9007199254740991n },
  },
  {
    name: 'the bounds of 64 bits',
    row: { id: 2, n: 2n ** 63n - 1n, m: -(2n ** 63n) },
    lands: { id: 2n, n: 2n ** 63n - 1n, m: -(2n ** 63n) },
  },
  {
    name: 'beyond 64 bits',
    row: { id: 2, n: 2n ** 63n, m: -(2n ** 63n) - 1n },
    lands: { id: 2n, n: '9223372036854775808', m: '-9223372036854775809' },
  },
  { name: 'an integer of 100 digits', row: { id: 2, n: 10n ** 99n }, lands: { id: 2n, n: `1${'0'.repeat(99)}` } },
  { name: 'undefined', row: { id: 2, u: undefined }, lands: { id: 2n } },
  { name: 'an empty row', row: {}, lands: {} },
  { name: 'a frozen row', row: Object.freeze({ id: 2 }), lands: { id: 2n } },
  { name: 'a row without prototype', row: Object.assign(Object.create(null), { id: 2 }), lands: { id: 2n } },
  {
    name: 'an instance of a class',
    row: new (class {
      readonly id = 2;
      method(): void {}
    })(),
    lands: { id: 2n },
  },
  { name: 'a proxy', row: new Proxy({ id: 2 }, {}), lands: { id: 2n } },
  { name: 'a Map', row: new Map([['id', 2]]), lands: { id: 2n } },
  { name: 'a sparse list', row: { id: 2, l: Object.assign([], { 0: 1, 2: 3 }) }, lands: { id: 2n } },
  { name: 'an empty list and an empty object', row: { id: 2, l: [], o: {} }, lands: { id: 2n } },
  { name: 'a type that conflicts with the neighbours', row: { id: 'two' }, lands: { id__v_text: 'two' } },
  { name: 'an object where the neighbours have a number', row: { id: { x: 1 } }, lands: { id__x: 1n } },
  { name: 'a list where the neighbours have a number', row: { id: [1] }, lands: {} },
  {
    name: '29 February of a common year',
    row: { id: 2, d: '2023-02-29T00:00:00Z' },
    lands: { id: 2n, d: '2023-02-29T00:00:00Z' },
  },
  { name: 'a leap second', row: { id: 2, d: '2016-12-31T23:59:60Z' }, lands: { id: 2n, d: '2016-12-31T23:59:60Z' } },
  {
    name: 'the year 10000',
    row: { id: 2, d: '+010000-01-01T00:00:00Z' },
    lands: { id: 2n, d: '+010000-01-01T00:00:00Z' },
  },
  {
    name: 'an offset of 14 hours',
    row: { id: 2, d: '2024-01-15T00:00:00+14:00' },
    lands: { id: 2n, d: '2024-01-14T10:00:00.000000Z' },
  },
];
