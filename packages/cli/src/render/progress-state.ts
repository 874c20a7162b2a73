import { type RunEvent, reportId } from '@ledgerline/core';
import { outcomeWord } from './outcome-line.ts';
import { counted, duration, tally } from './quantities.ts';

interface Activity {
  readonly title: string;
  rows: number;
  rejected: number;
}

interface PipelineProgress {
  todo: number;
  readonly settled: string[];
  readonly active: Map<string, Activity>;
  /** The last wait the policy asked for, until something moves again. */
  waiting?: string;
}

/** What a run has done so far, fed by events. */
export class ProgressState {
  readonly #pipelines = new Map<string, PipelineProgress>();

  take(event: RunEvent): void {
    if (event.type === 'run.started') for (const name of event.pipelines) this.#pipeline(name);
    if (event.type === 'run.started' || event.type === 'run.settled') return;
    const pipeline = this.#pipeline(event.pipeline);
    switch (event.type) {
      case 'plan.settled':
        pipeline.todo += event.todo;
        break;
      case 'sync.started':
        pipeline.active.set(event.sync, { title: reportId(event.report), rows: event.resumedAt, rejected: 0 });
        break;
      case 'sync.progress': {
        const activity = pipeline.active.get(event.sync);
        if (activity) Object.assign(activity, { rows: event.rows, rejected: event.rejected });
        delete pipeline.waiting;
        break;
      }
      case 'sync.settled':
        pipeline.active.delete(event.outcome.sync);
        pipeline.settled.push(outcomeWord(event.outcome));
        delete pipeline.waiting;
        break;
      case 'policy':
        if (event.waitMs > 0) pipeline.waiting = `${event.event} ${duration(event.waitMs)}: ${event.reason}`;
    }
  }

  /** The lines to show now, the least interesting last. */
  lines(): string[] {
    return [...this.#pipelines].flatMap(([name, { todo, settled, active, waiting }]) => {
      const done = tally(settled, ['committed', 'unchanged']) || (todo > 0 ? `${todo} to do` : 'planning');
      const lines = [`${name}: ${done}${waiting ? ` · ${waiting}` : ''}`];
      for (const { title, rows, rejected } of active.values()) {
        lines.push(
          `  ${title}  ${counted(rows, 'row')}${rejected > 0 ? `, ${rejected.toLocaleString('en')} rejected` : ''}`,
        );
      }
      return lines;
    });
  }

  #pipeline(name: string): PipelineProgress {
    const known = this.#pipelines.get(name);
    if (known) return known;
    const fresh: PipelineProgress = { todo: 0, settled: [], active: new Map() };
    this.#pipelines.set(name, fresh);
    return fresh;
  }
}
