"""How well the package measures: people made with exact truth, and studies of them; no part of the package itself."""
