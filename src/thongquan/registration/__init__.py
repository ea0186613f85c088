"""Who may speak to the authority: companies, their certificates, and the office's own people."""
