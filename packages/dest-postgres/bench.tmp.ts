import { definePipeline, defineResource } from '@leat/core';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import postgres from './src/index.ts';
import { flatPages } from '../../bench/src/workloads/flat.ts';
import { embeddedPostgres, installedPostgres } from '../../tools/servers/postgres-binaries.ts';
import { PostgresServer } from '../../tools/servers/postgres-server.ts';
const rows = Number(process.argv[2] ?? 500000);
const what = process.argv[3] ?? 'both';
const server = await PostgresServer.start(process.argv[4] === '15' ? installedPostgres(15)! : embeddedPostgres(), {
  settings: [
    ...(process.env.EV ? ['log_min_duration_statement=50', "log_line_prefix='%m '"] : []),
    "max_wal_size='4GB'",
    "shared_buffers='256MB'",
    'fsync=on',
  ],
});
async function bare() {
  const c = new pg.Client(server.url());
  await c.connect();
  const t0 = performance.now();
  await c.query('begin');
  await c.query(
    'create table if not exists events (id bigint, account bigint, amount float8, score float8, name text, note text, active bool, created_at timestamptz, price numeric(18,4), comment text)',
  );
  const q = (s: string) => `"${s.replaceAll('"', '""')}"`;
  function* chunks() {
    let buf: string[] = [];
    for (const page of flatPages(rows)) {
      for (const r of page as any[])
        buf.push(
          `${r.id},${r.account},${r.amount},${r.score},${q(r.name)},${r.note == null ? '' : q(r.note)},${r.active},${r.created_at},${r.price},${r.comment == null ? '' : q(r.comment)}\n`,
        );
      if (buf.length >= 1000) {
        yield Buffer.from(buf.join(''));
        buf = [];
      }
    }
    if (buf.length) yield Buffer.from(buf.join(''));
  }
  await pipeline(Readable.from(chunks()), c.query(from('copy events from stdin (format csv)')));
  await c.query('commit');
  await c.query('drop table events');
  const s = (performance.now() - t0) / 1000;
  await c.end();
  console.log('bare', (rows / s).toFixed(0), 'rows/s', s.toFixed(2) + 's');
  return s;
}
async function leat(n: number) {
  const work = mkdtempSync('/tmp/pgw/w-');
  const t0 = performance.now();
  const events = defineResource({
    name: 'events',
    rows: () => flatPages(rows) as any,
    columns: { price: { dataType: 'decimal', precision: 18, scale: 4 } } as any,
  });
  const p = definePipeline({
    name: 'bench' + n,
    source: events as any,
    destination: postgres({ url: server.url() }),
    dataset: 'bench' + n,
    workDir: work,
  } as any);
  const cpu0 = process.cpuUsage();
  const r: any = await p.run({
    onEvent: (e: any) => {
      if (process.env.EV && !/progress/.test(e.type))
        console.log(((performance.now() - t0) / 1000).toFixed(2), JSON.stringify(e).slice(0, 150));
    },
  } as any);
  const cpu = process.cpuUsage(cpu0);
  console.log('node cpu', ((cpu.user + cpu.system) / 1e6).toFixed(2) + 's');
  const s = (performance.now() - t0) / 1000;
  console.log(
    'leat',
    (rows / s).toFixed(0),
    'rows/s',
    s.toFixed(2) + 's',
    'rss',
    (process.resourceUsage().maxRSS / 1024).toFixed(0) + 'MB',
  );
  rmSync(work, { recursive: true });
  return s;
}
try {
  for (let i = 0; i < 3; i++) {
    const b = what !== 'leat' ? await bare() : 1;
    const l = what !== 'bare' ? await leat(i) : 1;
    console.log('ratio', (b / l).toFixed(2));
  }
} finally {
  if (process.env.EV)
    console.log(
      server.log
        .split('\n')
        .filter((l) => /duration/.test(l))
        .map((l) => l.slice(0, 200))
        .join('\n'),
    );
  await server[Symbol.asyncDispose]();
}
