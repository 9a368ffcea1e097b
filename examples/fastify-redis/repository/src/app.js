import Fastify from 'fastify';

/** The API over a queue: anything with `add(name, data)` and `getJobCounts()`. */
export function buildApp(queue) {
  const app = Fastify({ logger: { level: process.env.LOG_LEVEL || 'info' } });

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/jobs', async () => queue.getJobCounts());
  app.post('/jobs', async (request, reply) => {
    const url = request.body?.url;
    if (typeof url !== 'string') return reply.code(400).send({ error: 'url must be a text' });
    const job = await queue.add('resize', { url });
    return reply.code(202).send({ id: job.id });
  });
  return app;
}
