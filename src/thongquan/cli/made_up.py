"""The people and companies of `serve --demo` and `thongquan demo`: none of them exists."""

from thongquan.registration.model import Officer

PASSWORD = "thu-nghiem"  # noqa: S105 # nosec B105 - of certificates that prove nothing, and printed at every start
COMPANIES = (
    ("9901234560", "Công ty TNHH Chuyển phát nhanh Thử Nghiệm", "rsa"),
    ("9907654321", "Công ty CP Giao nhận Đường Sáng (thử nghiệm)", "p256"),
    ("9901112227", "Công ty TNHH Đại lý Hải quan Cầu Nối (thử nghiệm)", "p256"),
)
"""Tax code, name and kind of key. The last is a customs broker."""
ACCOUNT_PASSWORD = "thử nghiệm thông quan"  # noqa: S105 # nosec B105 - of made-up accounts, printed at every start
USER_PASSWORD = "Thu9nghi"  # noqa: S105 # nosec B105 - as above; eight characters, as the wire demands

EMAIL = "quantri@thunghiem.example"

OFFICE = "02DS"
"""The office of the sample courier's profile."""

OFFICERS = (
    Officer("CC001", "Nguyễn Văn Thử", OFFICE, "officer"),
    Officer("LD001", "Trần Thị Mẫu", OFFICE, "head"),
    Officer("CC002", "Lê Thị Nghiệm", OFFICE, "officer"),
    Officer("TT001", "Phạm Văn Soát", OFFICE, "auditor"),
    Officer("GL001", "Hoàng Thị Đến", "01AC", "officer"),
)
OPERATOR = Officer("VH001", "Đỗ Văn Hành", OFFICE, "operator")
"""Signs for all others."""
IDENTITIES = {
    "CC001": "001199000901",
    "LD001": "001199000902",
    "CC002": "001199000903",
    "TT001": "001199000904",
    "GL001": "001199000906",
    "VH001": "001199000905",
}
"""Of the officers: made up, so that it can be said whose case is not theirs."""
