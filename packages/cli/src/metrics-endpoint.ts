import { createServer, type Server } from 'node:http';
import { ConfigError } from '@ledgerline/core';
import type { RunFigures } from '@ledgerline/core/runtime';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { exactSeries } from './render/exact-series.ts';

/** Where Prometheus finds a run. */
export interface MetricsEndpoint {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string;
  /** What it would serve now. */
  text(): Promise<string>;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Serves the metrics of a run under `/metrics`, on the loopback address unless the place names another.
 *
 * Registers an OpenTelemetry SDK for this process. `figures` are asked for what OpenTelemetry has no exact numbers for: money and units.
 * Errors: ConfigError `METRICS_PLACE` for a place that is none or taken.
 */
export async function openMetricsEndpoint(
  place: string,
  figures: () => RunFigures | undefined,
): Promise<MetricsEndpoint> {
  const { host, port } = placeOf(place);
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  const text = async (): Promise<string> => {
    const { resourceMetrics } = await reader.collect();
    return serializer.serialize(resourceMetrics) + exactSeries(figures());
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  const taken = await listen(server, host, port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    text,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      metrics.disable();
      await provider.shutdown();
    },
  };
}

/** `9464`, `0.0.0.0:9464` or `[::1]:9464`; 0 is a free port. */
function placeOf(place: string): { readonly host: string; readonly port: number } {
  const match = /^(?:(\[[0-9a-f:]+\]|[^:[\]]+):)?(\d{1,5})$/i.exec(place);
  const port = Number(match?.[2]);
  if (match && port <= 65_535) return { host: (match[1] ?? loopback).replace(/^\[|\]$/g, ''), port };
  throw new ConfigError(`--metrics ${place} is no port; write --metrics 9464, or --metrics HOST:PORT.`, {
    code: 'METRICS_PLACE',
  });
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      fail(
        new ConfigError(
          `Metrics cannot be served at ${host}:${port} (${cause.code}); name another port after --metrics.`,
          {
            code: 'METRICS_PLACE',
            cause,
          },
        ),
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
