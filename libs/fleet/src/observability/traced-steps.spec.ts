import { type Attributes, type Span, type SpanOptions, trace, type Tracer } from '@opentelemetry/api';
import { directSteps } from '@devops-orchestrator/test-kit';
import { logContext } from './log-context.js';
import { tracedRun, tracedSteps } from './traced-steps.js';

interface Recorded {
  name: string;
  attributes?: Attributes | undefined;
  ended: boolean;
  failed: boolean;
}

const recorded: Recorded[] = [];
const tracer = {
  startActiveSpan: (name: string, { attributes }: SpanOptions, run: (span: Span) => unknown) => {
    const span: Recorded = { name, attributes, ended: false, failed: false };
    recorded.push(span);
    return run({ setStatus: () => (span.failed = true), end: () => (span.ended = true) } as unknown as Span);
  },
} as unknown as Tracer;

beforeAll(() => void trace.setGlobalTracerProvider({ getTracer: () => tracer }));
beforeEach(() => recorded.splice(0));
afterAll(() => trace.disable());

describe('tracedSteps', () => {
  it('puts each step into a span with the ids of run and step, and its log lines too', async () => {
    const steps = tracedSteps(directSteps(), 'R1');
    const seen = await steps.step({ name: 'commit', run: async () => logContext() }, 'plan/commit', {});
    expect(seen).toEqual({ runId: 'R1', step: 'plan/commit' });
    const attributes = {
      'orchestrator.run.id': 'R1',
      'orchestrator.step.key': 'plan/commit',
      'orchestrator.step.name': 'commit',
    };
    expect(recorded).toEqual([{ name: 'step commit', attributes, ended: true, failed: false }]);
  });

  it('ends the span of a step that fails, and marks it', async () => {
    const steps = tracedSteps(directSteps(), 'R1');
    const failing = { name: 'fails', run: () => Promise.reject(new Error('no')) };
    await expect(steps.step(failing, 'k', {})).rejects.toThrow('no');
    expect(recorded).toMatchObject([{ ended: true, failed: true }]);
  });
});

describe('tracedRun', () => {
  it.each([
    ['done', false],
    ['failed', true],
  ])('marks the span of a run that is %s: %s', async (status, failed) => {
    await tracedRun('R1', { 'orchestrator.repository': 'shop' }, async () => ({ status }));
    expect(recorded).toMatchObject([
      {
        name: 'run',
        attributes: { 'orchestrator.run.id': 'R1', 'orchestrator.repository': 'shop' },
        ended: true,
        failed,
      },
    ]);
  });
});
