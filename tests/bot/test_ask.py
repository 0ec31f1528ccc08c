"""Questions in private chats: answers, edits, duplicates."""

from botapi import Account, BotApiServer

from bot.context import App


async def test_the_quote_comes_first(app: App, server: BotApiServer, alice: Account) -> None:
    answer = await alice.ask("错峰消毒法是什么")
    assert answer.text.startswith("后勤中心党支部")
