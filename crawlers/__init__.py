"""The crawler: finds new articles of every outlet, fetches them politely, keeps what came back.

It runs in a process of its own (``python -m crawlers OPTIONS.json``) and hands over two things:
the archive (WARC files and an index of article pages) and a report. The rest of Sorot reads
``crawlers.archive`` and ``crawlers.outlets`` and nothing else of it.
"""
