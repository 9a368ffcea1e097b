import os

from flask import Flask

from bookmarks import database
from bookmarks.views import api, system


def create_app(config=None):
    app = Flask(__name__)
    app.config["DATABASE"] = os.environ.get("BOOKMARKS_DATABASE", "data/bookmarks.db")
    app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY")
    app.config.update(config or {})
    database.init_app(app)
    app.register_blueprint(system)
    app.register_blueprint(api, url_prefix="/api")
    return app
