"""What drafting writes into the notes (criterion 30)."""

from thongquan.base.fault import Mended
from thongquan.declaration.derived import is_temporary
from thongquan.declaration.profile import Profile
from thongquan.declaration.rules.notes import ORIGINAL


def notes_of(exact: str, remark: str, profile: Profile, mended: list[Mended]) -> str:
    """The exact weight, the original declaration that the file's remark names, the real place of the goods."""
    parts = [exact, _original(remark, mended) if remark else "", _place(profile, mended)]
    return ". ".join(filter(None, parts))


def _original(remark: str, mended: list[Mended]) -> str:
    told = ORIGINAL.search(remark)
    if told is None:
        return ""
    original = f"TK gốc: {told[1]}".rstrip()
    mended.append(Mended("notes", "", original, "ORIGINAL-FROM-REMARK"))
    return original


def _place(profile: Profile, mended: list[Mended]) -> str:
    """Only behind a temporary code: any other storage place is where its code says."""
    storage = profile.storage
    if not storage.place or not is_temporary(profile.storage_place):
        return ""
    told = f"Tại {storage.place}; xếp hàng {storage.loading_time}".rstrip()
    mended.append(Mended("notes", "", told, "NOTES-FROM-PROFILE"))
    return told
