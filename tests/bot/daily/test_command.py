"""/daily and /today, by words and by buttons, in every kind of chat."""

from datetime import time
from pathlib import Path

import pytest
from botapi import Account, Message
from botapi.delivery import deliver
from morning import Morning

from bot.daily.models import Days, Off, Order, State
from bot.daily.payloads import AskAbout, Choose, ExcerptView, Pick, encode, parse
from corpus.cleaning import clean
from corpus.models import Document
from corpus.passages import structure
from corpus.readers import read
from index.building import build
from index.search import INDEX_FOLDER, open_searcher
from index.snapshot import SnapshotStore

HALF_HOUR, DAY = 1800.0, 24 * 3600.0
REFUSAL = "只有管理员可以设置这里的每日研读。想自己订阅，在私聊里发 /daily。"
OFF = """📅 每日研读 · 关
每天 07:30（Asia/Shanghai）
按顺序 · 每次约 2 分钟 · 有提示音
材料：全部
已读 0 / 48 段"""
ON = OFF.replace("关", "开", 1) + "\n下一次：11 月 23 日 07:30"


async def press(who: Account, message: Message, label: str) -> None:
    await (await who.press(message, label)).answer()


async def test_the_state_and_its_controls(morning: Morning) -> None:
    alice = morning.alice
    panel = await alice.ask("/daily")
    assert panel.shown == OFF
    assert panel.button_texts == [
        ["▶️ 开启"], ["⏰ 07:30", "📆 每天"], ["🔀 按顺序", "📏 2 分钟"], ["🔕 静音"],
        ["📨 现在发一段", "🗒 记录"],
    ]  # fmt: skip
    await press(alice, panel, "▶️ 开启")
    assert panel.shown == ON
    await press(alice, panel, "⏰ 07:30")
    await press(alice, panel, "21:00")
    await press(alice, panel, "📆 每天")
    await press(alice, panel, "周日")
    await press(alice, panel, "周六")
    assert ["✓ 周一至周五", "周末"] in panel.button_texts
    await press(alice, panel, "◂ 返回")
    await press(alice, panel, "🔀")
    await press(alice, panel, "打乱顺序")
    await press(alice, panel, "📏")
    await press(alice, panel, "5 分钟")
    await press(alice, panel, "🔕 静音")
    assert (
        panel.shown
        == """📅 每日研读 · 开
周一至周五 21:00（Asia/Shanghai）
打乱顺序 · 每次约 5 分钟 · 静音
材料：全部
已读 0 / 48 段
下一次：11 月 23 日 21:00"""
    )
    await press(alice, panel, "⏸ 关闭")
    schedule = await morning.schedule(alice.id)
    assert (schedule.enabled, schedule.off, schedule.order) == (False, Off.CHOSEN, Order.SHUFFLED)
    assert (schedule.silent, schedule.minutes) == (True, 5)


async def test_words_change_it(morning: Morning) -> None:
    alice = morning.alice
    assert (await alice.ask("/daily 07:30")).shown == ON
    panel = await alice.ask("/daily 工作日 7:45 tz Asia/Urumqi")
    assert panel.shown.splitlines()[1] == "工作日（含调休） 07:45（Asia/Urumqi）"
    assert panel.shown.splitlines()[-1] == "下一次：11 月 23 日 07:45"
    paused = await alice.ask("/daily pause 2026-12-08")
    assert paused.shown.splitlines()[-2:] == ["暂停中，12 月 8 日恢复", "下一次：12 月 8 日 07:45"]
    await press(alice, paused, "▶️ 结束暂停")
    assert paused.shown.splitlines()[-1] == "下一次：11 月 23 日 07:45"
    next_year = await alice.ask("/daily pause 2027-01-04")
    assert next_year.shown.splitlines()[-1] == ("2027 年的放假安排还不知道，先按周一至周五推送。")
    await alice.ask("/daily off")
    assert not (await morning.schedule(alice.id)).enabled


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("明天", "看不懂“明天”。可以写：\n/daily 07:30\n"),
        ("25:00", "没有“25:00”这个时间。这样写：/daily 07:30"),
        ("pause 2026-11-23", "2026-11-23 已经过了，请写以后的日期。"),
        ("pause soon", "看不懂日期“soon”。"),
        ("tz Asia/Shanghia", "没有“Asia/Shanghia”这个时区。"),
        ("99 分钟", "每次可以读 1 到 10 分钟"),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    morning: Morning, words: str, answer: str
) -> None:
    await morning.alice.ask("/daily 20:00")
    assert (await morning.alice.ask(f"/daily {words}")).shown.startswith(answer)
    schedule = await morning.schedule(morning.alice.id)
    assert (schedule.at, schedule.enabled, schedule.paused_until) == (time(20), True, None)


