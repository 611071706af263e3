"""Look-alikes of the page shapes of Indonesian news sites, whose truth is known by construction."""
