import type { RunEvent } from '../pipeline/events.ts';

/** An attribute of a span or a measurement. */
export type TelemetryAttributes = Record<string, string | number | boolean>;

/** What leat uses of a span of `@opentelemetry/api`. */
export interface TelemetrySpan {
  setAttributes(attributes: TelemetryAttributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}

/** What leat uses of `@opentelemetry/api`; `trace.getTracer('leat')` and `metrics.getMeter('leat')` fit, and nothing is installed for it. */
export interface TelemetryApi<Context> {
  readonly tracer: {
    startSpan(name: string, options: { attributes?: TelemetryAttributes }, context?: Context): TelemetrySpan;
  };
  readonly meter?: { createCounter(name: string, options: { unit: string; description: string }): TelemetryCounter };
  /** `(span) => trace.setSpan(context.active(), span)`: makes spans children of one another. */
  readonly contextOf?: (span: TelemetrySpan) => Context;
}

export interface TelemetryCounter {
  add(value: number, attributes?: TelemetryAttributes): void;
}

/** SpanStatusCode.ERROR of the OpenTelemetry API. */
const ERROR = 2;

/**
 * Turns a run's events into spans and counters: give the answer to `onEvent`, one per run.
 *
 * Spans: `leat.run`, below it `leat.extract` per resource and `leat.load` per package. Counters: `leat.rows` (by resource),
 * `leat.bytes` (by table), `leat.requests`, `leat.wait` (ms), `leat.quarantined`. Names and attributes (`leat.pipeline`, `leat.resource`,
 * `leat.load_id`, `leat.table`) are part of the public contract; values of rows never appear.
 */
export function openTelemetry<Context>(api: TelemetryApi<Context>): (event: RunEvent) => void {
  const counters = new Map<string, TelemetryCounter>();
  const count = (
    name: string,
    unit: string,
    description: string,
    value: number,
    attributes: TelemetryAttributes,
  ): void => {
    if (api.meter === undefined || value === 0) return;
    const counter = counters.get(name) ?? api.meter.createCounter(name, { unit, description });
    counters.set(name, counter);
    counter.add(value, attributes);
  };
  let run: TelemetrySpan | undefined;
  let load: TelemetrySpan | undefined;
  const resources = new Map<string, TelemetrySpan>();
  const child = (name: string, attributes: TelemetryAttributes): TelemetrySpan =>
    api.tracer.startSpan(name, { attributes }, run === undefined ? undefined : api.contextOf?.(run));
  const endResource = (resource: string, attributes: TelemetryAttributes, failure?: string): void => {
    const span = resources.get(resource);
    resources.delete(resource);
    span?.setAttributes(attributes);
    if (failure !== undefined) span?.setStatus({ code: ERROR, message: failure });
    span?.end();
  };

  return (event) => {
    switch (event.type) {
      case 'run-started':
        run = api.tracer.startSpan('leat.run', { attributes: { 'leat.pipeline': event.pipeline } });
        return;
      case 'resource-started':
        resources.set(event.resource, child('leat.extract', { 'leat.resource': event.resource }));
        return;
      case 'resource-waiting':
        count('leat.wait', 'ms', 'Time spent waiting for a source', event.milliseconds, {
          'leat.resource': event.resource,
        });
        return;
      case 'resource-finished':
        count('leat.rows', '{row}', 'Rows read from a source', event.rows, { 'leat.resource': event.resource });
        count('leat.requests', '{request}', 'Requests sent to a source', event.requests, {
          'leat.resource': event.resource,
        });
        endResource(event.resource, { 'leat.rows': event.rows });
        return;
      case 'resource-failed':
        endResource(event.resource, { 'leat.error': event.code }, event.code);
        return;
      case 'file-written':
        count('leat.bytes', 'By', 'Bytes written to job files', event.bytes, { 'leat.table': event.table });
        return;
      case 'package-sealed':
        load = child('leat.load', { 'leat.load_id': event.loadId, 'leat.files': event.files });
        return;
      case 'load-committed':
        for (const [table, { quarantined }] of Object.entries(event.receipt.tables)) {
          count('leat.quarantined', '{row}', 'Rows set aside', quarantined, { 'leat.table': table });
        }
        load?.end();
        load = undefined;
        return;
      case 'run-finished':
        run?.setAttributes({ 'leat.ok': event.ok });
        run?.end();
        return;
      default:
        return;
    }
  };
}
