import { readKeptCompose } from './kept-compose.js';

describe('readKeptCompose', () => {
  it.each([['- a'], ['services: [x'], [''], ['services: 3'], ['a: &a [*a]']])('finds no services in %j', (text) => {
    expect(readKeptCompose(text).services).toEqual([]);
  });

  it.each([
    ['"3000"', 3000],
    ['"8080:3000"', 3000],
    ['"127.0.0.1:8080:3000/tcp"', 3000],
    ['"${PORT:-8080}:3000"', 3000],
    ['{ target: 3000, published: "8080" }', 3000],
  ])('reads the port inside the container from %s', (port, expected) => {
    expect(readKeptCompose(`services: { web: { ports: [${port}] } }`).services[0]?.ports).toEqual([expected]);
  });

  it.each([
    ['./api/', 'api'],
    ['.', '.'],
    ['{ context: ./api }', 'api'],
  ])('reads the build context %s', (build, expected) => {
    expect(readKeptCompose(`services: { web: { build: ${build} } }`).services[0]?.context).toBe(expected);
  });

  it.each([
    ['a: {}, b: {}', []],
    ['a: {}, b: { networks: [inner] }', ['default', 'inner']],
    ['a: { network_mode: host }, b: { networks: [inner] }', ['inner']],
  ])('reads the networks that services join from { %s }', (services, expected) => {
    expect(readKeptCompose(`services: { ${services} }`).networks).toEqual(expected);
  });

  it('reads environment lists and networks', () => {
    const { services, networks } = readKeptCompose(
      'services: { db: { environment: ["A=b=c"], networks: { inner: {} } } }',
    );
    expect(services[0]?.environment).toEqual({ A: 'b=c' });
    expect(networks).toEqual(['inner']);
  });
});
