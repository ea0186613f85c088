"""Threat row 21: what documents are called by those who mean to write or read elsewhere, and what would show it."""

from authority.running import Server
from thongquan.storage.attachments import FOLDER

NAMES = [
    *("../../../etc/passwd", "..\\..\\windows\\system32", "/etc/passwd", "//server/share/x", "\\\\server\\share\\x"),
    *("C:\\autoexec.bat", "C:x", "c:/x", "file:///etc/passwd", "a/b/c.pdf", "./x", ".", "..", "...", "~root/.ssh"),
    *("con", "CON", "con.pdf", "nul", "NUL.txt", "aux.pdf", "prn", "com1", "COM1.pdf", "lpt1", "CONIN$", "clock$"),
    *("a\0b.pdf", "a\nb.pdf", "a\rb", "a\tb", "a\x1b[2Jb", "a\x7fb", "a\u202egpj.exe", "a\u200bb", "a\u2066b"),
    *("\ufeffa.pdf", "a\u0301.pdf", " a.pdf", "a.pdf ", "a.pdf.", "a.pdf:stream", "a.pdf::$DATA", "-rf", "--help"),
    *("a;id", "a|id", "$(id)", "`id`", "%2e%2e%2fx", "..%c0%afx", "a?b=c", "a#b", '"a"', "'a'", "<b>a</b>", "{{7*7}}"),
    *("=HYPERLINK(1)", "a" * 150, "a" * 151, "a" * 4_000, "", "HÓA ĐƠN.PDF", "hóa đơn.pdf", "\U0001f4c4.pdf"),
    *("attachments", "thongquan.sqlite3", ".unfinished", "ab/cdef", "\ud7ff", "\uffff"),
]
"""Threat row 21: names that lead elsewhere, are devices, hide what they are, are too long, or are twins."""


def everything(server: Server) -> set[str]:
    """All files of the server's folder outside of the one for documents."""
    found = (path.relative_to(server.folder) for path in server.folder.rglob("*") if path.is_file())
    return {str(one) for one in found if FOLDER not in one.parts}
