import { inMemoryTree } from '@devops-orchestrator/test-kit';
import type { DetectedComponent } from '../../detector.js';
import { RepositoryView } from '../../repository-view.js';
import { goDetector } from './go.detector.js';

const required = ['github.com/gin-gonic/gin', 'github.com/go-chi/chi/v5', 'github.com/spf13/cobra'];
const module = `module example.com/shop\n\ngo 1.25.0\n\nrequire (\n${required.map((path) => `\t${path} v1.0.0\n`).join('')})\n`;

function first(files: Record<string, string>): DetectedComponent {
  const [component] = goDetector.detect(new RepositoryView(inMemoryTree({ 'go.mod': module, ...files }))).components;
  if (component === undefined) throw new Error('nothing was detected');
  return component;
}

function source(body: string, imports: readonly string[], name = 'main'): string {
  return `package ${name}\n\nimport (\n${imports.map((path) => `\t"${path}"`).join('\n')}\n)\n\n${body}\n`;
}

const main = (body: string, ...imports: string[]) => source(`func main() {\n${body}\n}`, ['net/http', ...imports]);

describe('goDetector layouts', () => {
  it('knows that gin listens on PORT when it is given no address', () => {
    const files = { 'main.go': main('r := gin.Default()\nr.Run()', 'github.com/gin-gonic/gin') };
    expect(first(files)).toMatchObject({ port: 8080, portVariable: 'PORT', bindAddress: '0.0.0.0' });
  });

  it('sees a loopback address in front of a variable port', () => {
    const files = { 'main.go': main('http.ListenAndServe("127.0.0.1:" + os.Getenv("PORT"), nil)', 'os') };
    expect(first(files).bindAddress).toBe('127.0.0.1');
  });

  it('adds the prefixes of nested chi routers', () => {
    const body = `r := chi.NewRouter()
r.Route("/api", func(r chi.Router) {
  r.Route("/v1", func(r chi.Router) { r.Get("/x/{id}", x) })
  r.Get("/healthz", ok)
})
r.Get("/other", ok)
http.ListenAndServe(":80", r)`;
    expect(first({ 'main.go': main(body, 'github.com/go-chi/chi/v5') }).healthPath).toBe('/api/healthz');
  });

  it.each([
    ['templates of gin', 'r.LoadHTMLGlob("templates/*")', 'templates'],
    ['a folder of files', 'http.FileServer(http.Dir("./public"))', 'public'],
  ])('lists what the program opens: %s', (_, line, folders) => {
    expect(first({ 'main.go': main(`${line}\nhttp.ListenAndServe(":80", nil)`) }).traits?.['runtimeFiles']).toBe(
      folders,
    );
  });

  it('takes a configuration file along, and the port that it states', () => {
    const files = {
      'main.go': main('os.ReadFile("config.yaml")\nhttp.ListenAndServe(":"+strconv.Itoa(c.Port), nil)', 'os'),
      'config.yaml': 'database:\n  port: 5432\nserver:\n  port: 8085\n',
    };
    expect(first(files)).toMatchObject({ port: 8085, traits: { runtimeFiles: 'config.yaml' } });
  });

  it('misses no go.sum where a module needs only its neighbours', () => {
    const files = {
      'go.work': 'go 1.25\n\nuse (\n\t./api\n\t./lib\n)\n',
      'api/go.mod': 'module example.com/api\n\ngo 1.25\n\nrequire example.com/lib v0.0.0\n',
      'api/main.go': main('http.ListenAndServe(":80", nil)'),
      'lib/go.mod': 'module example.com/lib\n\ngo 1.25\n',
      'lib/lib.go': 'package lib\n',
    };
    expect(goDetector.detect(new RepositoryView(inMemoryTree(files))).notes).toEqual([]);
  });

  it('marks a SQLite file beside the program', () => {
    const files = { 'main.go': main('open("shop.db")\nhttp.ListenAndServe(":80", nil)', 'modernc.org/sqlite') };
    expect(first(files).traits?.['sqliteFiles']).toBe('shop.db');
  });

  it('reads keys of viper as variables where it takes them from the environment', () => {
    const files = {
      'main.go': main(
        'viper.AutomaticEnv()\nviper.SetEnvPrefix("shop")\nviper.SetDefault("port", 9000)\nviper.GetString("db.host")\nhttp.ListenAndServe(":"+p, nil)',
        'github.com/spf13/viper',
      ),
    };
    expect(first(files).environment.map(({ name, default: value }) => [name, value])).toEqual([['SHOP_PORT', '9000']]);
  });
});

describe('goDetector subcommands', () => {
  const cobra = 'github.com/spf13/cobra';
  const root = source(
    'var rootCmd = &cobra.Command{Use: "shop"}\n\nfunc Execute() { rootCmd.Execute() }',
    [cobra],
    'cmd',
  );
  const entry = source('func main() { cmd.Execute() }', ['example.com/shop/cmd']);
  it.each([
    [
      'a command that listens',
      'var serveCmd = &cobra.Command{\n\tUse: "serve",\n\tRun: func(c *cobra.Command, a []string) { http.ListenAndServe(":80", nil) },\n}\n\nfunc init() { rootCmd.AddCommand(serveCmd) }',
      './bin/shop serve',
    ],
    [
      'a function that makes it',
      'func newAPI() *cobra.Command {\n\treturn &cobra.Command{Use: "api", Run: func(c *cobra.Command, a []string) { http.ListenAndServe(":80", nil) }}\n}\n\nfunc init() {\n\trootCmd.AddCommand(newAPI())\n}',
      './bin/shop api',
    ],
    ['the first command itself', 'func run() { http.ListenAndServe(":80", nil) }', './bin/shop'],
  ])('starts %s', (_, body, start) => {
    const files = { 'main.go': entry, 'cmd/root.go': root, 'cmd/serve.go': source(body, ['net/http', cobra], 'cmd') };
    expect(first(files).start).toBe(start);
  });
});
