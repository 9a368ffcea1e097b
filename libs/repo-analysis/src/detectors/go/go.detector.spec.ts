import { inMemoryTree } from '@devops-orchestrator/test-kit';
import type { DetectedComponent } from '../../detector.js';
import { RepositoryView } from '../../repository-view.js';
import { goDetector } from './go.detector.js';

const module = 'module example.com/shop\n\ngo 1.25.0\n\ntoolchain go1.26.1\n';

function detect(files: Record<string, string>): readonly DetectedComponent[] {
  return goDetector.detect(new RepositoryView(inMemoryTree({ 'go.mod': module, ...files }))).components;
}

function main(body: string, imports: readonly string[] = ['net/http']): string {
  return `package main\n\nimport (\n${imports.map((path) => `\t"${path}"`).join('\n')}\n)\n\nfunc main() {\n${body}\n}\n`;
}

describe('goDetector programs', () => {
  it.each([
    [
      'the root',
      { 'main.go': main('http.ListenAndServe(":9000", nil)') },
      [['shop', 'web', 'go build -trimpath -o bin/shop .']],
    ],
    [
      'cmd/*',
      {
        'cmd/api/main.go': main('http.ListenAndServe(":8080", nil)'),
        'cmd/worker/main.go': main('signal.Notify(c)\nfor {\n}', ['os/signal']),
      },
      [
        ['api', 'web', 'go build -trimpath -o bin/api ./cmd/api'],
        ['worker', 'worker', 'go build -trimpath -o bin/worker ./cmd/worker'],
      ],
    ],
    [
      'a command line tool',
      { 'main.go': main('cobra.Execute()', ['github.com/spf13/cobra']) },
      [['shop', 'cli', 'go build -trimpath -o bin/shop .']],
    ],
    ['a library', { 'shop.go': 'package shop\n' }, [['shop', 'library', undefined]]],
    [
      'tools and examples beside',
      {
        'main.go': main('http.ListenAndServe(":80", nil)'),
        'tools/gen/main.go': main(''),
        'examples/x/main.go': main(''),
      },
      [['shop', 'web', 'go build -trimpath -o bin/shop .']],
    ],
  ])('finds %s', (_, files, expected) => {
    const found = detect(files);
    expect(found.map(({ idHint, kind, build }) => [idHint, kind, build])).toEqual(expected);
  });

  it('gives each program only the services it imports', () => {
    const found = detect({
      'cmd/api/main.go': main('http.ListenAndServe(":8080", nil)', ['net/http', 'example.com/shop/internal/db']),
      'cmd/mail/main.go': main('signal.Notify(c)', ['os/signal', 'github.com/rabbitmq/amqp091-go']),
      'internal/db/db.go': 'package db\n\nimport "github.com/jackc/pgx/v5"\n',
      'internal/db/db_test.go': 'package db\n\nimport "modernc.org/sqlite"\n',
    });
    expect(found.map(({ services }) => services.map(({ kind }) => kind))).toEqual([['postgres'], ['rabbitmq']]);
  });

  it('takes the toolchain for the version that builds', () => {
    const [component] = detect({ 'main.go': main('http.ListenAndServe(":80", nil)') });
    expect(component?.runtime).toMatchObject({ runtime: 'go', resolved: '1.26' });
  });
});

describe('goDetector ports', () => {
  it.each([
    [
      'an address',
      main('http.ListenAndServe(":9000", nil)'),
      { port: 9000, bindAddress: '0.0.0.0', framework: 'net/http' },
    ],
    ['loopback', main('http.ListenAndServe("localhost:9000", nil)'), { port: 9000, bindAddress: '127.0.0.1' }],
    [
      'PORT with a default',
      main('port := os.Getenv("PORT")\nif port == "" {\n\tport = "7000"\n}\nhttp.ListenAndServe(":"+port, nil)'),
      { port: 7000, portVariable: 'PORT', bindAddress: '0.0.0.0' },
    ],
    [
      'a helper',
      main('http.ListenAndServe(":"+getEnv("HTTP_PORT", "7100"), nil)'),
      { port: 7100, portVariable: 'HTTP_PORT' },
    ],
    ['http.Server', main('s := &http.Server{Addr: ":7200"}\ns.ListenAndServe()'), { port: 7200 }],
    [
      'a flag',
      main('p := flag.Int("port", 7300, "")\nhttp.ListenAndServe(fmt.Sprintf(":%d", *p), nil)'),
      { port: 7300, bindAddress: '0.0.0.0' },
    ],
    [
      'a tag',
      `${main('http.ListenAndServe(c.Addr, nil)')}type C struct {\n\tPort int \`env:"PORT" envDefault:"7400"\`\n}\n`,
      { port: 7400, portVariable: 'PORT' },
    ],
    [
      'not the port of the database',
      main('p := getEnv("DB_PORT", "5432")\nhttp.ListenAndServe(":7500", nil)'),
      { port: 7500 },
    ],
  ])('reads %s', (_, code, expected) => {
    expect(detect({ 'main.go': code })[0]).toMatchObject(expected);
  });

  it.each([
    ['gin', 'github.com/gin-gonic/gin', 'r.Run()', 8080],
    ['echo', 'github.com/labstack/echo/v4', 'e.Start(":1323")', 1323],
    ['fiber', 'github.com/gofiber/fiber/v2', 'app.Listen(":3000")', 3000],
    ['chi', 'github.com/go-chi/chi/v5', 'http.ListenAndServe(":3333", r)', 3333],
    ['gorilla', 'github.com/gorilla/mux', 'http.ListenAndServe(":8000", r)', 8000],
  ])('knows %s', (framework, path, body, port) => {
    const [component] = detect({ 'go.mod': `${module}\nrequire ${path} v1.0.0\n`, 'main.go': main(body, [path]) });
    expect(component).toMatchObject({ framework, port, kind: 'web' });
  });
});

