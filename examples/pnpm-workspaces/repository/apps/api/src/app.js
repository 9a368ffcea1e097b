import Fastify from 'fastify';

export function buildApp(send) {
  const app = Fastify();
  app.get('/health', () => ({ status: 'ok' }));
  app.post('/messages', async (request, reply) => {
    try {
      await send(request.body);
    } catch (error) {
      if (error instanceof TypeError) return reply.code(400).send({ error: error.message });
      throw error;
    }
    return reply.code(202).send({ accepted: true });
  });
  return app;
}
