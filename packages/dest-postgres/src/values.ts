import { decodeJson } from '@leat/sql';

/** How dates and timestamps come out. */
export type Temporal = 'date' | 'text';

type Decode = (text: string) => unknown;

/** Milliseconds on either side of 1970 that a `Date` can hold (ECMA-262, 21.4.1.1). */
const DATE_RANGE = 8.64e15;
const DAY = 86_400_000;

/** Object ids of types (pg_type.dat); each with that of its array. What is missing is read as the text the server prints. */
const TYPES: readonly (readonly [oid: number, array: number, decode: (temporal: Temporal) => Decode])[] = [
  [16, 1000, () => (text) => text === 't'],
  [17, 1001, () => bytes],
  [20, 1016, () => BigInt],
  [21, 1005, () => Number],
  [23, 1007, () => Number],
  [26, 1028, () => BigInt],
  [700, 1021, () => Number],
  [701, 1022, () => Number],
  [114, 199, () => decodeJson],
  [3802, 3807, () => decodeJson],
  [1082, 1182, (temporal) => (text) => date(text, temporal)],
  [1083, 1183, () => time],
  [1114, 1115, (temporal) => (text) => timestamp(text, '', temporal)],
  [1184, 1185, (temporal) => (text) => timestamp(text, 'Z', temporal)],
  [25, 1009, () => String],
  [1043, 1015, () => String],
  [1700, 1231, () => String],
  [2950, 2951, () => String],
];

/** What the driver asks for the decoder of a column's type. */
export interface TypeParsers {
  getTypeParser(oid: number, format?: string): Decode;
}

const PARSERS: Readonly<Record<Temporal, TypeParsers>> = { date: parsers('date'), text: parsers('text') };

/** The decoders of all types, for text as the server sends it with `datestyle = ISO` and `timezone = UTC`. */
export function typeParsers(temporal: Temporal): TypeParsers {
  return PARSERS[temporal];
}

function parsers(temporal: Temporal): TypeParsers {
  const decoders = new Map<number, Decode>();
  for (const [oid, array, make] of TYPES) {
    const decode = make(temporal);
    decoders.set(oid, decode);
    decoders.set(array, (text) => arrayOf(text, decode));
  }
  return { getTypeParser: (oid) => decoders.get(oid) ?? String };
}

/** Makes rows of the driver's arrays; names that occur twice are told apart as DuckDB does it. */
export function rowBuilder(names: readonly string[]): (values: readonly unknown[]) => object {
  const seen = new Map<string, number>();
  const keys = names.map((name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}:${count}`;
  });
  return (values) => {
    const row: Record<string, unknown> = {};
    for (const [index, key] of keys.entries()) {
      // Assigning `__proto__` would change the object's prototype and lose the column.
      if (key === '__proto__')
        Object.defineProperty(row, key, { value: values[index], enumerable: true, writable: true, configurable: true });
      else row[key] = values[index];
    }
    return row;
  };
}

/** `\x00ff`; older or configured servers may print octal escapes, which leat's sessions switch off. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
}

/** `HH:MM:SS.ffffff` */
function time(text: string): string {
  const [clock = text, fraction = ''] = text.split('.');
  return `${clock}.${fraction.padEnd(6, '0')}`;
}

const STAMP = /^(\d{4,})-(\d\d)-(\d\d)(?: (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?)?(?:\+00)?( BC)?$/;

function timestamp(text: string, zone: 'Z' | '', temporal: Temporal): Date | string {
  const parts = STAMP.exec(text);
  // `infinity`, and what no pattern foresaw, stay as the server says it.
  if (parts === null) return text;
  const [, year = '', month = '', day = '', clock = '', fraction = '', era] = parts;
  const micros = fraction.padEnd(6, '0');
  const milliseconds = utc(year, month, day, era) + clockMillis(clock) + Number(micros.slice(0, 3));
  // Nothing is lost: what no Date can hold stays text.
  if (Math.abs(milliseconds) > DATE_RANGE) return `${text.replace(/\+00/, '')}${zone}`;
  const moment = new Date(milliseconds);
  if (temporal === 'date') return moment;
  return `${moment.toISOString().slice(0, -1)}${micros.slice(3)}${zone}`;
}

function date(text: string, temporal: Temporal): Date | string {
  const parts = STAMP.exec(text);
  if (parts === null) return text;
  const [, year = '', month = '', day = '', , , era] = parts;
  const milliseconds = utc(year, month, day, era);
  if (Math.abs(milliseconds) > DATE_RANGE) return text;
  const moment = new Date(milliseconds);
  return temporal === 'date' ? moment : moment.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** Midnight of a day; the year 1 BC is 0. `Date.UTC` alone takes the years 0 to 99 for those of the last century. */
function utc(year: string, month: string, day: string, era: string | undefined): number {
  const astronomical = era === undefined ? Number(year) : 1 - Number(year);
  const moment = new Date(0).setUTCFullYear(astronomical, Number(month) - 1, Number(day));
  if (!Number.isNaN(moment)) return moment;
  // Beyond what a Date holds; how far does not matter.
  return (astronomical < 0 ? -1 : 1) * (DATE_RANGE + DAY);
}

function clockMillis(clock: string): number {
  if (clock === '') return 0;
  return (Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3, 5)) * 60 + Number(clock.slice(6, 8))) * 1000;
}

/** Reads `{a,"b c",NULL,{…}}` (PostgreSQL, Array Input and Output Syntax); bounds other than 1 are left out. */
function arrayOf(text: string, decode: Decode): readonly unknown[] {
  let at = text.indexOf('{');
  const item = (): unknown => {
    if (text[at] === '{') return list();
    let value = '';
    const quoted = text[at] === '"';
    if (quoted) at++;
    while (at < text.length && (quoted ? text[at] !== '"' : text[at] !== ',' && text[at] !== '}')) {
      if (text[at] === '\\') at++;
      value += text[at++] ?? '';
    }
    if (quoted) at++;
    return !quoted && value === 'NULL' ? null : decode(value);
  };
  const list = (): readonly unknown[] => {
    const items: unknown[] = [];
    at++;
    while (at < text.length && text[at] !== '}') {
      items.push(item());
      if (text[at] === ',') at++;
    }
    at++;
    return items;
  };
  return list();
}
