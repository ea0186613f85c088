"""How the description tells what giving documents is made of: parts, read by `server/document_intake.py`."""

from typing import Any

from thongquan.base.limits import LIMITS
from thongquan.server.document_intake import DOCUMENT, KINDS


def documents_body() -> dict[str, Any]:
    """The request body: a signed text, and as many documents as it names."""
    most = {"text": LIMITS.deed_bytes, "signature": LIMITS.signature_bytes}
    kinds = {**KINDS, "document-1": DOCUMENT}
    parts = {
        name: {
            "type": "string",
            "contentMediaType": kind.decode(),
            "maxLength": most.get(name, LIMITS.document_bytes),
        }
        for name, kind in kinds.items()
    }
    schema = {
        "type": "object",
        "additionalProperties": False,
        "description": "Exactly these parts, in this order; `document-2` and further ones as the text names them. A "
        'part\'s head names its Content-Type, once, and at most `Content-Disposition: form-data; name="…"` beside it.',
        "required": list(kinds),
        "properties": parts,
    }
    encoding = {name: {"contentType": kind.decode()} for name, kind in kinds.items()}
    return {"required": True, "content": {"multipart/mixed": {"schema": schema, "encoding": encoding}}}
