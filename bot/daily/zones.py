"""Timezones by their IANA names, however they are typed."""

import difflib
from functools import cache
from zoneinfo import available_timezones

__all__ = ["find_zone", "near_zones"]

_CITIES = {
    "北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "beijing": "Asia/Shanghai",
    "乌鲁木齐": "Asia/Urumqi", "烏魯木齊": "Asia/Urumqi", "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau", "澳門": "Asia/Macau", "台北": "Asia/Taipei",
}  # fmt: skip


def find_zone(typed: str) -> str | None:
    """Return the zone with this name, or with this city; None where there is none."""
    key = typed.strip().replace(" ", "_").casefold()
    return _CITIES.get(key) or _names().get(key) or _cities().get(key)


def near_zones(typed: str, count: int = 3) -> list[str]:
    """Return the zones whose names are most like what was typed."""
    names = _names() | _cities()
    near = difflib.get_close_matches(typed.casefold(), names, n=count, cutoff=0.5)
    return list(dict.fromkeys(names[name] for name in near))


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones()) if name != "localtime"}


@cache
def _cities() -> dict[str, str]:
    """Name zones by their last part, where only one has it."""
    found: dict[str, list[str]] = {}
    for key, name in _names().items():
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/")):
            found.setdefault(key.rpartition("/")[2], []).append(name)
    return {city: names[0] for city, names in found.items() if len(names) == 1}
