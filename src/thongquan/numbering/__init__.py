"""One module per kind of number: how it is built, checked and how far it reaches."""
