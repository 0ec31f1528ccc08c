"""The `yandu` command: what each subcommand takes; what it does is imported when it runs."""

from pathlib import Path
from typing import Any

import click

from bot.cli.guard import Guarded
from bot.terminal import speak_utf8

__all__ = ["cli", "main"]

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
EXISTING = click.Path(exists=True, readable=True, path_type=Path)
WIDE = {"help_option_names": ["-h", "--help"], "max_content_width": 99}


def as_json(command: Any) -> Any:
    return click.option("as_json", "--json", is_flag=True, help="输出一个 JSON 对象 · print JSON")(
        command
    )


@click.group(cls=Guarded, context_settings=WIDE)
@click.version_option(package_name="yandu", prog_name="yandu")
def cli() -> None:
    """研读 answers questions about Chinese texts with the passage, word for word, and its place.

    用原文一字不差地回答关于学习材料的问题，并注明出处。
    """


@cli.command()
@click.option(
    "--add",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="加入文件 · add files",
)
@click.argument("more", nargs=-1, type=FILE, metavar="")
@click.option("--sample", is_flag=True, help="加入示例文档 · add the sample document")
@click.option("--dry-run", is_flag=True, help="只看会改什么 · show the changes, store nothing")
@click.option("--force", is_flag=True, help="答得差了也换上 · switch even if answers get worse")
@as_json
def index(  # noqa: PLR0913, PLR0917 - as click hands them over
    add: tuple[Path, ...],
    more: tuple[Path, ...],
    sample: bool,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """建立或更新索引 · Build or refresh the index.

    The new index takes over only if the questions that were settled in the chat are answered
    no worse than before.
    """
    if more and not add:
        from bot.cli.language import shell_texts

        _ = shell_texts()
        raise click.UsageError(_("要加入文档：yandu index --add {file}", file=more[0]))
    from bot.cli.indexing import refresh

    refresh((*add, *more), sample=sample, dry_run=dry_run, force=force, as_json=as_json)


@cli.command()
@as_json
def versions(as_json: bool) -> None:
    """列出索引的各个版本 · List the versions of the index, newest first."""
    from bot.cli.versions import versions

    versions(as_json=as_json)


@cli.command()
@click.argument("snapshot", required=False, metavar="[ID]")
@as_json
def rollback(snapshot: str | None, as_json: bool) -> None:
    """退回旧的索引 · Go back to a version, the one before unless another is named.

    The documents stay as they are: the next `yandu index` takes them up again.
    """
    from bot.cli.versions import rollback

    rollback(snapshot, as_json=as_json)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--replace", "place", metavar="DOCUMENT", help="替换这一份 · put it in the place of a document"
)
@click.option("--title", metavar="TITLE", help="用这个标题 · show it under another title")
@as_json
def add(files: tuple[Path, ...], place: str | None, title: str | None, as_json: bool) -> None:
    """加入文档，还不建索引 · Put documents into the library, all or none.

    A file of the same name is replaced. `yandu index` then takes them into the index.
    """
    if len(files) > 1 and (place or title):
        from bot.cli.language import shell_texts

        _ = shell_texts()
        raise click.UsageError(_("--replace 和 --title 一次只能用于一份文件"))
    from bot.cli.keeping import add

    add(files, place=place, title=title, as_json=as_json)


@cli.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--undo", is_flag=True, help="取回移除的 · take back what was removed or replaced")
@as_json
def remove(documents: tuple[str, ...], undo: bool, as_json: bool) -> None:
    """移除文档，可以撤销 · Move documents to the trash, where they stay for some days."""
    from bot.cli.keeping import remove

    remove(documents, undo=undo, as_json=as_json)


@cli.command()
@click.argument("question")
@click.option(
    "-k",
    default=3,
    show_default=True,
    type=click.IntRange(1, 50),
    metavar="N",
    help="最多几段 · how many passages",
)
@as_json
def ask(question: str, k: int, as_json: bool) -> None:
    """回答一个问题 · Answer; `-` reads a question a line from stdin."""
    from bot.cli.asking import ask

    ask(question, k, as_json=as_json)


