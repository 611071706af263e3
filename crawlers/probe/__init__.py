"""The probe: looks at an outlet's site and finds out by which channels its articles can be had.

``python -m crawlers.probe OPTIONS.json`` runs in a process of its own, like the crawl, and under
the same rules: robots.txt, one request at a time to a host, no private addresses, the proxy if
there is one. It writes one JSON report on standard output and keeps nothing. ``survey`` walks,
``heads`` and ``pages`` read HTML, ``reading`` judges a listing, ``choice`` picks; only ``spider``
knows the network.
"""
