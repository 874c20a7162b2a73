/** Windows without a throttle after which a learned quota is forgotten. */
const quietWindows = 3;

/** Learns how many requests fit between two hinted throttles when the server never says. */
export class LearnedQuota {
  #startedAt = 0;
  #epoch = 0;
  #sent = 0;
  #ok = 0;
  #windowMs: number | undefined;
  #quota: number | undefined;
  #quiet = 0;
  #throttled = false;

  get quota(): number | undefined {
    return this.#quota;
  }

  /** Which window a send belongs to; its success counts for that window however late it arrives. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The instant the current window ends, if one is known. */
  get windowEnd(): number | undefined {
    return this.#windowMs === undefined ? undefined : this.#startedAt + this.#windowMs;
  }

  restore(quota: number | undefined): void {
    this.#quota = quota;
  }

  /** A new window begins with the first probe. */
  begin(now: number): void {
    if (this.#throttled && this.#ok > 0) {
      this.#quota = this.#ok;
      this.#quiet = 0;
    }
    this.#restart(now);
  }

  hasRoom(inFlight: number): boolean {
    return this.#quota === undefined || this.#sent < this.#quota || inFlight === 0;
  }

  take(): void {
    this.#sent += 1;
  }

  success(epoch: number): void {
    if (epoch === this.#epoch) this.#ok += 1;
  }

  /** A hinted throttle ended the window; `reopensAt` is receipt plus the server's floor. */
  throttled(reopensAt: number): void {
    this.#windowMs = Math.max(1, reopensAt - this.#startedAt);
    this.#throttled = true;
  }

  /** A window that passed without a throttle widens the quota; after three it is forgotten. */
  roll(now: number): void {
    if (this.#windowMs === undefined || now < this.#startedAt + this.#windowMs) return;
    this.#restart(now);
    this.#quiet += 1;
    if (this.#quota !== undefined) this.#quota = Math.ceil(1.25 * this.#quota);
    if (this.#quiet < quietWindows) return;
    this.#quota = undefined;
    this.#windowMs = undefined;
    this.#quiet = 0;
  }

  #restart(now: number): void {
    this.#startedAt = now;
    this.#epoch += 1;
    this.#sent = 0;
    this.#ok = 0;
    this.#throttled = false;
  }
}
