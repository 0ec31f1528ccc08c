"""The one-time link that makes whoever opens it first the owner, as long as there is none."""

import re
import secrets
from collections.abc import Callable

from bot.context import App, Services
from bot.texts import Texts

__all__ = ["claim_link", "offer_claim", "token_of"]

_PREFIX = "claim-"
_BYTES = 24
_PAYLOAD = re.compile(rf"{_PREFIX}([\w-]{{1,58}})", re.ASCII)


async def claim_link(services: Services, username: str) -> str | None:
    """Make the link, in place of any before; None where there is an owner."""
    if await services.owners():
        return None
    token = secrets.token_urlsafe(_BYTES)
    await services.store.owners.offer(token, int(services.clock.now()))
    return f"https://t.me/{username}?start={_PREFIX}{token}"


def token_of(payload: str) -> str | None:
    """Take the token out of a start payload; None for one that claims nothing."""
    found = _PAYLOAD.fullmatch(payload)
    return found[1] if found else None


def offer_claim(app: App, tell: Callable[[str], None]) -> None:
    """Tell whoever starts the bot the link, once it is prepared; the log never sees it."""
    prepare = app.post_init

    async def prepare_and_offer(app: App) -> None:
        if prepare:
            await prepare(app)
        link = await claim_link(app.bot_data, app.bot.username)
        if link:
            _ = Texts(app.bot_data.settings.language)
            tell(_("还没有管理者。谁先打开这个链接，谁就是（只能用一次）：{link}", link=link))

    app.post_init = prepare_and_offer
