"""The people and companies of `serve --demo` and `thongquan demo`: none of them exists."""

from thongquan.registration.model import Officer

PASSWORD = "thu-nghiem"  # noqa: S105 # nosec B105 - of certificates that prove nothing, and printed at every start
COMPANIES = (
    ("9901234560", "Công ty TNHH Chuyển phát nhanh Thử Nghiệm", "rsa"),
    ("9907654321", "Công ty CP Giao nhận Đường Sáng (thử nghiệm)", "p256"),
)
"""Tax code, name and kind of key."""

OFFICE = "02DS"
"""The office of the sample courier's profile."""

OFFICERS = (
    Officer("CC001", "Nguyễn Văn Thử", OFFICE, "officer"),
    Officer("LD001", "Trần Thị Mẫu", OFFICE, "head"),
)
