"""The environment's settings, read and checked in one place. README, "Settings", describes each."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.store import DEFAULT_URL, Refused


@dataclass(frozen=True)
class Settings:
    database_url: str
    fixed_now: datetime | None  # PROGRESS_NOW; None = the clock, or the stored day of a demonstration
    cutoff_day: int  # last day of a monthly report period; 0 = calendar months
    public_read: bool

    def now(self, stored: Mapping[str, str], clock: Callable[[], datetime]) -> datetime:
        """The instant the program takes for now: the one that is set, else a demonstration's own, else the clock's.

        A clock that is held still ticks with what is recorded, or nobody would see his own change (`store.instant`).
        """
        held = self.fixed_now or ("today" in stored and datetime.fromisoformat(stored["today"]))
        if not held:
            return clock()
        last = datetime.fromisoformat(stored.get("recorded", held.isoformat()))
        return last if held <= last < held + timedelta(seconds=1) else held


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises `Refused` naming the setting that cannot be understood."""
    return Settings(
        environment.get("DATABASE_URL") or DEFAULT_URL,
        _read(environment, "PROGRESS_NOW", None, _instant, "một thời điểm có múi giờ, ví dụ 2019-11-14T16:00:00+07:00",
              "an instant with its offset, such as 2019-11-14T16:00:00+07:00"),
        _read(environment, "CUTOFF_DAY", 14, _cutoff, "một số từ 0 đến 28", "a number from 0 to 28"),
        _read(environment, "PUBLIC_READ", True, _flag, "0 hoặc 1", "0 or 1"),
    )  # fmt: skip


def _read(environment: Mapping[str, str], name: str, default, convert: Callable, vi: str, en: str):
    value = environment.get(name, "").strip()
    if not value:
        return default
    try:
        return convert(value)
    except ValueError:
        raise Refused(f"{name}={value!r} không hợp lệ: cần {vi}.", f"{name}={value!r} must be {en}.") from None


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError(value)
    return instant


def _cutoff(value: str) -> int:
    day = int(value)
    if not 0 <= day <= 28:
        raise ValueError(value)
    return day


def _flag(value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError(value)
    return value == "1"