async def test_near_zones_are_named(morning: Morning) -> None:
    answer = await morning.alice.ask("/daily tz Asia/Shanghia")
    assert answer.shown.splitlines()[1].startswith("最接近的：Asia/Shanghai")


async def test_groups_are_for_their_admins(morning: Morning) -> None:
    alice, owner = morning.alice, morning.server.user("Owner")
    group = morning.server.group("学习", [alice], owner=owner)
    assert (await alice.ask("/daily 06:00", group)).shown == REFUSAL
    panel = await owner.ask("/daily 06:00", group)
    assert panel.shown.splitlines()[1] == "每天 06:00（Asia/Shanghai）"
    assert (await (await alice.press(panel, "⏸ 关闭")).answer())["text"] == REFUSAL
    assert (await morning.schedule(group.id)).enabled


async def test_anonymous_admins(morning: Morning) -> None:
    bob = morning.server.user("Bob")
    group = morning.server.group("学习", anonymous_admins=[bob])
    panel = await bob.ask("/daily 06:00", group)
    await press(bob, panel, "⏸ 关闭")
    assert not (await morning.schedule(group.id)).enabled


async def test_channels(morning: Morning) -> None:
    owner = morning.server.user("Owner")
    channel = morning.server.channel("频道", owner=owner)
    post = morning.server.world.post(
        channel, owner.user, text="/daily 07:30",
        entities=[{"type": "bot_command", "offset": 0, "length": 6}],
    )  # fmt: skip
    deliver(morning.server.world, post)
    panel = await morning.server.reply(channel)
    assert panel.shown == ON
    morning.clock.pass_(HALF_HOUR)
    assert (await morning.reply(channel)).shown.startswith("📅 每日研读 · 11 月 23 日")
    await press(owner, panel, "⏸ 关闭")
    assert not (await morning.schedule(channel.id)).enabled


async def test_a_topic_has_its_own(morning: Morning) -> None:
    owner = morning.server.user("Owner")
    forum = morning.server.group("论坛", owner=owner, forum=True)
    topic = await owner.create_topic(forum, "每日")
    await owner.ask("/daily 06:00", forum)
    panel = await owner.ask("/daily 07:30 silent", forum, thread=topic.id)
    assert panel.thread == topic.id
    await press(owner, panel, "📆")
    await press(owner, panel, "工作日")
    assert (await morning.schedule(forum.id)).days == Days()
    assert (await morning.schedule(forum.id, topic.id)).days == Days(workdays=True)
    morning.clock.pass_(HALF_HOUR)
    push = await morning.reply(forum)
    assert (push.thread, push.silent) == (topic.id, True)
    assert push.shown.startswith("📅")


async def test_now_and_today_and_history(morning: Morning) -> None:
    alice = morning.alice
    none_yet = await alice.ask("/today")
    assert none_yet.shown == "今天没有推送。每日研读没有开，发 /daily 开启。"
    await alice.ask("/daily 07:30")
    assert (await alice.ask("/today")).shown == "今天还没有推送。下一次：11 月 23 日 07:30"
    first = await alice.ask("/daily now")
    await morning.settled(alice.id)
    assert first.shown.startswith("📅 每日研读 · 11 月 23 日\n📖 ¶1 – 一¶1")
    morning.clock.pass_(HALF_HOUR)
    second = await morning.reply(alice.private)
    assert "📖 一、（一）一 – 一、（一）二" in second.shown
    await morning.settled(alice.id, 2)
    today = await alice.ask("/today")
    assert today.shown.startswith("📖 一、（一）一 – 一、（一）二")
    assert today.shown.endswith("第 3–4 / 48 段")
    history = await alice.ask("/daily history")
    assert (
        history.shown
        == """每日研读 · 记录
11 月 23 日 07:30 · 已发 · 一、（一）一 – 一、（一）二
11 月 23 日 07:00 （手动） · 已发 · ¶1 – 一¶1
下一次：11 月 24 日 07:30"""
    )


