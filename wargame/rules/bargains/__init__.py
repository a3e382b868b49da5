"""Talk and agreements: what may be offered, how it is signed, performed and broken, and what leaks."""