@cli.command()
@click.argument("document", required=False)
@as_json
def outline(document: str | None, as_json: bool) -> None:
    """列出章节 · Show the sections of all documents, or of one."""
    from bot.cli.reading import outline

    outline(document, as_json=as_json)


@cli.command()
@click.argument("reference")
@click.option("--document", metavar="DOCUMENT", help="哪一份文档 · in which document")
@as_json
def read(reference: str, document: str | None, as_json: bool) -> None:
    """打开一处原文 · Read a section or passage by its reference."""
    from bot.cli.reading import read

    read(reference, document, as_json=as_json)


@cli.command()
@click.argument("questions", type=EXISTING, metavar="QUESTIONS")
@click.option(
    "--against",
    multiple=True,
    metavar="BASELINE",
    help="同样的问题再问别的办法，可以多写几次 · also ask bm25-words, bm25-characters, dense, "
    "chunks, chunks:MODEL or all; may be repeated",
)
@click.option(
    "--plots",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="把图画到这里 · write recall.png and scores.png",
)
@as_json
def evaluate(questions: Path, against: tuple[str, ...], plots: Path | None, as_json: bool) -> None:
    """检验回答 · Measure the answers to a file of questions, or a retrieval set.

    QUESTIONS is a file of JSON lines about the documents in the index, or a folder with
    corpus.jsonl.gz, queries.jsonl.gz and qrels.jsonl.gz, which needs no index.

    \b
    Baselines, over the same texts:
      bm25-words       BM25 on the words that jieba finds
      bm25-characters  BM25 on characters and pairs of neighbours
      dense            the vectors of Yandu's model alone
      chunks           fixed chunks of 500 characters, by Yandu's model
      chunks:MODEL     the same by any sentence-transformers model, by name or folder

    A chunk is right when the first character of a right passage stands in it, however little
    of the passage the chunk holds; in a retrieval set a text ranks where its best chunk does.
    """  # noqa: D301 - the lone \b is a character that keeps click from wrapping
    from bot.cli.evaluating import evaluate

    evaluate(questions, against=against, plots=plots, as_json=as_json)


@cli.command()
def chat() -> None:
    """在终端里使用，不需要令牌 · The whole bot in the terminal, no token."""
    from bot.console import chat

    chat()


@cli.command()
def run() -> None:
    """在 Telegram 上运行 · Serve the bot on Telegram."""
    from bot.cli.serving import serve

    serve()


@cli.command()
@click.option("--dry-run", is_flag=True, help="只看会推送什么 · show what would be sent")
@click.option(
    "--at",
    metavar="TIME",
    help="在什么时间，如 07:30 或 2026-10-08T07:30 · at another time in YANDU_TIMEZONE",
)
@click.option("--date", metavar="DATE", help="补发这一天 · send a missed day again")
@as_json
def push(dry_run: bool, at: str | None, date: str | None, as_json: bool) -> None:
    """查看或补发每日研读 · Show what the daily push would send, or send a day again.

    DATE is each chat's own date; only chats where that day has no successful push get it.
    """
    if dry_run == bool(date) or (at and not dry_run):
        from bot.cli.language import shell_texts

        _ = shell_texts()
        raise click.UsageError(_("要写 --dry-run（可以加 --at TIME），或者 --date DATE"))
    from bot.cli.pushing import foretell, repeat

    if date:
        repeat(date, as_json=as_json)
    else:
        foretell(at, as_json=as_json)


@cli.command()
def doctor() -> None:
    """检查设置 · Find what is set up wrong, and the mend."""
    from bot.doctor import examine

    examine()


def main() -> None:
    """Run the command; the entry point of `yandu`."""
    speak_utf8()
    cli(prog_name="yandu")