async def test_without_material_it_is_said(morning: Morning) -> None:
    morning.app.bot_data.searcher = None
    told = await morning.alice.ask("/daily now")
    assert told.shown == "11 月 23 日 07:00 （手动） · 还没有学习材料；有了就发"


async def test_a_wish_that_comes_twice_is_carried_out_once(morning: Morning) -> None:
    await morning.alice.ask("/daily now")
    morning.server.redeliver()
    await morning.alice.ask("一、（五）")
    assert morning.server.delivered(morning.alice.private) == 2


async def test_history_tells_what_went_wrong(morning: Morning) -> None:
    alice = morning.alice
    await alice.ask("/daily 07:30")
    morning.clock.pass_(HALF_HOUR + DAY)
    await morning.reply(alice.private)
    await morning.settled(alice.id, 2)
    lines = (await alice.ask("/daily history")).shown.splitlines()
    assert sorted(lines[1:3]) == [
        "11 月 23 日 07:30 · 错过：11 月 23 日机器人没有运行",
        "11 月 24 日 07:30 · 已发 · ¶1 – 一¶1",
    ]


async def test_turning_the_pages_of_the_text(morning: Morning) -> None:
    alice = morning.alice
    push = await alice.ask("/daily now")
    await press(alice, push, "下一段 ▸")
    assert push.shown.startswith("📖 一、（一）一 – 一、（一）二")
    assert push.shown.endswith("\n\n第 3–4 / 48 段")
    assert push.button_texts[0] == ["◂ 上一段", "下一段 ▸"]
    await press(alice, push, "◂ 上一段")
    assert push.shown.startswith("📖 ¶1 – 一¶1")
    await press(alice, push, "下一段 ▸")
    morning.server.forget()
    await press(alice, push, "📖 读整节")
    assert (await morning.server.reply(alice.private)).shown.startswith("📖 一、（一）")


async def test_asking_about_a_passage(morning: Morning) -> None:
    alice = morning.alice
    push = await alice.ask("/daily now")
    morning.server.forget()
    await press(alice, push, "❓ 问这一段")
    prompt = await morning.server.reply(alice.private)
    assert prompt.shown == "关于“¶1”想问什么？回复这条消息就行。"
    answer = await alice.ask("一、（五）", reply_to=prompt)
    assert answer.shown.startswith("📖 一、（五）")


async def test_a_reply_to_a_push_goes_on_from_it(morning: Morning) -> None:
    owner = morning.server.user("Owner")
    group = morning.server.group("学习", owner=owner)
    push = await owner.ask("/daily now", group)
    assert "📖 ¶1 – 一¶1" in push.shown
    await morning.idle()
    for words, opened in (("下一条", "一、（一）"), ("还有吗", "一、（一）")):
        answer = await owner.ask(words, group, reply_to=push)
        assert answer.shown.startswith(f"📖 {opened}")


async def test_what_was_asked_about_comes_first_in_a_review(morning: Morning) -> None:
    alice = morning.alice
    await alice.ask("/daily 复习")
    await alice.ask("错峰消毒法是什么")
    push = await alice.ask("/daily now")
    assert "📖 一、（四）" in push.shown
    assert push.shown.endswith("复习 · 最近有人问过")


async def test_reading_again_from_the_beginning(morning: Morning) -> None:
    alice = morning.alice
    await alice.ask("/daily 10 分钟 07:30")
    message = await alice.ask("/daily now")
    while "读完了" not in message.shown:
        morning.clock.pass_(2)
        message = await alice.ask("/daily now")
    await morning.idle()
    panel = await alice.ask("/daily")
    assert panel.shown.splitlines()[0] == "📅 每日研读 · 关（已经读完，请选接下来怎样）"
    assert panel.button_texts[0] == ["🔁 从头再读"]
    await press(alice, message, "🔁 从头再读")
    assert message.shown.splitlines()[-2] == "已读 0 / 48 段"
    morning.clock.pass_(HALF_HOUR)
    assert "📖 ¶1" in (await morning.reply(alice.private)).shown


