"""``make peers``: our extraction beside other extractors, on look-alikes and a public benchmark."""
