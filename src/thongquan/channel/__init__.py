"""Green, yellow or red: a synthetic rule set. The real criteria are secret, and these are not they."""
