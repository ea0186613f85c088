"""Every kind of deed, known by importing it: a kind that only the server knew could not be signed here."""

from importlib import import_module
from pkgutil import iter_modules

from thongquan import registration

for module in iter_modules(registration.__path__):
    if module.name.startswith("deeds"):
        import_module(f"{registration.__name__}.{module.name}")
