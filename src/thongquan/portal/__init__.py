"""The web pages: declarants, officers and the public. What they do they ask of `authority`; see `README.md`."""
