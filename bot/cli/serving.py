"""`yandu run`: the bot on Telegram until it is told to stop."""

from bot.app import build_application, make_services, run
from bot.cli.home import find_searcher
from bot.cli.problems import NoToken
from bot.cli.shell import Shell, strange_settings
from bot.heartbeat import keep_beating
from bot.logs import configure_logging
from bot.owners.claiming import offer_claim
from bot.terminal import note


def serve() -> None:
    """Serve Telegram; without a snapshot the bot says so to whoever asks."""
    shell = Shell()
    settings, _ = shell.settings, shell.texts
    if settings.token is None:
        raise NoToken
    for line in strange_settings(_):
        note(line)
    configure_logging(settings)
    searcher = find_searcher(shell)
    if searcher is None:
        note(_("还没有索引；机器人会照样启动。建立索引：yandu index --sample 或 --add 文件"))
    app = build_application(make_services(settings, searcher))
    offer_claim(app, note)
    keep_beating(app, settings.home)
    note(_("正在连接 Telegram；按 Ctrl-C 停止"))
    run(app)
