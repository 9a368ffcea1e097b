import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import type { StepRunner } from '@devops-orchestrator/contracts';
import { withLogContext } from './log-context.js';

const scope = 'devops-orchestrator';

/**
 * The same steps, each in a span `step <name>` with the ids of run and step, counted and timed. Costs next to nothing as
 * long as the process has registered no OpenTelemetry SDK.
 */
export function tracedSteps(steps: StepRunner, runId: string): StepRunner {
  const tracer = trace.getTracer(scope);
  const meter = metrics.getMeter(scope);
  const durations = meter.createHistogram('devops_orchestrator.step.duration', {
    unit: 's',
    description: 'Time of a step, replays included.',
  });
  return {
    step(definition, key, input) {
      const attributes = {
        'orchestrator.run.id': runId,
        'orchestrator.step.key': key,
        'orchestrator.step.name': definition.name,
      };
      return tracer.startActiveSpan(`step ${definition.name}`, { attributes }, async (span) => {
        const started = performance.now();
        let outcome = 'ok';
        try {
          return await withLogContext({ runId, step: key }, () => steps.step(definition, key, input));
        } catch (error) {
          outcome = 'error';
          span.setStatus({
            code: SpanStatusCode.ERROR,
            message: error instanceof Error ? error.message : String(error),
          });
          throw error;
        } finally {
          durations.record((performance.now() - started) / 1000, { step: definition.name, outcome });
          span.end();
        }
      });
    },
  };
}

/** Runs a whole run in a span `run`, and counts how runs end. */
export async function tracedRun<T extends { status: string }>(
  runId: string,
  attributes: Readonly<Record<string, string>>,
  run: () => Promise<T>,
): Promise<T> {
  const counter = metrics
    .getMeter(scope)
    .createCounter('devops_orchestrator.runs', { description: 'Runs, by how they ended.' });
  return trace
    .getTracer(scope)
    .startActiveSpan('run', { attributes: { 'orchestrator.run.id': runId, ...attributes } }, async (span) => {
      try {
        const result = await withLogContext({ runId }, run);
        counter.add(1, { status: result.status });
        if (result.status !== 'done') span.setStatus({ code: SpanStatusCode.ERROR, message: result.status });
        return result;
      } catch (error) {
        counter.add(1, { status: 'error' });
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
        throw error;
      } finally {
        span.end();
      }
    });
}
