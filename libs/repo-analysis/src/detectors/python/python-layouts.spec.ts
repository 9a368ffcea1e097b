import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { analyzeRepository } from '../../analyze-repository.js';
import type { DetectedComponent } from '../../detector.js';
import { RepositoryView } from '../../repository-view.js';
import { pythonDetector } from './python.detector.js';

function first(files: Record<string, string>): DetectedComponent {
  const [component] = pythonDetector.detect(new RepositoryView(inMemoryTree(files))).components;
  if (component === undefined) throw new Error('nothing was detected');
  return component;
}

const flask = 'from flask import Flask\napp = Flask(__name__)\n';
const requirements = { 'requirements.txt': 'flask\ngunicorn\n' };
const django = (settings: string, place = 'shop/settings.py') => ({
  'requirements.txt': 'Django\ngunicorn\n',
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  'shop/__init__.py': '',
  'shop/wsgi.py': 'application = get_wsgi_application()\n',
  [place]: settings,
});
const engine = '"ENGINE": "django.db.backends.sqlite3"';

describe('pythonDetector SQLite files', () => {
  it.each([
    [
      'beside manage.py',
      django(
        `BASE_DIR = Path(__file__).resolve().parent.parent\nDATABASES = {"default": {${engine}, "NAME": BASE_DIR / "db.sqlite3"}}\n`,
      ),
      'db.sqlite3',
      ['.'],
    ],
    [
      'joined by os.path',
      django(
        `BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nDATABASES = {"default": {${engine}, "NAME": os.path.join(BASE_DIR, "db.sqlite3")}}\n`,
      ),
      'db.sqlite3',
      ['.'],
    ],
    [
      'in a folder of its own',
      django(
        `BASE_DIR = Path(__file__).resolve().parents[1]\nDATABASES = {"default": {${engine}, "NAME": BASE_DIR / "data" / "db.sqlite3"}}\n`,
      ),
      undefined,
      ['data'],
    ],
    [
      'beside the configuration of Flask',
      {
        ...requirements,
        'app.py': `${flask}basedir = os.path.abspath(os.path.dirname(__file__))\nURI = "sqlite:///" + os.path.join(basedir, "app.db")\n`,
      },
      'app.db',
      ['.'],
    ],
    [
      'in the working directory',
      { ...requirements, 'app.py': `${flask}sqlite3.connect("todo.db")\n` },
      'todo.db',
      ['.'],
    ],
    [
      'outside of the repository',
      {
        ...requirements,
        'app.py': `${flask}root = Path(__file__).parent.parent.parent\nsqlite3.connect(root / "todo.db")\n`,
      },
      undefined,
      undefined,
    ],
  ])('finds a file %s', (_, files, linked, directories) => {
    const { traits, dataDirectories } = first(files);
    expect(traits?.['sqliteFiles']).toBe(linked);
    expect(dataDirectories).toEqual(directories);
  });
});

describe('pythonDetector routes', () => {
  it('adds the prefix of a blueprint that another module declares', () => {
    const { healthPath } = first({
      ...requirements,
      'wsgi.py': 'from app import create_app\napp = create_app()\n',
      'app/__init__.py':
        'from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    from app.api import bp as api_bp\n    app.register_blueprint(api_bp, url_prefix="/api")\n    return app\n',
      'app/api/__init__.py':
        'from flask import Blueprint\nbp = Blueprint("api", __name__)\nfrom app.api import routes\n',
      'app/api/routes.py': 'from app.api import bp\n\n@bp.route("/health")\ndef health():\n    return "ok"\n',
    });
    expect(healthPath).toBe('/api/health');
  });

  it.each([
    ['f"{PREFIX}/health"', '/v1/health'],
    ['f"{unknown()}/health"', undefined],
  ])('reads the path %s', (path, expected) => {
    const main = `from fastapi import FastAPI\nPREFIX = "/v1"\napp = FastAPI()\n@app.get(${path})\ndef health(): ...\n`;
    expect(first({ 'requirements.txt': 'fastapi\nuvicorn\n', 'main.py': main }).healthPath).toBe(expected);
  });
});

