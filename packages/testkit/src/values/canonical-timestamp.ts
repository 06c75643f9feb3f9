const TIMESTAMP = /^([+-]?\d{4,6}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * The one spelling of an instant: ISO 8601 in UTC with six fraction digits; undefined where the text is no timestamp.
 *
 * Takes what drivers give: `T` or a space, any number of fraction digits up to nine, `Z`, an offset or neither (UTC).
 */
export function canonicalTimestamp(text: string): string | undefined {
  const [, day, time, fraction = '', zone = 'Z'] = TIMESTAMP.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const milliseconds = Date.parse(`${day}T${time}Z`) - offsetMilliseconds(zone);
  if (Number.isNaN(milliseconds)) return undefined;
  // Digits beyond microseconds are shown, so that they count as a difference where they are not zero.
  const digits = fraction.replace(/0+$/, '').padEnd(6, '0');
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, `.${digits}Z`);
}

function offsetMilliseconds(zone: string): number {
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}
