"""Whether settings, folder, documents, index and model agree with one another."""

import os
import shutil
from datetime import datetime

from bot.cli.problems import explain
from bot.cli.shell import strange_settings
from bot.doctor.findings import Finding
from bot.home import embedder_of, library_of, snapshots_of
from bot.reindex.wording import model_text
from bot.settings import Settings
from bot.texts import Texts
from corpus.errors import CorpusError
from index.errors import IndexingError, ModelUnavailable
from index.manifest import Manifest

__all__ = ["check_documents", "check_folder", "check_model", "check_settings"]

LITTLE_SPACE = 500 * 1024 * 1024  # bytes
MEGABYTE = 1024 * 1024


def check_settings(settings: Settings, _: Texts) -> Finding:
    now = datetime.now(settings.zone)
    detail = _("时区 {zone}，现在 {time:%Y-%m-%d %H:%M}", zone=settings.timezone, time=now)
    if unknown := strange_settings(_):
        return Finding(_("设置"), "；".join(unknown), _("改正名字，或者删掉"))
    return Finding(_("设置"), detail)


def check_folder(settings: Settings, _: Texts) -> Finding:
    """Look whether the home, or what it will be made in, can be written and has room."""
    home = settings.home
    place = next(path for path in (home, *home.parents) if path.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return Finding(
            _("目录"), _("{home} 不能写", home=home), _("改它的权限，或者改 YANDU_HOME")
        )
    free = shutil.disk_usage(place).free
    detail = _("{home}，剩余 {free} MB", home=home, free=free // MEGABYTE)
    if free < LITTLE_SPACE:
        return Finding(_("目录"), detail, _("腾出磁盘空间"))
    return Finding(_("目录"), detail)


def check_documents(settings: Settings, _: Texts) -> list[Finding]:
    """Compare the documents with what the index holds, which is read whole and checked."""
    library = library_of(settings)
    try:
        documents = tuple(library.document(entry.id) for entry in library.entries())
    except CorpusError as error:
        mend = _("从 {folder} 删掉或换掉它，再运行 yandu index", folder=library.folder)
        return [Finding(_("文档"), explain(error, _), mend)]
    if not documents:
        mend = _("yandu index --add 文件，或者 yandu index --sample；在聊天里：把文件发给机器人")
        return [Finding(_("文档"), _("一份也没有"), mend)]
    found = Finding(_("文档"), _("{count} 份", count=len(documents)))
    try:
        snapshot = snapshots_of(settings).load()
    except IndexingError as error:
        return [found, Finding(_("索引"), explain(error, _), _renew(_))]
    if snapshot.documents != documents:
        return [found, Finding(_("索引"), _("和文档不一致"), _renew(_))]
    detail = _("{snapshot}，{count} 段", snapshot=snapshot.id, count=len(snapshot.passages))
    return [found, Finding(_("索引"), detail)]


def check_model(settings: Settings, _: Texts) -> Finding:
    """Load the model, and compare it with the one that the index was built with."""
    embedder = embedder_of(settings)
    try:
        embedder.warm()
        fingerprint = embedder.fingerprint
    except ModelUnavailable as error:
        mend = _("把 YANDU_MODEL 改对，或者不设（用自带的）")
        return Finding(_("向量模型"), str(error), mend)
    manifest = _manifest(settings)
    if manifest is None:
        return Finding(_("向量模型"), model_text(embedder.name, _))
    if manifest.model is None or manifest.model.fingerprint != fingerprint:
        built = manifest.model.name if manifest.model else None
        if built == embedder.name:
            return Finding(_("向量模型"), _("索引是用这个模型的另一个版本建的"), _renew(_))
        now, then = model_text(embedder.name, _), model_text(built, _)
        detail = _("现在是{now}，索引建的时候是{built}", now=now, built=then)
        return Finding(_("向量模型"), detail, _renew(_))
    return Finding(_("向量模型"), model_text(embedder.name, _))


def _renew(_: Texts) -> str:
    return _("运行 yandu index，或者在聊天里发 /reindex")


def _manifest(settings: Settings) -> Manifest | None:
    """Find the current snapshot's description."""
    store = snapshots_of(settings)
    try:
        current = store.current_id()
    except IndexingError:
        return None
    return next((one for one in store.manifests() if one.id == current), None)
