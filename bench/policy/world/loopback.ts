import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from '../../../packages/core/src/contracts/policy.ts';
import type { VirtualClock } from '../../../packages/core/src/time/virtual-clock.ts';

/** A real HTTP server on the loopback interface. */
export class Loopback {
  readonly #server: Server;
  #url = '';

  constructor(handler: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#server = createServer(handler);
  }

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    this.#url = `http://127.0.0.1:${port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Real requests on virtual time: time stands still while bytes are under way, and jumps to the next event when none are. */
export class RealExchange {
  readonly #clock: VirtualClock;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async get(url: string): Promise<Answer> {
    const request = this.#ask(url);
    this.#underWay.add(request);
    try {
      return await request;
    } finally {
      this.#underWay.delete(request);
    }
  }

  /** Runs until `done` settles; true when it did, false when nothing is left to happen before `untilMono`. */
  async drive(done: Promise<unknown>, untilMono = Number.POSITIVE_INFINITY): Promise<boolean> {
    const state: { settled: boolean } = { settled: false };
    const mark = () => {
      state.settled = true;
    };
    done.then(mark, mark);
    for (;;) {
      await this.#clock.settle();
      if (state.settled) return true;
      if (this.#underWay.size > 0) await Promise.race([...this.#underWay].map((request) => request.catch(() => {})));
      else if (!this.#clock.step(untilMono)) return false;
    }
  }

  async #ask(url: string): Promise<Answer> {
    const response = await fetch(url);
    await response.arrayBuffer();
    return { status: response.status, headers: Object.fromEntries(response.headers), receivedAt: this.#clock.mono() };
  }
}
