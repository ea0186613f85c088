"""The authority's books in SQLite: one writer, checksummed pages, bodies sealed, every acknowledged act durable."""
