// What is measured beside the service: the same answer from a fastify route that does nothing else.
import fastify from 'fastify';

const app = fastify();
let document = {};
app.put('/document', async (request) => {
  document = request.body;
  return {};
});
app.get('/api/v1/migrations/:id', async () => document);
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: app.server.address().port });
