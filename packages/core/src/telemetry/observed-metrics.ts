import { type Attributes, metrics, type Observable } from '@opentelemetry/api';

/** An instrument whose value is worked out when somebody looks. */
export interface MetricDefinition<Source> {
  /** As Prometheus shows it; counters end in `_total`. */
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  /** UCUM. */
  readonly unit: string;
  /** Exactly what is counted. */
  readonly meaning: string;
  /** Names of the labels. */
  readonly labels: readonly string[];
  samples(source: Source): Iterable<readonly [value: number, labels: Attributes]>;
}

/**
 * Offers values to whatever OpenTelemetry SDK the host has registered; without one nothing is ever called.
 *
 * Returns what withdraws them.
 */
export function observeMetrics<Source>(
  definitions: readonly MetricDefinition<Source>[],
  source: () => Source | undefined,
): () => void {
  const meter = metrics.getMeter('@ledgerline/core');
  const instruments = definitions.map(({ name, kind, unit, meaning }): Observable => {
    const options = { unit, description: meaning };
    return kind === 'counter'
      ? meter.createObservableCounter(name.replace(/_total$/, ''), options)
      : meter.createObservableGauge(name, options);
  });
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) => {
    const now = source();
    if (now === undefined) return;
    for (const [index, definition] of definitions.entries())
      for (const [value, labels] of definition.samples(now)) {
        const instrument = instruments[index];
        if (instrument) result.observe(instrument, value, labels);
      }
  };
  meter.addBatchObservableCallback(observe, instruments);
  return () => meter.removeBatchObservableCallback(observe, instruments);
}
