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


BEARER = (
    (b"referrer-policy", b"strict-origin"),  # not even our own log or a proxy's learns the address from what it loads
    (b"x-robots-tag", b"noindex, nofollow"),
)
"""Of pages whose very address is the key to them."""


def safe_headers(*, signs: bool, secure: bool, films: bool = False, bearer: bool = False) -> list[tuple[bytes, bytes]]:
    """`signs`: the page may ask the signing helper on this computer. `films`: it may ask for the camera.

    `bearer`: its address is a secret. Else the referrer policy is `same-origin`: with `no-referrer` browsers send
    `Origin: null` with our own forms.
    """
    policy = _POLICY.format(more=f" {HELPER}" if signs else "")
    not_used = _NOT_USED.format(camera="(self)" if films else "()")
    permissions = f"{not_used}, {_LOCAL.format(who='(self)' if signs else '()')}"
    own = [*BEARER, *(one for one in ALWAYS if one[0] != b"referrer-policy")] if bearer else ALWAYS
    headers = [
        *own,
        (b"content-security-policy", policy.encode()),
        (b"permissions-policy", permissions.encode()),
    ]
    return [*headers, HSTS] if secure else headers
