import type { Evidence } from '../contracts/source.ts';
import { PayloadError, UpstreamError } from '../errors/leaves.ts';
import { type DigestClaim, digestClaims } from './digest-claims.ts';
import type { Arrival } from './exchange.ts';
import {
  isDecodedOnArrival,
  judgeAnswer,
  judgeEnd,
  type Representation,
  rangeHeaders,
  type Staged,
} from './resume-rules.ts';
import type { Spool } from './spool.ts';
import { createTransportFailure } from './transport-failure.ts';

/** Fills a spool over as many attempts as it takes; knows which version of the document the spool holds. */
export class Staging {
  readonly #object: string;
  readonly #spool: Spool;
  #representation: Representation | undefined;
  #claims: readonly DigestClaim[] = [];
  #framed = false;
  #corruptions = 0;
  #resumes = 0;
  #restarts = 0;

  constructor(object: string, spool: Spool) {
    this.#object = object;
    this.#spool = spool;
  }

  /** What the next attempt asks for. Bytes are asked for as they are stored, so that offsets mean something. */
  headers(): Readonly<Record<string, string>> {
    return { 'accept-encoding': 'identity', ...rangeHeaders(this.#staged()) };
  }

  /** Takes one answer; throws a transport failure when more is needed. */
  async take({ wire, attempt, op }: Arrival): Promise<void> {
    const { status, headers } = wire;
    // A status >= 400 comes here only when a rule of the profile takes its body for the document.
    if (status < 200 || (status > 299 && status < 400)) throw this.#noDocument(op, status);
    const step = judgeAnswer(this.#staged(), wire);
    if (step.action === 'discard') {
      await this.#discard();
      throw createTransportFailure(
        'UND_ERR_RESPONSE',
        `The server answered with ${step.reason}; what was staged is discarded.`,
      );
    }
    if (step.action === 'verify') return this.#verify();
    if (step.action === 'fill') {
      if (this.#representation !== undefined) this.#restarts += 1;
      this.#claims = digestClaims(headers, step.representation);
      await this.#spool.restart(this.#claims.map(({ algorithm }) => algorithm));
    } else this.#resumes += 1;
    this.#representation = step.representation;
    this.#framed = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    await this.#pump(wire.chunks(), (bytes) => attempt.progress(bytes));
    const end = judgeEnd(this.#staged(), step.endOffset);
    if (end === 'corrupt') throw await this.#corrupt(`is ${this.#spool.offset} bytes, not ${step.endOffset}`);
    if (end === 'short') {
      throw createTransportFailure('UND_ERR_SOCKET', 'The server sent only a part of what was asked for.');
    }
    return this.#verify();
  }

  /** Why the staged bytes can be trusted to be whole; to be called when `take` has returned. */
  evidence(): readonly Evidence[] {
    const bytes = this.#spool.offset;
    const way = this.#resumes + this.#restarts === 0 ? '' : `; ${this.#resumes} resumed, ${this.#restarts} restarted`;
    const total = this.#representation?.totalBytes;
    const evidence: Evidence[] = [];
    if (total !== undefined) evidence.push({ kind: 'length', holds: true, detail: `${bytes} of ${total} bytes${way}` });
    else if (this.#framed) {
      evidence.push({ kind: 'framing', holds: true, detail: `framing ended cleanly after ${bytes} bytes${way}` });
    }
    for (const { header } of this.#claims) evidence.push({ kind: 'digest', holds: true, detail: `${header} matches` });
    return evidence;
  }

  /** What is remarkable about how the bytes came, by code. */
  remarks(): readonly { readonly code: string; readonly message: string }[] {
    const encoding = this.#representation?.encoding ?? 'identity';
    if (isDecodedOnArrival(encoding)) {
      const message = `The server compressed the transfer (${encoding}) although it was asked not to; its length and digests say nothing about the decoded bytes.`;
      return [{ code: 'transfer-decoded', message }];
    }
    if (this.#framed) return [];
    const message =
      'The server gave neither a length nor chunked framing; only the document itself can prove that it is whole.';
    return [{ code: 'length-unknown', message }];
  }

  #staged(): Staged {
    return { offset: this.#spool.offset, representation: this.#representation };
  }

  async #pump(chunks: AsyncIterable<Uint8Array>, progress: (bytes: number) => void): Promise<void> {
    for await (const chunk of chunks) {
      await this.#spool.append(chunk);
      progress(chunk.length);
    }
  }

  async #verify(): Promise<void> {
    const broken = this.#claims.find(({ algorithm, base64 }) => this.#spool.digest(algorithm) !== base64);
    if (broken !== undefined) throw await this.#corrupt(`does not match its ${broken.header}`);
    await this.#spool.settle();
  }

  async #discard(): Promise<void> {
    this.#representation = undefined;
    this.#restarts += 1;
    this.#claims = [];
    await this.#spool.restart([]);
  }

  async #corrupt(what: string): Promise<Error> {
    this.#corruptions += 1;
    if (this.#corruptions > 1) {
      return new PayloadError(
        `${this.#object} ${what}, twice in a row; nothing of it is used. Try again later, or ask the DSP for the document.`,
        { code: 'BODY_CORRUPT', details: { object: this.#object, bytes: this.#spool.offset, reason: 'corrupt' } },
      );
    }
    await this.#discard();
    return createTransportFailure('UND_ERR_RES_CONTENT_LENGTH_MISMATCH', `The document ${what}.`);
  }

  #noDocument(op: string, status: number): UpstreamError {
    return new UpstreamError(
      `"${op}" was answered with HTTP ${status} instead of ${this.#object}; the DSP changed how it hands out documents.`,
      { disposition: 'abort', details: { op, status, object: this.#object, reason: 'no-document' } },
    );
  }
}
