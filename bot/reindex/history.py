"""The snapshots there are, with what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from index.building import current_id
from index.manifest import Manifest
from index.record import Record
from index.snapshot import SnapshotStore

__all__ = ["Version", "find_version", "list_versions", "previous_of"]


@dataclass(frozen=True, slots=True)
class Version:
    """A snapshot, what is known of how it was made, and whether it is the one that serves."""

    manifest: Manifest
    record: Record | None
    current: bool

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def created(self) -> float:
        return datetime.fromisoformat(self.manifest.created).timestamp()


def list_versions(store: SnapshotStore) -> tuple[Version, ...]:
    """List the snapshots, newest first; blocking."""
    current = current_id(store)
    return tuple(
        Version(manifest, store.record(manifest.id), manifest.id == current)
        for manifest in store.manifests()
    )


def find_version(versions: Sequence[Version], snapshot: str) -> Version | None:
    return next((version for version in versions if version.id == snapshot), None)


def previous_of(versions: Sequence[Version]) -> Version | None:
    """Find what served before the current one: what it took over from, or else the next older."""
    current = next((version for version in versions if version.current), None)
    if current is None:
        return None
    if current.record and current.record.compared:
        replaced = find_version(versions, current.record.compared)
        if replaced:
            return replaced
    older = (each for each in versions if each.manifest.created < current.manifest.created)
    return next(older, None)
