import { Agenda } from './agenda.ts';

/** A discrete-event loop for the models: no promises, no clock, only a queue of callbacks. Units: ms. */
export class EventLoop {
  readonly #agenda = new Agenda<() => void>();
  now = 0;

  at(instant: number, action: () => void): void {
    this.#agenda.push(Math.max(instant, this.now), action);
  }

  after(delayMs: number, action: () => void): void {
    this.at(this.now + delayMs, action);
  }

  run(): void {
    for (let next = this.#agenda.pop(); next !== undefined; next = this.#agenda.pop()) {
      this.now = next.instant;
      next.item();
    }
  }
}
