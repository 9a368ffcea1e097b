import { context, type Span, trace } from '@opentelemetry/api';
import type { RunEvent } from '@devops-orchestrator/contracts';

/** Makes a span of each phase from what the run tells; steps stand beside their phase under the run. */
export function phaseSpans(runId: string): (event: RunEvent) => void {
  const open = new Map<string, Span>();
  return (event) => {
    if (event.type === 'phase-started') {
      const attributes = {
        'orchestrator.run.id': runId,
        'orchestrator.phase': event.phase,
        'orchestrator.agent': event.agent,
      };
      open.set(
        event.phase,
        trace.getTracer('devops-orchestrator').startSpan(`phase ${event.phase}`, { attributes }, context.active()),
      );
    }
    if (event.type === 'phase-finished') {
      open.get(event.phase)?.end();
      open.delete(event.phase);
    }
  };
}
