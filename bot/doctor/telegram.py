"""Whether Telegram can be reached, knows the token, and lets the bot hear and write."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.doctor.chats import check_chats
from bot.doctor.findings import Finding
from bot.settings import Settings
from bot.store import Store
from bot.texts import Texts
from bot.transport import requests_for

__all__ = ["check_telegram"]

_MOST_SKEW = 60.0  # seconds


class _Heard:
    """Compares the clock with the dates of the responses."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.skew: float | None = None

    async def note(self, response: httpx.Response) -> None:
        """Keep by how many seconds the clock is ahead."""
        try:
            date = parsedate_to_datetime(response.headers.get("Date", ""))
        except ValueError:
            return
        self.skew = self._now() - date.timestamp()


async def check_telegram(
    settings: Settings,
    _: Texts,
    store: Store | None = None,
    now: Callable[[], float] = time.time,
) -> list[Finding]:
    """Ask Telegram who the bot is over both connections, then look at its chats.

    The chats are those of `store`, whose database must be up to date.
    """
    if settings.token is None:
        detail = _("没有设 YANDU_TOKEN，只能用 yandu chat 在终端里使用")
        return [Finding("Telegram", detail)]
    heard, token = _Heard(now), settings.token.get_secret_value()
    ordinary, polling = requests_for(settings, _nothing, patient=False, heard=heard.note)
    bot = Bot(
        token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=ordinary,
        get_updates_request=polling,
    )
    try:
        async with polling:  # it asks once, so that an outage is known soon
            await polling.post(f"{settings.base_url}{token}/getMe")
        async with bot:
            hook = await bot.get_webhook_info()
            chats = await check_chats(bot, store, _) if store else []
    except InvalidToken:
        mend = _("到 @BotFather 重新复制令牌，设给 YANDU_TOKEN")
        return [Finding("Telegram", _("不认这个令牌"), mend)]
    except TelegramError as error:
        return [_unreachable(settings, error, _)]
    me = bot.bot
    reached = [_reached(settings, me, _), _clock(heard.skew, _), _hearing(me, _)]
    return [*reached, _receiving(settings, hook, _), *chats]


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
    detail = _(
        "{name}（{host}，{way}；发送和接收都通）", name=f"@{me.username}", host=host, way=way
    )
    return Finding("Telegram", detail)


def _clock(skew: float | None, _: Texts) -> Finding:
    """Say how far the clock is from Telegram's; pushes and buttons go by it."""
    if skew is None:
        return Finding(_("时钟"), _("Telegram 没有说现在几点，没法比较"))
    if abs(skew) <= _MOST_SKEW:
        return Finding(_("时钟"), _("和 Telegram 的时间一致"))
    seconds = round(abs(skew))
    detail = (
        _("比 Telegram 快 {seconds} 秒", seconds=seconds)
        if skew > 0
        else _("比 Telegram 慢 {seconds} 秒", seconds=seconds)
    )
    return Finding(_("时钟"), detail, _("校准系统时间，例如 timedatectl set-ntp true"))


def _hearing(me: User, _: Texts) -> Finding:
    """Say what reaches the bot in groups."""
    if me.can_read_all_group_messages:
        return Finding(_("群组"), _("隐私模式已关，收得到群里所有消息"))
    mend = _(
        "要收到 @ 提及：在 @BotFather 用 /setprivacy 选 Disable，再把机器人移出群重新加入，"
        "或者设它为管理员"
    )
    return Finding(_("群组"), _("隐私模式开着，只收得到命令和对它的回复"), mend, advice=True)


def _receiving(settings: Settings, hook: WebhookInfo, _: Texts) -> Finding:
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
