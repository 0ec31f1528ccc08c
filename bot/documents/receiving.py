"""Take what an owner sends: a file, or a text with /add."""

import mimetypes
from dataclasses import dataclass, replace

from telegram import Document, Message

from bot.documents.incoming import Arrival, arrival_id, incoming_of
from bot.documents.understanding import Understood, refuse_before, understand
from bot.home import library_of
from bot.markup import trim
from bot.settings import Settings
from corpus.files import safe_name

__all__ = ["Sent", "fetch", "receive", "sent_by_add", "sent_file"]

_NAME, _PATIENCE = 40, 60.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What a message brings: a file that is still at Telegram, or a text with a title or none."""

    name: str
    document: Document | None = None
    text: str = ""
    title: str | None = None


def sent_file(document: Document) -> Sent:
    """Name a file as it was sent; one without a name by what kind of file it is."""
    suffix = mimetypes.guess_extension(document.mime_type or "") or ""
    return Sent(document.file_name or f"document{suffix}", document)


def sent_by_add(message: Message) -> Sent | None:
    """Find what /add is about: the text after it, or what it replies to.

    In a reply the text after it is the title. None where there is nothing, or what the bot itself
    wrote.
    """
    own = (message.text or "").partition("\n")
    first = own[0].split(maxsplit=1)[1:]
    text = "\n".join(filter(None, (*first, own[2]))).strip()
    quoted = message.reply_to_message
    if quoted and quoted.from_user and quoted.from_user.id == message.get_bot().id:
        return None
    if quoted and quoted.document:
        return replace(sent_file(quoted.document), title=text or None)
    if quoted and (written := quoted.text or quoted.caption):
        return _sent_text(written, text or None)
    return _sent_text(text, None) if text else None


def _sent_text(text: str, title: str | None) -> Sent:
    """Name a text by its title or its first line."""
    line = title or text.strip().partition("\n")[0]
    return Sent(f"{trim(line, _NAME).rstrip('…')}.txt", None, text, title)


async def fetch(sent: Sent) -> bytes:
    """Get the content; raises UnreadableDocument for what is refused unseen, TelegramError."""
    if sent.document is None:
        return sent.text.encode()
    refuse_before(sent.name, sent.document.file_size or 0)
    file = await sent.document.get_file()
    return bytes(await file.download_as_bytearray(read_timeout=_PATIENCE))


def receive(settings: Settings, message: Message, sent: Sent, content: bytes) -> Understood:
    """Read a file and keep it until a word is said about it; blocking.

    Raises UnreadableDocument; nothing is kept then.
    """
    number = arrival_id(message.chat.id, message.message_id)
    name = safe_name(sent.name)
    read = understand(library_of(settings), Arrival(number, name, sent.title, 0.0), content)
    kept = incoming_of(settings).keep(number, name, content, sent.title)
    return replace(read, arrival=kept)