describe('goDetector routes, variables and traits', () => {
  it.each([
    ['http.HandleFunc("/healthz", h)', '/healthz'],
    ['mux.HandleFunc("GET /health", h)', '/health'],
    ['api := r.Group("/api")\napi.GET("/health", h)', '/api/health'],
    ['r.POST("/health", h)', undefined],
  ])('finds the health route of %s', (body, path) => {
    expect(detect({ 'main.go': main(`${body}\nhttp.ListenAndServe(":80", nil)`) })[0]?.healthPath).toBe(path);
  });

  it('finds the metrics path', () => {
    const [component] = detect({
      'main.go': main('http.Handle("/metrics", promhttp.Handler())\nhttp.ListenAndServe(":80", nil)'),
    });
    expect(component?.metricsPath).toBe('/metrics');
  });

  it('reads variables with defaults and requirements', () => {
    const code = `${main('x := os.Getenv("PLAIN")\ny := cmp.Or(os.Getenv("WITH_DEFAULT"), "d")\nhttp.ListenAndServe(":80", nil)')}
type C struct {
	A string \`env:"NEEDED,required"\`
	B string \`envconfig:"CALLED" default:"b"\`
}
`;
    expect(
      detect({ 'main.go': code })[0]?.environment.map(({ name, default: value, required }) => [name, value, required]),
    ).toEqual([
      ['CALLED', 'b', undefined],
      ['NEEDED', undefined, true],
      ['PLAIN', undefined, undefined],
      ['WITH_DEFAULT', 'd', undefined],
    ]);
  });

  it.each([
    [
      'cgo',
      { 'main.go': main('http.ListenAndServe(":80", nil)', ['net/http', 'github.com/mattn/go-sqlite3']) },
      { cgo: 'true' },
    ],
    [
      'a vendored module',
      { 'main.go': main('http.ListenAndServe(":80", nil)'), 'vendor/modules.txt': '' },
      { vendored: 'true' },
    ],
    [
      'embedded files',
      { 'main.go': main('http.ListenAndServe(":80", nil)', ['embed', 'net/http']) },
      { embed: 'true' },
    ],
  ])('marks %s', (_, files, traits) => {
    expect(detect(files as unknown as Record<string, string>)[0]?.traits).toMatchObject(traits);
  });

  it('does not need cgo for the pure SQLite driver', () => {
    const [component] = detect({
      'main.go': main('http.ListenAndServe(":80", nil)', ['net/http', 'modernc.org/sqlite']),
    });
    expect(component?.traits).not.toHaveProperty('cgo');
    expect(component?.services.map(({ kind }) => kind)).toEqual(['sqlite']);
  });

  it('builds modules of one go.work from its directory', () => {
    const tree = inMemoryTree({
      'go.work': 'go 1.26\nuse (\n\t./api\n\t./lib\n)\n',
      'api/go.mod': 'module example.com/api\n\ngo 1.26\n\nrequire example.com/lib v0.0.0\n',
      'api/main.go': main('http.ListenAndServe(":80", nil)'),
      'lib/go.mod': 'module example.com/lib\n\ngo 1.26\n',
      'lib/lib.go': 'package lib\n',
    });
    const [api] = goDetector.detect(new RepositoryView(tree)).components;
    expect(api?.workspace).toEqual({
      root: '.',
      packageName: 'example.com/api',
      internalDependencies: ['lib'],
      members: ['api', 'lib'],
    });
  });

  it.each([
    ['db/migrations/1_x.up.sql', 'CREATE TABLE x ();', 'golang-migrate'],
    ['migrations/1_x.sql', '-- +goose Up\nCREATE TABLE x ();', 'goose'],
  ])('recognises the migrations in %s', (file, text, tool) => {
    const [component] = detect({
      'main.go': main('http.ListenAndServe(":80", nil)', ['net/http', 'github.com/lib/pq']),
      [file]: text,
    });
    expect(component?.migrations?.tool).toBe(tool);
  });
});
