import { inMemoryTree } from '@devops-orchestrator/test-kit';
import type { DetectedComponent, Detection } from '../../detector.js';
import { RepositoryView } from '../../repository-view.js';
import { pythonDetector } from './python.detector.js';

function detect(files: Record<string, string>): Detection {
  return pythonDetector.detect(new RepositoryView(inMemoryTree(files)));
}

function first(files: Record<string, string>): DetectedComponent {
  const [component] = detect(files).components;
  if (component === undefined) throw new Error('nothing was detected');
  return component;
}

const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n';
const flask = 'from flask import Flask\napp = Flask(__name__)\n';
const asgiRequirements = 'fastapi\nuvicorn\n';
const wsgiRequirements = 'flask\ngunicorn\n';
const manage = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n';
const wsgi = 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n';
const django = {
  'requirements.txt': 'Django\ngunicorn\npsycopg[binary]\n',
  'manage.py': manage,
  'shop/__init__.py': '',
  'shop/wsgi.py': wsgi,
  'shop/settings.py': 'ROOT_URLCONF = "shop.urls"\n',
  'shop/urls.py': '',
};

describe('pythonDetector start command', () => {
  it.each([
    [
      'main.py',
      { 'requirements.txt': asgiRequirements, 'main.py': fastapi },
      'uvicorn --host 0.0.0.0 --port 8000 main:app',
    ],
    [
      'FastAPI in app.py',
      { 'requirements.txt': asgiRequirements, 'app.py': fastapi },
      'uvicorn --host 0.0.0.0 --port 8000 app:app',
    ],
    [
      'server.py with another name',
      {
        'requirements.txt': asgiRequirements,
        'server.py': 'from fastapi import FastAPI\napi: FastAPI = FastAPI(\n  title="x",\n)\n',
      },
      'uvicorn --host 0.0.0.0 --port 8000 server:api',
    ],
    [
      'app/main.py',
      { 'requirements.txt': asgiRequirements, 'app/__init__.py': '', 'app/main.py': fastapi },
      'uvicorn --host 0.0.0.0 --port 8000 app.main:app',
    ],
    [
      'src layout',
      {
        'requirements.txt': asgiRequirements,
        'src/shop/__init__.py': '',
        'src/shop/db.py': '',
        'src/shop/main.py': `from shop.db import x\n${fastapi}`,
      },
      'uvicorn --app-dir src --host 0.0.0.0 --port 8000 shop.main:app',
    ],
    [
      'src imported by name',
      { 'requirements.txt': asgiRequirements, 'src/db.py': '', 'src/main.py': `from src.db import x\n${fastapi}` },
      'uvicorn --host 0.0.0.0 --port 8000 src.main:app',
    ],
    [
      'siblings imported plainly',
      { 'requirements.txt': asgiRequirements, 'api/db.py': '', 'api/main.py': `from db import x\n${fastapi}` },
      'uvicorn --app-dir api --host 0.0.0.0 --port 8000 main:app',
    ],
    [
      'relative imports',
      { 'requirements.txt': asgiRequirements, 'app/db.py': '', 'app/main.py': `from .db import x\n${fastapi}` },
      'uvicorn --host 0.0.0.0 --port 8000 app.main:app',
    ],
    [
      'FastAPI factory',
      {
        'requirements.txt': asgiRequirements,
        'app/main.py':
          'from fastapi import FastAPI\ndef create_app() -> FastAPI:\n    app = FastAPI()\n    return app\n',
      },
      'uvicorn --factory --host 0.0.0.0 --port 8000 app.main:create_app',
    ],
    [
      'Flask factory',
      {
        'requirements.txt': wsgiRequirements,
        'shop/__init__.py':
          'from flask import Flask\ndef create_app(config=None):\n    app = Flask(__name__)\n    return app\n',
      },
      "gunicorn --bind 0.0.0.0:8000 'shop:create_app()'",
    ],
    [
      'factory called in wsgi.py',
      {
        'requirements.txt': wsgiRequirements,
        'shop/__init__.py': 'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n',
        'wsgi.py': 'from shop import create_app\napplication = create_app()\n',
      },
      'gunicorn --bind 0.0.0.0:8000 wsgi:application',
    ],
    [
      'fastapi[standard]',
      { 'requirements.txt': 'fastapi[standard]\n', 'main.py': fastapi },
      'uvicorn --host 0.0.0.0 --port 8000 main:app',
    ],
    [
      'hypercorn',
      { 'requirements.txt': 'fastapi\nhypercorn\n', 'main.py': fastapi },
      'hypercorn --bind 0.0.0.0:8000 main:app',
    ],
    [
      'waitress',
      { 'requirements.txt': 'flask\nwaitress\n', 'app.py': flask },
      'waitress-serve --listen=0.0.0.0:8000 app:app',
    ],
    [
      'port of the development server',
      {
        'requirements.txt': wsgiRequirements,
        'app.py': `${flask}if __name__ == "__main__":\n    app.run(debug=True, port=5050)\n`,
      },
      'gunicorn --bind 0.0.0.0:5050 app:app',
    ],
    [
      'port of uvicorn.run through a variable',
      {
        'requirements.txt': asgiRequirements,
        'main.py': `${fastapi}import os, uvicorn\nport = int(os.getenv("PORT", "9000"))\nuvicorn.run(app, host="127.0.0.1", port=port)\n`,
      },
      'uvicorn --host 0.0.0.0 --port 9000 main:app',
    ],
    [
      'Procfile',
      {
        'requirements.txt': wsgiRequirements,
        'app.py': flask,
        Procfile: 'web: flask db upgrade && gunicorn app:app --workers 2\n',
      },
      'gunicorn --bind 0.0.0.0:8000 app:app --workers 2',
    ],
    [
      'Procfile with the platform port',
      {
        'requirements.txt': asgiRequirements,
        'main.py': fastapi,
        Procfile: 'web: uvicorn main:app --host 0.0.0.0 --port ${PORT:-5000}\n',
      },
      'uvicorn main:app --host 0.0.0.0 --port 8000',
    ],
    [
      'development server in the Procfile',
      { 'requirements.txt': asgiRequirements, 'main.py': fastapi, Procfile: 'web: uvicorn main:app --reload\n' },
      'uvicorn --host 0.0.0.0 --port 8000 main:app',
    ],
    ['Django', django, 'gunicorn --bind 0.0.0.0:8000 shop.wsgi:application'],
    [
      'Django with channels',
      { ...django, 'requirements.txt': 'Django\ndaphne\nchannels\n', 'shop/asgi.py': '' },
      'daphne --bind 0.0.0.0 --port 8000 shop.asgi:application',
    ],
    [
      'Django in a folder',
      {
        'requirements.txt': 'Django\ngunicorn\n',
        'web/manage.py': manage,
        'web/shop/wsgi.py': wsgi,
        'web/shop/settings.py': '',
      },
      'gunicorn --chdir web --bind 0.0.0.0:8000 shop.wsgi:application',
    ],
    [
      'Streamlit',
      { 'requirements.txt': 'streamlit\n', 'app.py': 'import streamlit as st\n' },
      'streamlit run app.py --server.address=0.0.0.0 --server.port=8501 --server.headless=true --browser.gatherUsageStats=false',
    ],
    [
      'aiohttp',
      { 'requirements.txt': 'aiohttp\n', 'main.py': 'from aiohttp import web\nweb.run_app(app)\n' },
      'python main.py',
    ],
    [
      'test applications',
      { 'requirements.txt': asgiRequirements, 'tests/app.py': fastapi, 'api/main.py': fastapi },
      'uvicorn --host 0.0.0.0 --port 8000 api.main:app',
    ],
  ])('runs %s', (_, files, start) => {
    expect(first(files as Record<string, string>).start).toBe(start);
  });

  it('says which server must be added when there is none', () => {
    const { components, notes } = detect({ 'requirements.txt': 'flask\n', 'app.py': flask });
    expect(components[0]?.start).toBe('gunicorn --bind 0.0.0.0:8000 app:app');
    expect(components[0]?.traits).toMatchObject({ serverMissing: 'gunicorn', serverRequirement: 'gunicorn==23.*' });
    expect(notes.map((note) => note.code)).toEqual(['server-missing']);
  });
});

