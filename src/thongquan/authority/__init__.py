"""What the authority does with each request: one module per request, and the ports it needs."""