describe('pythonDetector commands', () => {
  it('names no tests where there are none: pytest would fail', () => {
    expect(first({ 'requirements.txt': 'flask\npytest\n', 'app.py': flask }).test).toBeUndefined();
  });

  it('lists the constraints that installing reads', () => {
    const files = {
      'requirements.txt': '-r requirements/base.txt\n-c constraints.txt\n',
      'requirements/base.txt': 'flask\n',
    };
    expect(first({ ...files, 'constraints.txt': 'werkzeug<4\n', 'app.py': flask }).traits?.['requirementsFiles']).toBe(
      'constraints.txt requirements.txt requirements/base.txt',
    );
  });

  it('takes the port of a default that has a call around it', () => {
    const main = `from fastapi import FastAPI\napp = FastAPI()\nuvicorn.run("main:app", host="127.0.0.1", port=int(os.getenv("PORT", "9100")), reload=True)\n`;
    expect(first({ 'requirements.txt': 'fastapi\nuvicorn\n', 'main.py': main }).port).toBe(9100);
  });

  it.each([
    [['items'], 'scrapy crawl items'],
    [['items', 'news'], "sh -c 'scrapy list | xargs -n 1 scrapy crawl'"],
  ])('runs the spiders %j as a job', (names, command) => {
    const spiders = names.map((name): [string, string] => [
      `shop/spiders/${name}.py`,
      `import scrapy\nclass S(scrapy.Spider):\n    name = "${name}"\n`,
    ]);
    const files = { 'requirements.txt': 'scrapy\n', 'scrapy.cfg': '[settings]\n', ...Object.fromEntries(spiders) };
    expect(first(files)).toMatchObject({ kind: 'job', start: command });
  });

  it('keeps the bound form of a web process that the Procfile states', () => {
    const files = { ...requirements, 'app.py': flask, Procfile: 'web: gunicorn app:app\n' };
    expect(analyzeRepository(inMemoryTree(files)).components[0]?.start).toBe('gunicorn --bind 0.0.0.0:8000 app:app');
  });
});

describe('pythonDetector directories', () => {
  it.each([
    [
      'uploads of Django',
      django('BASE_DIR = Path(__file__).resolve().parent.parent\nMEDIA_ROOT = BASE_DIR / "media"\n'),
      ['media'],
    ],
    [
      'an upload folder',
      { ...requirements, 'app.py': `${flask}app.config["UPLOAD_FOLDER"] = "static/uploads"\n` },
      ['static/uploads'],
    ],
    [
      'the instance folder of Flask',
      {
        ...requirements,
        'app.py': `${flask}app.config.from_mapping(DATABASE=os.path.join(app.instance_path, "shop.sqlite"))\nsqlite3.connect(app.config["DATABASE"])\n`,
      },
      ['instance'],
    ],
    [
      'nothing for an absolute path',
      { ...requirements, 'app.py': `${flask}UPLOAD_FOLDER = "/srv/uploads"\n` },
      undefined,
    ],
  ])('keeps %s', (_, files, expected) => {
    expect(first(files as Record<string, string>).dataDirectories).toEqual(expected);
  });
});

describe('pythonDetector scripts', () => {
  it('takes port, address and health route of a script that serves by itself', () => {
    const server =
      'from aiohttp import web\napp = web.Application()\napp.router.add_get("/health", health)\nweb.run_app(app, host="127.0.0.1", port=int(os.environ.get("PORT", 8099)))\n';
    expect(first({ 'requirements.txt': 'aiohttp\n', 'server.py': server })).toMatchObject({
      port: 8099,
      portVariable: 'PORT',
      bindAddress: '127.0.0.1',
      healthPath: '/health',
    });
  });

  it('opens Gradio to other machines', () => {
    const app = 'import gradio as gr\ndemo = gr.Interface()\ndemo.launch()\n';
    expect(first({ 'requirements.txt': 'gradio\n', 'app.py': app }).start).toBe(
      'env GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=7860 python app.py',
    );
  });

  it('knows that a bot works until it is stopped', () => {
    const files = {
      'requirements.txt': 'discord.py\n',
      'main.py': 'bot = discord.Client()\nbot.run(os.getenv("TOKEN"))\n',
    };
    expect(first(files).kind).toBe('worker');
  });

  it('serves Flask-SocketIO with a worker that keeps connections open', () => {
    const files = { 'requirements.txt': 'flask\ngunicorn\nflask-socketio\neventlet\n', 'app.py': flask };
    expect(first(files).start).toBe('gunicorn --worker-class eventlet --workers 1 --bind 0.0.0.0:8000 app:app');
  });
});

describe('pythonDetector Django settings', () => {
  it('hands the production settings to commands of a manage.py that names a developer’s', () => {
    const { build, migrations } = first({
      'requirements.txt': 'Django\ngunicorn\n',
      'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.local")\n',
      'shop/wsgi.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")\n',
      'shop/settings/local.py': '',
      'shop/settings/production.py': 'STATIC_ROOT = "static"\n',
    });
    expect([build, migrations?.command]).toEqual([
      'python manage.py collectstatic --noinput --settings shop.settings.production',
      'python manage.py migrate --noinput --settings shop.settings.production',
    ]);
  });
});