describe('pythonDetector install', () => {
  const project = '[project]\nname = "shop"\ndependencies = ["fastapi>=0.1", "uvicorn"]\n';
  const poetry = '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.12"\nfastapi = "^0.1"\n';
  it.each([
    ['pip', { 'requirements.txt': asgiRequirements }, 'pip install --no-cache-dir --requirement requirements.txt'],
    [
      'pip, production file',
      { 'requirements/base.txt': asgiRequirements, 'requirements/dev.txt': 'pytest' },
      'pip install --no-cache-dir --requirement requirements/base.txt',
    ],
    [
      'uv',
      {
        'pyproject.toml': project,
        'uv.lock':
          '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n[[package]]\nname = "uvicorn"\nversion = "0.30.0"\n',
      },
      'uv sync --frozen --no-dev',
    ],
    [
      'poetry',
      { 'pyproject.toml': poetry, 'poetry.lock': '[[package]]\nname = "fastapi"\nversion = "0.1"\n' },
      'poetry install --only main --no-root',
    ],
    [
      'poetry with its package',
      { 'pyproject.toml': poetry, 'poetry.lock': '', 'shop/__init__.py': '' },
      'poetry install --only main',
    ],
    [
      'pipenv',
      { Pipfile: '[packages]\nfastapi = "*"\n', 'Pipfile.lock': '{"default":{"fastapi":{"version":"==1.0"}}}' },
      'pipenv install --deploy',
    ],
    ['pdm', { 'pyproject.toml': project, 'pdm.lock': '' }, 'pdm sync --prod'],
    ['project table alone', { 'pyproject.toml': project }, "pip install --no-cache-dir 'fastapi>=0.1' uvicorn"],
  ])('installs with %s, without development dependencies', (_, files, install) => {
    expect(first({ ...(files as Record<string, string>), 'main.py': fastapi }).install).toBe(install);
  });

  it.each([
    ['a dependency is missing in it', '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n', false],
    [
      'a version does not fit',
      '[[package]]\nname = "fastapi"\nversion = "0.0.1"\n[[package]]\nname = "uvicorn"\nversion = "1"\n',
      false,
    ],
    [
      'everything fits',
      '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n[[package]]\nname = "uvicorn"\nversion = "1"\n',
      true,
    ],
  ])('judges the lock file when %s', (_, lock, inSync) => {
    expect(first({ 'pyproject.toml': project, 'uv.lock': lock, 'main.py': fastapi }).lockfile?.inSync).toBe(inSync);
  });

  it('reads included files, extras, markers, hashes and git addresses', () => {
    const files = {
      'requirements.txt':
        '-r requirements/base.txt\n--extra-index-url https://user:pw@host/simple\nuvicorn[standard]==0.30.0 ; python_version > "3.8" \\\n    --hash=sha256:aa\ngit+https://github.com/org/lib.git#egg=lib\n# psycopg2\n',
      'requirements/base.txt': 'fastapi\nredis\n',
      'main.py': fastapi,
    };
    const { components, notes } = detect(files);
    expect(components[0]?.services.map((service) => service.kind)).toEqual(['redis']);
    expect(components[0]?.systemPackages).toEqual({ build: ['git'], runtime: [] });
    expect(notes.map((note) => note.code)).toEqual(['private-registry']);
    expect(JSON.stringify({ components, notes })).not.toContain('user:pw');
  });
});

