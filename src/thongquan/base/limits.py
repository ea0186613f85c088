"""The one table of limits: sizes in bytes, counts, times in seconds. Each is tested from both sides."""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    # A filing
    filing_bytes: int = 64 * 1024 * 1024
    filing_lines: int = 25_000
    line_bytes: int = 8 * 1024
    statement_bytes: int = 4 * 1024
    signature_bytes: int = 16 * 1024
    request_headers: int = 64
    body_seconds: int = 120
    # A courier's file
    file_bytes: int = 64 * 1024 * 1024
    expanded_bytes: int = 512 * 1024 * 1024
    expansion_ratio: int = 200
    archive_entries: int = 2_000
    sheets: int = 64
    rows: int = 200_000
    columns: int = 256
    cell_characters: int = 32_767
    # A group commit
    group_lines: int = 25_000
    group_filings: int = 512
    waiting_lines: int = 200_000


LIMITS = Limits()
