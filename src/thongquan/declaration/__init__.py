"""MIC and MEC: what is declared, the rules it must satisfy, and what becomes of it."""