describe('pythonDetector routes', () => {
  it.each([
    ['plain', { 'main.py': `${fastapi}@app.get("/health")\ndef h(): ...\n` }, '/health'],
    [
      'router prefix',
      {
        'main.py': `${fastapi}from routes import router\napp.include_router(router, prefix="/api/v1")\n`,
        'routes.py':
          'from fastapi import APIRouter\nrouter = APIRouter(prefix="/system")\n@router.get("/healthz")\ndef h(): ...\n',
      },
      '/api/v1/system/healthz',
    ],
    [
      'router of a module',
      {
        'app/main.py': `${fastapi}from app.routers import health\napp.include_router(health.router)\n`,
        'app/routers/health.py':
          'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/ping")\ndef h(): ...\n',
      },
      '/ping',
    ],
    [
      'renamed import through a package',
      {
        'app/main.py': `${fastapi}from app.routers import health_router as hr\napp.include_router(hr, prefix="/api")\n`,
        'app/routers/__init__.py': 'from .health import router as health_router\n',
        'app/routers/health.py':
          'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/health")\ndef h(): ...\n',
      },
      '/api/health',
    ],
    [
      'prefix from settings',
      {
        'main.py': `${fastapi}from r import router\nfrom c import settings\napp.include_router(router, prefix=settings.API_PREFIX)\n`,
        'c.py': 'class S:\n    API_PREFIX: str = "/v2"\nsettings = S()\n',
        'r.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/health")\ndef h(): ...\n',
      },
      '/v2/health',
    ],
    [
      'unknown prefix',
      {
        'main.py': `${fastapi}from r import router\napp.include_router(router, prefix=compute())\n`,
        'r.py':
          'from fastapi import APIRouter\nrouter = APIRouter(prefix=PREFIX)\n@router.get("/health")\ndef h(): ...\n',
      },
      undefined,
    ],
    ['post only', { 'main.py': `${fastapi}@app.post("/health")\ndef h(): ...\n` }, undefined],
    ['status of a thing', { 'main.py': `${fastapi}@app.get("/orders/{id}/status")\ndef h(): ...\n` }, undefined],
    ['docstring', { 'main.py': `"""\n@app.get("/health")\n"""\n${fastapi}# @app.get("/healthz")\n` }, undefined],
  ])('finds the health route: %s', (_, files, path) => {
    expect(first({ 'requirements.txt': asgiRequirements, ...(files as Record<string, string>) }).healthPath).toBe(path);
  });

  it('adds the prefix of a blueprint', () => {
    const files = {
      'requirements.txt': wsgiRequirements,
      'app.py': `${flask}from views import bp\napp.register_blueprint(bp, url_prefix="/internal")\n`,
      'views.py':
        'from flask import Blueprint\nbp = Blueprint("x", __name__)\n@bp.route("/health", methods=["GET"])\ndef h(): ...\n',
    };
    expect(first(files).healthPath).toBe('/internal/health');
  });

  it('follows the includes of Django', () => {
    const files = {
      ...django,
      'shop/urls.py': 'urlpatterns = [path("api/", include("core.urls")), path("admin/", admin.site.urls)]\n',
      'core/urls.py': 'urlpatterns = [\n  re_path(r"^health/$", views.health),\n]\n',
    };
    expect(first(files).healthPath).toBe('/api/health/');
  });

  it.each([
    [
      'instrumentator',
      'fastapi\nuvicorn\nprometheus-fastapi-instrumentator\n',
      `${fastapi}Instrumentator().instrument(app).expose(app)\n`,
    ],
    ['mounted application', asgiRequirements, `${fastapi}app.mount("/metrics", make_asgi_app())\n`],
    ['route', asgiRequirements, `${fastapi}@app.get("/metrics")\ndef m(): ...\n`],
  ])('finds the metrics path: %s', (_, requirements, main) => {
    expect(first({ 'requirements.txt': requirements, 'main.py': main }).metricsPath).toBe('/metrics');
  });
});

