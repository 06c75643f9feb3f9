import { context, metrics, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { defineResource, openTelemetry, type TelemetrySpan } from '../../src/index.ts';
import { bench } from '../support/run.ts';

test('a run becomes spans of OpenTelemetry, one below the other, without values of rows', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const onEvent = openTelemetry({
    tracer: provider.getTracer('leat'),
    meter: metrics.getMeter('leat'),
    // The spans given to leat are those of this tracer.
    contextOf: (span: TelemetrySpan) => trace.setSpan(context.active(), span as never),
  });
  const good = defineResource({ name: 'good', rows: [{ secret: 'canary' }] });
  const bad = defineResource({
    name: 'bad',
    rows: () => {
      throw new Error('gone');
    },
  });
  await bench().pipeline([good, bad]).run({ onEvent });
  const spans = exporter.getFinishedSpans();
  const run = spans.find(({ name }) => name === 'leat.run');
  expect(spans.map(({ name }) => name).toSorted()).toEqual(['leat.extract', 'leat.extract', 'leat.load', 'leat.run']);
  expect(
    spans.filter(({ name }) => name !== 'leat.run').map(({ parentSpanContext }) => parentSpanContext?.spanId),
  ).toEqual(Array(3).fill(run?.spanContext().spanId));
  expect(spans.map(({ attributes, status }) => [attributes, status])).toContainEqual([
    { 'leat.resource': 'bad', 'leat.error': 'LEAT_SOURCE_FAILED' },
    { code: 2, message: 'LEAT_SOURCE_FAILED' },
  ]);
  expect(JSON.stringify(spans.map(({ name, attributes }) => [name, attributes]))).not.toContain('canary');
});

test('rows, bytes and what was set aside are counted', async () => {
  const counted: [string, number, object | undefined][] = [];
  const meter = {
    createCounter: (name: string) => ({
      add: (value: number, attributes?: object) => void counted.push([name, value, attributes]),
    }),
  };
  const tracer = { startSpan: (): TelemetrySpan => ({ setAttributes: () => {}, setStatus: () => {}, end: () => {} }) };
  await bench()
    .pipeline([defineResource({ name: 'items', rows: [{ a: 1 }, 5 as never] })])
    .run({ onEvent: openTelemetry({ tracer, meter }) });
  expect(counted).toContainEqual(['leat.rows', 2, { 'leat.resource': 'items' }]);
  expect(counted).toContainEqual(['leat.quarantined', 1, { 'leat.table': 'items' }]);
  expect(counted.some(([name, value]) => name === 'leat.bytes' && value > 0)).toBe(true);
});