async def test_one_document_after_another(
    morning: Morning, sample: Document, tmp_path: Path
) -> None:
    path = tmp_path / "rules.md"
    path.write_text(
        "# 图书角公约\n\n第一条 借书要登记。\n\n第二条 两周内归还。\n", encoding="utf-8"
    )
    rules = structure(clean(read(path)), "rules")
    build([sample, rules], SnapshotStore(tmp_path / INDEX_FOLDER), None)
    morning.app.bot_data.searcher = open_searcher(tmp_path, None)
    alice = morning.alice
    panel = await alice.ask("/daily 07:30")
    await press(alice, panel, "📚 材料")
    await press(alice, panel, "图书角公约")
    assert ["✓ 图书角公约"] in panel.button_texts
    await press(alice, panel, "◂ 返回")
    assert panel.shown.splitlines()[3:5] == ["材料：图书角公约", "已读 0 / 2 段"]
    last = await alice.ask("/daily now")
    assert last.shown.endswith("第 1–2 / 2 段 · 读完了")
    assert [row[0][:6] for row in last.button_texts[-3:]] == [
        "🔁 从头再读",
        "⏭ 下一份：",
        "⏹ 不再推送",
    ]
    await morning.idle()
    await press(alice, last, "⏭")
    assert last.shown.splitlines()[3].startswith("材料：党委负责人")
    assert (await morning.schedule(alice.id)).enabled
    morning.clock.pass_(2)
    assert "📖 ¶1 – 一¶1" in (await alice.ask("/daily now")).shown


async def test_leaving_switches_off(morning: Morning) -> None:
    owner = morning.server.user("Owner")
    group = morning.server.group("学习", owner=owner)
    await owner.ask("/daily 07:30", group)
    await owner.remove_bot(group)
    await morning.alice.ask("/daily 07:30")
    await morning.alice.block_bot()
    for chat, off in ((group.id, Off.KICKED), (morning.alice.id, Off.BLOCKED)):
        while (schedule := await morning.schedule(chat)).enabled:
            await morning.server.user("Someone").ask("一、（五）")
        assert schedule.off is off
    morning.clock.pass_(HALF_HOUR)
    await morning.server.user("Other").ask("一、（五）")
    assert morning.server.delivered(group) == 1


async def test_forged_buttons_do_nothing(morning: Morning) -> None:
    alice = morning.alice
    panel = await alice.ask("/daily 07:30")
    for pick, value in (
        (Pick.TIME, "9999"), (Pick.DAYS, "9"), (Pick.DAYS, ""), (Pick.MINUTES, "99"),
        (Pick.ORDER, "x"), (Pick.DOCUMENT, "0000"), (Pick.MENU, "z"),
    ):  # fmt: skip
        await (await alice.press(panel, data=encode(Choose(pick, value)))).answer()
    assert panel.shown == ON
    gone = encode(ExcerptView("x" * 12, 1))
    answer = await (await alice.press(panel, data=gone)).answer()
    assert answer["text"] == "材料改过了，这一段已经不在了"


async def test_english(morning: Morning) -> None:
    emma = morning.server.user("Emma", language_code="en", started=True)
    panel = await emma.ask("/daily mon-fri 07:30")
    assert (
        panel.shown
        == """📅 Daily passage · on
Monday to Friday 07:30 (Asia/Shanghai)
in order · about 2 min of reading · with sound
Texts: all
Read so far: 0 of 48 passages
Next: 23 November 07:30"""
    )
    morning.clock.pass_(HALF_HOUR)
    push = await morning.reply(emma.private)
    assert push.shown.startswith("📅 Daily passage · 23 November\n📖 ¶1 – 一¶1")
    assert push.shown.endswith("Passage 1–2 of 48 · to be finished on 16 December")


async def test_the_place_outlives_a_moved_group(morning: Morning) -> None:
    owner = morning.server.user("Owner")
    group = morning.server.group("小组", owner=owner, kind="group")
    await owner.ask("/daily 07:30", group)
    await owner.ask("/daily now", group)
    new = await owner.migrate(group)
    await owner.ask("/ask 一、（五）", new)
    morning.clock.pass_(HALF_HOUR)
    assert "📖 一、（一）一" in (await morning.reply(new)).shown
    rows = await morning.settled(new.id, 2)
    assert [row.state for row in rows] == [State.SENT, State.SENT]


def test_payloads_are_read_as_they_were_written() -> None:
    for payload in (
        ExcerptView("abcdefghijkl", 12, 3), AskAbout("abcdefghijkl"), Choose(Pick.TIME, "0730"),
        Choose(Pick.DOCUMENT), Choose(Pick.ORDER, Order.SHUFFLED),
    ):  # fmt: skip
        assert parse(encode(payload)) == payload
    for data in (None, "", "1d", "1cz", "1c", "1cm!", "1qabc", "1a0", "1ch" + "0" * 60):
        assert parse(data) is None