describe('pythonDetector environment', () => {
  it.each([
    ['os.environ["X"]', 'x = os.environ["API_HOST"]', { required: true }],
    ['a default', 'x = os.getenv("API_HOST", "localhost")', { default: 'localhost' }],
    ['get with a number', 'x = int(os.environ.get("API_HOST", 30))', { default: '30' }],
    ['or', 'x = os.getenv("API_HOST") or "here"', { default: 'here' }],
    ['settings', 'class Settings(BaseSettings):\n    api_host: str = "a"\n', { default: 'a' }],
    [
      'settings with a prefix',
      'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="API_")\n    host: str\n',
      { required: true },
    ],
    [
      'settings with an alias',
      'class S(BaseSettings):\n    h: str = Field("b", validation_alias="API_HOST")\n',
      { default: 'b' },
    ],
    [
      'derived settings',
      'class Base(BaseSettings):\n    x: int = 1\nclass S(Base):\n    api_host: str = Field(default="c")\n',
      { default: 'c' },
    ],
    ['django-environ', 'env = environ.Env()\nx = env("API_HOST", default="d")', { default: 'd' }],
    ['django-environ required', 'env = environ.Env()\nx = env.str("API_HOST")', { required: true }],
    ['decouple', 'from decouple import config\nx = config("API_HOST", default="e", cast=str)', { default: 'e' }],
  ])('reads %s', (_, code, expected) => {
    const component = first({ 'requirements.txt': asgiRequirements, 'main.py': `${fastapi}import os\n${code}\n` });
    expect(component.environment.find(({ name }) => name === 'API_HOST')).toMatchObject({
      name: 'API_HOST',
      secret: false,
      ...expected,
    });
  });

  it('takes no variable that the code sets, and none of tests', () => {
    const files = {
      'requirements.txt': asgiRequirements,
      'main.py': `${fastapi}os.environ["SET_HERE"] = "1"\n`,
      'tests/test_x.py': 'os.environ["IN_TEST"]\n',
    };
    expect(first(files).environment).toEqual([]);
  });
});

