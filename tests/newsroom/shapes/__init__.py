"""The shapes that sites share: what every site has, WordPress, the big portal."""
