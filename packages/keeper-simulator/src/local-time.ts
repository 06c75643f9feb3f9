const second = 1000;

/** Python's `datetime.now().isoformat()` on a host this many minutes ahead of UTC: no zone, six digits unless they are zero. */
export function naiveIso(milliseconds: number, utcOffsetMinutes: number): string {
  const shifted = new Date(milliseconds + utcOffsetMinutes * 60 * second).toISOString();
  const fraction = shifted.slice(20, 23);
  return fraction === '000' ? shifted.slice(0, 19) : `${shifted.slice(0, 19)}.${fraction}000`;
}

/** `2026-09-21T14:13:20` in the host's local time; `seconds` since 1970. */
export function localIso(seconds: number, utcOffsetMinutes: number): string {
  return naiveIso(seconds * second, utcOffsetMinutes);
}

/** `2026-09-21 14:13:20` in the host's local time. */
export function localSpaced(seconds: number, utcOffsetMinutes: number): string {
  return localIso(seconds, utcOffsetMinutes).replace('T', ' ');
}

/** `2026-09-21T14:13:20+00:00`. */
export function utcIso(seconds: number): string {
  return `${localIso(seconds, 0)}+00:00`;
}

/** `2026-09-21 14:13:20+00:00`. */
export function utcSpaced(seconds: number): string {
  return utcIso(seconds).replace('T', ' ');
}

/** `Mon Sep 21 14:13:20 2026` in the host's local time, C's `asctime`. */
export function localAsctime(seconds: number, utcOffsetMinutes: number): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(
    (seconds + utcOffsetMinutes * 60) * second,
  )
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
