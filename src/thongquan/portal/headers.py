"""What every answer of the portal tells the browser: run our own files only, show us in no frame, keep nothing."""

HELPER = "http://127.0.0.1:18911"
"""Where the signing helper listens on the user's own computer."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'{more}; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types thongquan"
)
_NOT_USED = (
    "accelerometer=(), autoplay=(), camera={camera}, display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=(), xr-spatial-tracking=()"
)
_LOCAL = "local-network=(), local-network-access={who}, loopback-network={who}"

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000")


def safe_headers(*, signs: bool, secure: bool, films: bool = False) -> list[tuple[bytes, bytes]]:
    """`signs`: the page may ask the signing helper on this computer. `films`: it may ask for the camera.

    The referrer policy is `same-origin`: with a stricter one browsers send `Origin: null` with our own forms.
    """
    policy = _POLICY.format(more=f" {HELPER}" if signs else "")
    not_used = _NOT_USED.format(camera="(self)" if films else "()")
    permissions = f"{not_used}, {_LOCAL.format(who='(self)' if signs else '()')}"
    headers = [
        *ALWAYS,
        (b"content-security-policy", policy.encode()),
        (b"permissions-policy", permissions.encode()),
    ]
    return [*headers, HSTS] if secure else headers
