"""Whether Telegram can be reached, knows the token, and lets the bot hear groups."""

from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.doctor.findings import Finding
from bot.settings import Settings
from bot.texts import Texts
from bot.transport import requests_for


async def check_telegram(settings: Settings, _: Texts) -> list[Finding]:
    """Ask Telegram who the bot is, over both of the connections that it will use."""
    if settings.token is None:
        detail = _("没有设 YANDU_TOKEN，只能用 yandu chat 在终端里使用")
        return [Finding("Telegram", detail)]
    try:
        me, hook = await _ask(settings, settings.token.get_secret_value())
    except InvalidToken:
        mend = _("到 @BotFather 重新复制令牌，设给 YANDU_TOKEN")
        return [Finding("Telegram", _("不认这个令牌"), mend)]
    except TelegramError as error:
        return [_unreachable(settings, error, _)]
    return [_reached(settings, me, _), _hearing(me, _), _webhook(settings, hook, _)]


async def _ask(settings: Settings, token: str) -> tuple[User, WebhookInfo]:
    """Ask over the connection that fetches updates, which fails at once, then over the other."""
    ordinary, polling = requests_for(settings, _nothing, patient=False)
    bot = Bot(
        token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=ordinary,
        get_updates_request=polling,
    )
    async with polling:
        await polling.post(f"{settings.base_url}{token}/getMe")
    async with bot:
        return bot.bot, await bot.get_webhook_info()


async def _nothing() -> None: ...


def _unreachable(settings: Settings, error: TelegramError, _: Texts) -> Finding:
    host = urlsplit(settings.api_url).netloc
    detail = _("连不上 {host}：{problem}", host=host, problem=error.message)
    if settings.proxy:
        return Finding("Telegram", detail, _("检查 YANDU_PROXY 的代理是否开着、能否访问 Telegram"))
    mend = _("检查网络；需要代理就设 YANDU_PROXY，例如 socks5://127.0.0.1:1080")
    return Finding("Telegram", detail, mend)


def _reached(settings: Settings, me: User, _: Texts) -> Finding:
    host = urlsplit(settings.api_url).netloc
    way = _("经代理") if settings.proxy else _("直连")
    return Finding("Telegram", f"@{me.username}（{host}，{way}）")


def _hearing(me: User, _: Texts) -> Finding:
    """Say what reaches the bot in groups."""
    if me.can_read_all_group_messages:
        return Finding(_("群组"), _("隐私模式已关，收得到群里所有消息"))
    mend = _(
        "要收到 @ 提及：在 @BotFather 用 /setprivacy 选 Disable，再把机器人移出群重新加入，"
        "或者设它为管理员"
    )
    return Finding(_("群组"), _("隐私模式开着，只收得到命令和对它的回复"), mend, advice=True)


def _webhook(settings: Settings, hook: WebhookInfo, _: Texts) -> Finding:
    if bool(hook.url) != bool(settings.webhook_url) and hook.url:
        detail = _("Telegram 那边还登记着 {url}", url=urlsplit(hook.url).netloc)
        mend = _("yandu run 启动时会撤掉它；别处若还在用这个令牌，先停掉那边")
        return Finding("Webhook", detail, mend, advice=True)
    if hook.last_error_message and hook.pending_update_count:
        detail = _(
            "{count} 条消息送不进来：{problem}",
            count=hook.pending_update_count,
            problem=hook.last_error_message,
        )
        return Finding("Webhook", detail, _("检查 YANDU_WEBHOOK_URL 能否从外网访问"))
    return Finding(_("收消息"), _("Webhook") if settings.webhook_url else _("轮询"))