describe('pythonDetector services', () => {
  const kinds = (files: Record<string, string>): string[] => first(files).services.map((service) => service.kind);
  it.each([
    ['psycopg2-binary', 'postgres'],
    ['asyncpg', 'postgres'],
    ['PyMySQL', 'mysql'],
    ['motor', 'mongodb'],
    ['aio_pika', 'rabbitmq'],
    ['confluent-kafka', 'kafka'],
    ['celery[redis]', 'redis'],
    ['celery', 'rabbitmq'],
    ['elasticsearch>=8', 'elasticsearch'],
  ])('takes %s for %s', (dependency, kind) => {
    expect(kinds({ 'requirements.txt': `${asgiRequirements}${dependency}\n`, 'main.py': fastapi })).toEqual([kind]);
  });

  it.each([
    [
      'development groups',
      {
        'pyproject.toml':
          '[project]\nname="x"\ndependencies=["fastapi","uvicorn"]\n[dependency-groups]\ndev=["psycopg2"]\n',
        'main.py': fastapi,
      },
      [],
    ],
    [
      'SQLite of tests',
      {
        'requirements.txt': `${asgiRequirements}asyncpg\n`,
        'main.py': fastapi,
        'tests/conftest.py': 'create_engine("sqlite:///test.db")',
      },
      ['postgres'],
    ],
    [
      'SQLite as a fallback',
      {
        'requirements.txt': `${asgiRequirements}asyncpg\n`,
        'main.py': `${fastapi}url = os.getenv("DATABASE_URL", "sqlite:///./dev.db")\n`,
      },
      ['postgres'],
    ],
    [
      'SQLite in memory',
      { 'requirements.txt': asgiRequirements, 'main.py': `${fastapi}create_engine("sqlite:///:memory:")\n` },
      [],
    ],
    [
      'SQLite in a file',
      { 'requirements.txt': asgiRequirements, 'main.py': `${fastapi}create_engine("sqlite:///./data/app.db")\n` },
      ['sqlite'],
    ],
    [
      'Django on SQLite',
      { ...django, 'shop/settings.py': 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n' },
      ['sqlite'],
    ],
    [
      'boto3 for S3',
      { 'requirements.txt': `${asgiRequirements}boto3\n`, 'main.py': `${fastapi}s3 = boto3.client("s3")\n` },
      ['s3'],
    ],
    ['boto3 for nothing known', { 'requirements.txt': `${asgiRequirements}boto3\n`, 'main.py': fastapi }, []],
    [
      'Celery over AMQP',
      {
        'requirements.txt': `${asgiRequirements}celery\n`,
        'main.py': `${fastapi}c = Celery("x", broker="amqp://guest@mq//")\n`,
      },
      ['rabbitmq'],
    ],
  ])('judges %s', (_, files, expected) => {
    expect(kinds(files as Record<string, string>)).toEqual(expected);
  });

  it('keeps a SQLite file in its directory', () => {
    expect(
      first({ 'requirements.txt': asgiRequirements, 'main.py': `${fastapi}create_engine("sqlite:///./data/app.db")\n` })
        .dataDirectories,
    ).toEqual(['data']);
  });

  it.each([
    ['psycopg2', { build: ['gcc', 'libc6-dev', 'libpq-dev'], runtime: ['libpq5'] }],
    ['psycopg2-binary', undefined],
    ['psycopg[binary]', undefined],
    ['psycopg', { build: [], runtime: ['libpq5'] }],
    ['pillow', undefined],
    ['pdf2image', { build: [], runtime: ['poppler-utils'] }],
  ])('knows the system packages of %s', (dependency, packages) => {
    expect(
      first({ 'requirements.txt': `${asgiRequirements}${dependency}\n`, 'main.py': fastapi }).systemPackages,
    ).toEqual(packages);
  });
});

describe('pythonDetector migrations, workers and builds', () => {
  it.each([
    [
      'Alembic',
      {
        'requirements.txt': `${asgiRequirements}alembic\n`,
        'main.py': fastapi,
        'alembic.ini': '[alembic]\nscript_location = alembic\n',
      },
      'alembic upgrade head',
    ],
    ['Django', django, 'python manage.py migrate --noinput'],
    [
      'Flask-Migrate',
      { 'requirements.txt': `${wsgiRequirements}flask-migrate\n`, 'app.py': flask, 'migrations/env.py': '' },
      'flask --app app:app db upgrade',
    ],
  ])('migrates with %s', (_, files, command) => {
    expect(first(files as Record<string, string>).migrations?.command).toBe(command);
  });

  it('notes an Alembic that production does not install', () => {
    const { notes } = detect({
      'requirements.txt': asgiRequirements,
      'main.py': fastapi,
      'alembic.ini': '[alembic]\n',
    });
    expect(notes.map((note) => note.code)).toEqual(['migration-tool-missing']);
  });

  it('makes Celery worker and beat processes of their own', () => {
    const files = {
      ...django,
      'requirements.txt': 'Django\ngunicorn\ncelery[redis]\n',
      'shop/celery.py': 'from celery import Celery\napp = Celery("shop")\n',
      'shop/settings.py': 'CELERY_BEAT_SCHEDULE = {}\n',
    };
    const [, worker, beat] = detect(files).components;
    expect(worker).toMatchObject({
      kind: 'worker',
      process: 'worker',
      start: 'celery --app shop.celery:app worker --loglevel INFO',
    });
    expect(worker).not.toHaveProperty('port');
    expect(beat?.start).toBe(
      "celery --app shop.celery:app beat --loglevel INFO --schedule /tmp/celerybeat-schedule --pidfile ''",
    );
  });

  it('takes the workers of the Procfile instead of guessing them', () => {
    const files = {
      'requirements.txt': `${wsgiRequirements}celery[redis]\n`,
      'app.py': `${flask}celery = Celery("x")\n`,
      Procfile: 'web: gunicorn app:app\nworker: celery -A app.celery worker -c 2\n',
    };
    expect(detect(files).components.map((component) => component.start)).toEqual([
      'gunicorn --bind 0.0.0.0:8000 app:app',
      'celery -A app.celery worker -c 2',
    ]);
  });

  it('collects static files and names what the settings need for it', () => {
    const files = {
      ...django,
      'shop/settings.py': 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nSTATIC_ROOT = "static"\n',
    };
    const { components, notes } = detect(files);
    expect(components[0]?.build).toBe('python manage.py collectstatic --noinput');
    expect(components[0]?.traits?.['buildEnvironment']).toBe('SECRET_KEY');
    expect(notes.map((note) => note.code)).toEqual(['build-environment', 'static-files-unserved']);
  });
});

describe('pythonDetector kinds', () => {
  it.each([
    [
      'a library',
      {
        'pyproject.toml': '[project]\nname = "lib"\n[build-system]\nrequires = ["hatchling"]\n',
        'src/lib/__init__.py': 'x = 1\n',
      },
      'library',
    ],
    [
      'a program for people',
      {
        'pyproject.toml': '[project]\nname = "tool"\n[project.scripts]\ntool = "tool:main"\n',
        'tool.py': 'def main(): ...\n',
      },
      'cli',
    ],
    [
      'a consumer',
      { 'requirements.txt': 'redis\n', 'main.py': 'while True:\n    pass\nif __name__ == "__main__":\n    main()\n' },
      'worker',
    ],
    [
      'a one-shot script',
      { 'requirements.txt': 'requests\n', 'main.py': 'if __name__ == "__main__":\n    main()\n' },
      'job',
    ],
  ])('takes %s for what it is', (_, files, kind) => {
    const component = first(files);
    expect(component.kind).toBe(kind);
    expect(component.port).toBeUndefined();
  });

  it.each([
    ['settings of tools', { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' }],
    ['requirements of the documents', { 'docs/requirements.txt': 'mkdocs\n' }],
    ['requirements without any code', { 'requirements.txt': 'mkdocs\n' }],
    ['scripts without a manifest', { 'scripts/gen.py': 'print(1)\n' }],
    ['test applications', { 'tests/requirements.txt': 'flask\n', 'tests/app.py': flask }],
  ])('leaves %s alone', (_, files) => {
    expect(detect(files as Record<string, string>).components).toEqual([]);
  });

  it.each([
    ['an array', '[1, 2]'],
    ['half a table', '[project'],
    ['wrong types', 'project = 5\ntool = "x"\n'],
    ['wrong fields', '[project]\ndependencies = "fastapi"\nname = 4\n[tool.poetry]\ndependencies = [1]\n'],
  ])('survives a pyproject.toml with %s', (_, text) => {
    expect(() => detect({ 'pyproject.toml': text, 'requirements.txt': 'flask\n', 'app.py': flask })).not.toThrow();
  });

  it('takes the strongest version statement and lists the others as conflicts', () => {
    const { runtime } = first({
      '.python-version': '3.12\n',
      'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.13"\ndependencies = ["fastapi", "uvicorn"]\n',
      'main.py': fastapi,
    });
    expect(runtime).toMatchObject({ resolved: '3.12', stated: '3.12', conflicts: [{ stated: '>=3.13' }] });
  });

  it('reads a megabyte of hostile text in bounded time', () => {
    const started = Date.now();
    detect({
      'requirements.txt': asgiRequirements,
      'main.py': fastapi,
      'a.py': 'a'.repeat(390_000),
      'b.py': '('.repeat(390_000),
      'c.py': `x = "${'\\'.repeat(100_000)}`,
      'd.py': '@a.get('.repeat(40_000),
    });
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
