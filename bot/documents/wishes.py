"""Carry out what a button of the documents asks for; all of it blocking."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.incoming import Arrival, Naming, incoming_of
from bot.documents.keeping import Added, Keeper, find_entry
from bot.documents.payloads import Arrived, DropSample, Listed, Payload, Shelved, Undo, Wish
from bot.documents.preview import render_added, render_arrival, render_places
from bot.documents.screens import (
    Chats,
    render_book,
    render_outline,
    render_removed,
    render_renamed,
    render_restored,
    render_shelf,
    render_wish_remove,
)
from bot.documents.shelf import Book, look_at, look_over, titles
from bot.documents.understanding import understand
from bot.home import library_of
from bot.markup import escape
from bot.screens import Screen
from bot.settings import Settings
from bot.store.audit import Action
from bot.texts import Texts
from corpus.library import Library
from corpus.models import Document
from corpus.trash import Thrown

__all__ = ["Outcome", "Wishes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a press leads to: a screen in its message's place, a file, a question for a title.

    `action` is for the audit log, with the document that it was done to.
    """

    screen: Screen | None = None
    action: Action | None = None
    document: str = ""
    naming: Naming | None = None
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an owner's wishes are carried out with.

    `indexed` are the documents of the index, `chats` the names of those that chose a document,
    `who` names the owner to others who find the library locked.
    """

    settings: Settings
    indexed: Sequence[Document]
    chats: Chats
    who: str
    texts: Texts

    def carry_out(self, payload: Payload, message: int) -> Outcome:
        """Do what a button under a message says.

        Raises UnknownDocument, NotInTrash, UnreadableDocument, HomeLocked, OSError.
        """
        match payload:
            case Arrived():
                return self._arrived(payload, message)
            case Shelved(wish, short, page):
                return self._shelved(wish, find_entry(self._library, short).id, page, message)
            case Listed(page):
                return Outcome(self.list(page))
            case Undo(thrown):
                entry, title = self._keeper.restore(thrown)
                restored = render_restored(title, self.texts)
                return Outcome(restored, Action.DOCUMENT_RESTORED, entry.id)
            case DropSample():
                return self._removed(*self._keeper.remove_sample())

    def list(self, page: int = 0) -> Screen:
        """Show a page of the library."""
        shelf = look_over(self._library, self.indexed, page, self.settings.zone)
        return render_shelf(shelf, self.chats, self.texts)

    def entitle(self, naming: Naming, title: str) -> Outcome:
        """Give what a title was asked for the one that was written."""
        if naming.document is not None:
            shown = self._keeper.rename(naming.document, title)
            renamed = render_renamed(shown, self.texts)
            return Outcome(renamed, Action.DOCUMENT_RENAMED, naming.document)
        incoming = incoming_of(self.settings)
        arrival = incoming.find(naming.arrival or "")
        if arrival is None or arrival.done:
            return Outcome(self._gone())
        return Outcome(self._arrival(incoming.entitle(arrival, " ".join(title.split()))))

    @property
    def _library(self) -> Library:
        return library_of(self.settings)

    @property
    def _keeper(self) -> Keeper:
        return Keeper(self.settings, self.who)

    def _arrived(self, wished: Arrived, message: int) -> Outcome:
        incoming = incoming_of(self.settings)
        arrival = incoming.find(wished.arrival)
        if arrival is None:
            return Outcome(self._gone())
        if arrival.done and wished.wish is not Wish.REPLACE:
            return self._added(self._keeper.add(arrival.id))
        match wished.wish:
            case Wish.ADD:
                return self._added(self._keeper.add(arrival.id))
            case Wish.REPLACE:
                place = find_entry(self._library, wished.document).id
                return self._added(self._keeper.add(arrival.id, place))
            case Wish.CHOOSE:
                documents = titles(self._library)
                return Outcome(render_places(arrival.id, documents, wished.page, self.texts))
            case Wish.NAME:
                return Outcome(naming=Naming(message, arrival=arrival.id))
            case Wish.DISCARD:
                incoming.discard(arrival)
                _ = self.texts
                text = _("已放弃“{name}”，什么都没有加入。", name=arrival.name)
                return Outcome(Screen(escape(text)))
            case _:
                return Outcome(self._arrival(arrival))

    def _shelved(self, wish: Wish, document: str, page: int, message: int) -> Outcome:
        match wish:
            case Wish.OUTLINE:
                shown = self._library.document(document)
                return Outcome(render_outline(shown, page, self.texts))
            case Wish.FILE:
                path = self._library.entry(document).path
                return Outcome(file=(path.name, path.read_bytes()), document=document)
            case Wish.RENAME:
                return Outcome(naming=Naming(message, document=document))
            case Wish.WISH_REMOVE:
                book = self._book(document)
                return Outcome(render_wish_remove(book, self.chats, page, self.texts))
            case Wish.REMOVE:
                return self._removed(*self._keeper.remove(document))
            case _:
                return Outcome(render_book(self._book(document), self.chats, page, self.texts))

    def _book(self, document: str) -> Book:
        entry = self._library.entry(document)
        return look_at(self._library, entry, self.indexed, self.settings.zone)

    def _arrival(self, arrival: Arrival) -> Screen:
        content = incoming_of(self.settings).content(arrival)
        understood = understand(self._library, arrival, content)
        return render_arrival(understood, self._library.entries(), self.texts)

    def _added(self, added: Added | None) -> Outcome:
        if added is None:
            return Outcome(self._gone())
        action = Action.DOCUMENT_REPLACED if added.thrown else Action.DOCUMENT_ADDED
        screen = render_added(added, self.texts)
        nothing_new = added.again or added.known
        return Outcome(screen, None if nothing_new else action, added.document)

    def _removed(self, thrown: Thrown, title: str) -> Outcome:
        indexed = any(each.id == thrown.document for each in self.indexed)
        screen = render_removed(thrown, title, self.texts, indexed=indexed)
        return Outcome(screen, Action.DOCUMENT_REMOVED, thrown.document)

    def _gone(self) -> Screen:
        _ = self.texts
        return Screen(escape(_("这个文件已经不在了：放弃了，或者过了一天。请再发一次。")))
